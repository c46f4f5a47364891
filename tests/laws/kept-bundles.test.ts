// Law 10: a bundle of every schema version that ever landed can be opened. They are kept in tests/fixtures/bundles.

import { Database } from "bun:sqlite";
import { afterAll, describe, expect, test } from "bun:test";
import { copyFileSync, existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { landedSchema } from "../../scripts/landed-schema.ts";
import { openBundle, openDatabase } from "../../src/bundle/open.ts";
import { migrate } from "../../src/operations/migrate.ts";
import { verify } from "../../src/operations/verify.ts";
import { landedObjects, schemaDifference } from "../../src/schema/landed.ts";
import { migrations, schemaVersion } from "../../src/schema/schema.ts";
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

test("a bundle of every version is kept: a new migration brings the one of its version (scripts/fixtures/kept-bundles.ts)", () => {
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
    expect(opened(copy, (db) => schemaDifference(db, schemaVersion))).toBeNull();
    // The planner knows the new indexes as it knows them in a bundle made today.
    const known = "SELECT DISTINCT idx FROM sqlite_stat1 WHERE tbl = '_logs' AND idx IS NOT NULL ORDER BY idx";
    const indexes = "SELECT name AS idx FROM sqlite_schema WHERE type = 'index' AND tbl_name = '_logs' ORDER BY name";
    expect(opened(copy, (db) => db.query(known).all())).toEqual(opened(copy, (db) => db.query(indexes).all()));
  });

  test.each(versions)(
    "%d has the views and indexes of its version, and a changed one is another program's",
    (version, path) => {
      expect(opened(path, (db) => schemaDifference(db, version))).toBeNull();
      expect(landedObjects(version).size).toBeGreaterThan(100);
      const changes = [
        ["DROP VIEW logs; CREATE VIEW logs AS SELECT 1 AS id", "its view logs was changed"],
        ["DROP INDEX _logs_timestamp", "its index _logs_timestamp is missing"],
        ["ALTER TABLE _logs ADD COLUMN more TEXT", "its table _logs was changed"],
        ["CREATE TRIGGER t AFTER INSERT ON _logs BEGIN SELECT 1; END", "it has a trigger (t)"],
      ] as const;
      for (const [sql, why] of changes) {
        const copy = scratch.path(`tampered-${version}.db`);
        copyFileSync(path, copy);
        const db = new Database(copy, { readwrite: true });
        db.exec(sql);
        db.close();
        const file = openDatabase(copy);
        expect(file.kind === "foreign" && file.why).toBe(why);
        file.close();
      }
    },
  );
});

test("what landed is what the migrations, indexes and views of this program make: a change of a view is a new version", () => {
  const path = join(import.meta.dir, `../../src/schema/landed/v${schemaVersion}.txt`);
  expect(readFileSync(path, "utf8")).toBe(landedSchema());
});

test("a table of somebody's own under a name that became ours is not taken for ours", () => {
  const copy = scratch.path("own-table.db");
  copyFileSync(join(folder, "v1.db"), copy);
  const db = new Database(copy, { readwrite: true });
  db.exec("CREATE TABLE _error_repeats (mine TEXT)");
  db.close();
  const file = openDatabase(copy);
  expect(file.kind === "foreign" && file.why).toBe("it has a table _error_repeats that is not ours");
  file.close();
});
