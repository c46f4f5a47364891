// Law 10: a bundle of every schema version that was ever released can be opened. They are kept in tests/fixtures/bundles.

import { Database } from "bun:sqlite";
import { afterAll, describe, expect, test } from "bun:test";
import { copyFileSync, existsSync } from "node:fs";
import { join } from "node:path";
import { openBundle } from "../../src/bundle/open.ts";
import { migrate } from "../../src/operations/migrate.ts";
import { verify } from "../../src/operations/verify.ts";
import { migrations, schemaDifference, schemaVersion } from "../../src/schema/schema.ts";
import { Scratch } from "../support/bundles.ts";

const scratch = new Scratch();
afterAll(() => scratch.remove());

const folder = join(import.meta.dir, "../fixtures/bundles");
const versions = migrations.map((_, index) => [index + 1, join(folder, `v${index + 1}.db`)] as const);

function opened<T>(path: string, look: (db: Database) => T): T {
  const db = new Database(path, { readonly: true });
  try {
    return look(db);
  } finally {
    db.close();
  }
}

function tablesOf(db: Database): unknown[] {
  // Without SQLite's own statistics.
  const sql = "SELECT name, sql FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY name";
  return db.query(sql).all();
}

test("a bundle of every version is kept: a new migration brings the one of its version (a script as bundle-v1.ts)", () => {
  expect(versions.filter(([, path]) => !existsSync(path))).toEqual([]);
});

describe("the kept bundle of version", () => {
  test.each(versions)("%d has the tables of its migrations: one that has landed is never edited", (version, path) => {
    const fresh = new Database(":memory:");
    for (const migration of migrations.slice(0, version)) fresh.exec(migration);
    const wanted = tablesOf(fresh);
    fresh.close();
    expect(opened(path, tablesOf)).toEqual(wanted);
    expect(opened(path, (db) => db.query("PRAGMA user_version").get())).toEqual({ user_version: version });
  });

  test.each(versions)("%d is opened with its rows, and its originals fit", async (version, path) => {
    const bundle = openBundle(path);
    try {
      expect(bundle.schemaVersion).toBe(version);
      const counts = ["sessions", "logs", "events", "tool_calls", "prompt_events", "messages", "files", "errors"].map(
        (view) =>
          [view, bundle.db.query<{ n: number }, []>(`SELECT count(*) AS n FROM ${view}`).get()?.n ?? 0] as const,
      );
      expect(counts.filter(([, n]) => n === 0)).toEqual([]);
    } finally {
      bundle.close();
    }
    const report = await verify({ bundle: path, depth: "bytes", observer: { step: () => undefined } });
    expect(report.damages).toEqual([]);
    expect(report.originals.proved).toBeGreaterThan(4);
  });

  test.each(versions)("%d is lifted to the current one", (version, path) => {
    const copy = scratch.path(`v${version}.db`);
    copyFileSync(path, copy);
    const { outcome } = migrate({ bundle: copy, output: null, overwrite: "refuse" });
    expect(outcome).toBe(version === schemaVersion ? "current" : "migrated");
    expect(opened(copy, schemaDifference)).toBeNull();
  });
});

test("of the current version it has the program's views and indexes, as every bundle must (until a release: make it anew with bun scripts/fixtures/bundle-v1.ts; afterwards: a change of a view needs a new version)", () => {
  expect(opened(join(folder, `v${schemaVersion}.db`), schemaDifference)).toBeNull();
});
