// Law 2: each record becomes a row or an issue.

import { Database } from "bun:sqlite";
import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { factColumns } from "../../src/schema/rows.ts";
import { Scratch } from "../support/bundles.ts";
import { copyEach } from "../support/law-artifacts.ts";

const scratch = new Scratch();
let db: Database;

beforeAll(async () => {
  copyEach(scratch.path("artifacts"), () => "artifact");
  const { output } = await scratch.create([scratch.path("artifacts")], { all: true });
  db = new Database(output, { readonly: true });
});
afterAll(() => {
  db.close();
  scratch.remove();
});

/** Where a fact or an issue says that it comes from: of a source, or of a table or member inside. */
const told = [...Object.keys(factColumns), "issues"]
  .map((table) => `SELECT source_id, source_member, source_line FROM _${table}`)
  .join(" UNION ");

interface Source {
  readonly source_id: number;
  readonly path: string;
}

function sourcesOf(importer: string): Source[] {
  const sql = "SELECT source_id, path FROM sources WHERE importer = ? ORDER BY source_id";
  return db.query<Source, [string]>(sql).all(importer);
}

function linesTold(sourceId: number): ReadonlySet<number> {
  const sql = `SELECT DISTINCT source_line AS line FROM (${told}) WHERE source_id = ? AND source_line IS NOT NULL`;
  return new Set(
    db
      .query<{ line: number }, [number]>(sql)
      .all(sourceId)
      .map(({ line }) => line),
  );
}

describe("each line that is not blank is a row or an issue of", () => {
  const importers = [
    "wink-log",
    "wink-session",
    "overstory-ndjson-log",
    "overstory-stdout-log",
    "pinocchio-sem-frames",
    "pinocchio-debug-events",
    "pinocchio-run-logs",
  ];
  test.each(importers)("%s", (importer) => {
    const sources = sourcesOf(importer);
    expect(sources.length).toBeGreaterThan(0);
    const silent = sources.flatMap(({ source_id, path }) => {
      const lines = linesTold(source_id);
      return textOf(path)
        .split("\n")
        .flatMap((text, at) => (text.trim() === "" || lines.has(at + 1) ? [] : [`${path}:${at + 1} ${text}`]));
    });
    expect(silent).toEqual([]);
  });
});

test("each row of each table of a store is a row or an issue", () => {
  const stores = db
    .query<Source, []>("SELECT source_id, path FROM sources WHERE importer LIKE '%-store' ORDER BY source_id")
    .all();
  expect(stores.length).toBeGreaterThan(5);
  const tables = stores.flatMap(({ source_id, path }) => {
    const said = membersTold(source_id);
    return tablesOf(path).map((table) => ({ ...table, said: said.get(table.name) ?? 0 }));
  });
  expect(tables.filter(({ rows }) => rows > 0).length).toBeGreaterThan(stores.length);
  expect(tables.filter(({ rows, said }) => said < rows)).toEqual([]);
});

test("what nobody claims is an opaque source with all its bytes, and an issue says so", async () => {
  const path = scratch.path("nobody.bin");
  const known = scratch.path("known.log");
  writeFileSync(path, new Uint8Array([0, 1, 2, 253, 254, 255]));
  const time = "2026-03-01T10:00:00.000000+00:00";
  writeFileSync(known, `{"timestamp":"${time}","level":"INFO","logger":"l","event":"e","message":"m","context":{}}\n`);
  const { output } = await scratch.create([path, known]);
  const bundle = new Database(output, { readonly: true });
  try {
    const sql = "SELECT importer, status, size_bytes FROM sources WHERE path LIKE '%nobody.bin'";
    expect(bundle.query(sql).all()).toEqual([{ importer: "opaque", status: "opaque", size_bytes: 6 }]);
    const issues = "SELECT count(*) AS n FROM import_issues WHERE path LIKE '%nobody.bin'";
    expect(bundle.query(issues).get()).toEqual({ n: 1 });
  } finally {
    bundle.close();
  }
});

/** As it lies on the disk: of packed ones the unpacked member. */
function textOf(path: string): string {
  const packed = path.indexOf("!/");
  if (packed < 0) return readFileSync(onDisk(path), "utf8");
  return new TextDecoder().decode(Bun.gunzipSync(readFileSync(onDisk(path.slice(0, packed)))));
}

function onDisk(path: string): string {
  return join(scratch.folder, path.startsWith("artifacts/") ? path : `artifacts/${path}`);
}

function membersTold(sourceId: number): ReadonlyMap<string, number> {
  const sql = `SELECT source_member AS name, count(DISTINCT source_line) AS n FROM (${told}) WHERE source_id = ? AND source_member IS NOT NULL GROUP BY 1`;
  const rows = db.query<{ name: string; n: number }, [number]>(sql).all(sourceId);
  return new Map(rows.map(({ name, n }) => [name, n]));
}

function tablesOf(path: string): { path: string; name: string; rows: number }[] {
  const copy = new Scratch();
  for (const suffix of ["", "-wal", "-journal"]) {
    const file = Bun.spawnSync(["cp", onDisk(path) + suffix, `${copy.path("store.db")}${suffix}`]);
    expect(suffix !== "" || file.exitCode === 0).toBeTrue();
  }
  const store = new Database(copy.path("store.db"));
  try {
    const names = store
      .query<{ name: string }, []>(
        "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\'",
      )
      .all();
    return names.map(({ name }) => ({
      path,
      name,
      rows: store.query<{ n: number }, []>(`SELECT count(*) AS n FROM "${name}"`).get()?.n ?? -1,
    }));
  } finally {
    store.close();
    copy.remove();
  }
}
