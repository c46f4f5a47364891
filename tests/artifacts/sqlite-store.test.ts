import { Database } from "bun:sqlite";
import { expect, test } from "bun:test";
import { copyFileSync, existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { defaultLimits } from "../../src/artifacts/limits.ts";
import type { OpenedArtifact } from "../../src/artifacts/open.ts";
import { folderOf, lookAt, optionsOf, stateOf } from "../support/opening.ts";
import { rawZip } from "../support/raw-zip.ts";

function storeIn(folder: string, ...sql: string[]): void {
  const database = new Database(join(folder, "x.db"));
  for (const statement of sql) database.exec(statement);
  database.close();
}

/** The files of a store whose rows are in its -wal, as a live writer leaves them. */
function liveStore(): { folder: string; release: () => void } {
  const folder = folderOf();
  const writer = new Database(join(folder, "x.db"));
  writer.exec(
    "PRAGMA journal_mode = WAL; PRAGMA wal_autocheckpoint = 0; CREATE TABLE t (a); INSERT INTO t VALUES (1), (2)",
  );
  return { folder, release: () => writer.close() };
}

async function theStore<T>(
  folder: string,
  look: (artifact: OpenedArtifact) => T | Promise<T>,
  options = optionsOf(),
): Promise<T> {
  const seen: T[] = [];
  const problems = await lookAt([folder], async (artifact) => seen.push(await look(artifact)), options);
  expect(problems).toEqual([]);
  expect(seen).toHaveLength(1);
  return seen[0]!;
}

const rowsOf = ({ store }: OpenedArtifact, table: string) => [...store!.rows(table)].map((row) => Object.values(row));
const codesOf = ({ store, openProblems }: OpenedArtifact) =>
  [...openProblems, ...(store?.problems ?? [])].map(({ code }) => code);

test("a live store is read with its -wal, and its folder stays as it was", async () => {
  const { folder, release } = liveStore();
  const before = stateOf(folder);
  expect(before.map((line) => line.split(" ")[0])).toEqual(["x.db", "x.db-shm", "x.db-wal"]);
  const options = optionsOf();
  await theStore(
    folder,
    async (artifact) => {
      expect(rowsOf(artifact, "t")).toEqual([[1n], [2n]]);
      const stored: Buffer[][] = [[], []];
      artifact.tap(({ part, bytes }) => stored[part]!.push(Buffer.from(bytes)));
      await artifact.drain();
      expect(artifact.parts.map(({ suffix }) => suffix)).toEqual(["", "-wal"]);
      for (const [part, suffix] of ["", "-wal"].entries()) {
        expect(Buffer.concat(stored[part]!).equals(readFileSync(join(folder, `x.db${suffix}`)))).toBe(true);
      }
      expect(await artifact.quickKey()).toBe(artifact.digest().sourceKey);
      expect(artifact.digest().sourceKey).not.toBe(artifact.digest().sha256);
    },
    options,
  );
  expect(stateOf(folder)).toEqual(before);
  expect(stateOf(options.temporaryFolder())).toEqual([]);
  release();
});

test("a store whose -wal is missing says so instead of being empty", async () => {
  const { folder, release } = liveStore();
  const alone = folderOf();
  copyFileSync(join(folder, "x.db"), join(alone, "x.db"));
  release();
  const before = stateOf(alone);
  expect(await theStore(alone, codesOf)).toEqual(["sqlite.missing-wal"]);
  expect(stateOf(alone)).toEqual(before);
});

test("a hot journal is rolled back in the copy only", async () => {
  const folder = folderOf();
  storeIn(folder, "CREATE TABLE t (a)", "INSERT INTO t VALUES (1)");
  const before = readFileSync(join(folder, "x.db"));
  const writer = new Database(join(folder, "x.db"));
  writer.exec("PRAGMA cache_size = 1; PRAGMA cache_spill = 1; BEGIN; UPDATE t SET a = 2");
  for (let i = 0; i < 200; i++) writer.exec("INSERT INTO t VALUES (zeroblob(4000))");
  const torn = folderOf({
    "x.db": readFileSync(join(folder, "x.db")),
    "x.db-journal": readFileSync(join(folder, "x.db-journal")),
  });
  writer.exec("ROLLBACK");
  writer.close();
  expect(readFileSync(join(torn, "x.db")).equals(before)).toBe(false);
  const state = stateOf(torn);
  expect(await theStore(torn, (artifact) => rowsOf(artifact, "t"))).toEqual([[1n]]);
  expect(stateOf(torn)).toEqual(state);
});

test("a journal that names another file touches it not", async () => {
  const folder = folderOf({ "victim.txt": "keep me" });
  storeIn(folder, "CREATE TABLE t (a)", "INSERT INTO t VALUES (1)");
  const name = Buffer.from(join(folder, "victim.txt"));
  const end = Buffer.alloc(16);
  end.writeUInt32BE(name.length, 0);
  end.writeUInt32BE(
    name.reduce((sum, byte) => sum + byte, 0),
    4,
  );
  Buffer.from([0xd9, 0xd5, 0x05, 0xf9, 0x20, 0xa1, 0x63, 0xd7]).copy(end, 8);
  writeFileSync(join(folder, "x.db-journal"), Buffer.concat([Buffer.alloc(512, 1), name, end]));
  const problems = await lookAt([join(folder, "x.db")], (artifact) => {
    expect(codesOf(artifact)).toEqual(["sqlite.super-journal"]);
    expect(rowsOf(artifact, "t")).toEqual([[1n]]);
  });
  expect(problems).toEqual([]);
  expect(existsSync(join(folder, "victim.txt"))).toBe(true);
});

test("values come exactly: big integers, text that is no UTF-8, blobs, NULL", async () => {
  const folder = folderOf();
  const text = "('é', CAST(x'61ff' AS TEXT), 'a\ufffd')";
  storeIn(folder, "CREATE TABLE t (a, b, c)", `INSERT INTO t VALUES (9007199254740993, x'00', NULL), ${text}`);
  storeIn(
    folder,
    "CREATE TABLE w (k TEXT PRIMARY KEY, v) WITHOUT ROWID",
    "INSERT INTO w VALUES ('b', CAST(x'ff' AS TEXT)), ('a', 1.5)",
  );
  await theStore(folder, (artifact) => {
    expect(rowsOf(artifact, "t")).toEqual([
      [9007199254740993n, new Uint8Array([0]), null],
      ["é", new Uint8Array([0x61, 0xff]), "a\ufffd"],
    ]);
    expect(rowsOf(artifact, "w")).toEqual([
      ["a", 1.5],
      ["b", new Uint8Array([0xff])],
    ]);
    expect(artifact.store!.tables.map(({ name, primaryKey }) => [name, primaryKey])).toEqual([
      ["t", []],
      ["w", ["k"]],
    ]);
  });
});

test("odd names of tables and columns are only names", async () => {
  const folder = folderOf();
  storeIn(
    folder,
    `CREATE TABLE "a""; DROP TABLE t; --" ("rowid", "__proto__", "x]y")`,
    `INSERT INTO "a""; DROP TABLE t; --" VALUES (3, 2, 1)`,
  );
  await theStore(folder, ({ store }) => {
    const [row] = [...store!.rows('a"; DROP TABLE t; --')];
    expect(Object.entries(row!)).toEqual([
      ["rowid", 3n],
      ["__proto__", 2n],
      ["x]y", 1n],
    ]);
  });
});

test("nothing of a store's schema runs: virtual tables and computed columns are named, views are not tables", async () => {
  const folder = folderOf();
  storeIn(
    folder,
    "CREATE TABLE t (a, b AS (a + 1))",
    "CREATE VIRTUAL TABLE f USING fts5(x)",
    "CREATE VIEW v AS SELECT 1",
    "INSERT INTO t (a) VALUES (1)",
  );
  await theStore(folder, (artifact) => {
    expect(artifact.store!.tables.map(({ name, columns }) => [name, columns])).toEqual([["t", ["a"]]]);
    expect(new Set(codesOf(artifact))).toEqual(
      new Set(["sqlite.computed-column", "sqlite.virtual-table", "sqlite.shadow-table"]),
    );
    expect(() => [...artifact.store!.rows("v")]).toThrow('no ordinary table "v"');
  });
});

test("a cell beyond the limit is named, and the rows around it are read", async () => {
  const folder = folderOf();
  storeIn(folder, "CREATE TABLE t (a)", "INSERT INTO t VALUES (1), (zeroblob(200000)), (3)");
  const options = optionsOf({ limits: { ...defaultLimits, entryBytes: 100_000 } });
  await theStore(
    folder,
    (artifact) => {
      expect(rowsOf(artifact, "t")).toEqual([[1n], [3n]]);
      expect(codesOf(artifact)).toEqual(["sqlite.cell-too-large"]);
      expect(artifact.store!.problems[0]!.message).toStartWith('Row 2 of the table "t" was left out');
    },
    options,
  );
});

test("a damaged store has no tables, keeps its bytes, and says why", async () => {
  const folder = folderOf({ "x.db": Buffer.concat([Buffer.from("SQLite format 3\0"), Buffer.alloc(5000, 7)]) });
  await theStore(folder, async (artifact) => {
    expect(artifact.store).toBeNull();
    expect(codesOf(artifact)).toEqual(["sqlite.damaged"]);
    await artifact.drain();
    expect(artifact.digest().sizeBytes).toBe(5016);
  });
});

test("a side file without its store is an ordinary file, and an empty one does not rename the store", async () => {
  const folder = folderOf({ "y.db-wal": "orphan", "x.db-wal": "" });
  storeIn(folder, "CREATE TABLE t (a)");
  writeFileSync(join(folder, "x.db-wal"), "");
  const paths: unknown[] = [];
  await lookAt([folder], ({ path, parts }) => paths.push([path.split("/").at(-1), parts.length]));
  expect(paths).toEqual([
    ["x.db", 1],
    ["y.db-wal", 1],
  ]);
});

test("files of a store that are all named by themselves are one artifact", async () => {
  const { folder, release } = liveStore();
  const paths: string[] = [];
  await lookAt(
    ["-wal", "-shm", ""].map((suffix) => join(folder, `x.db${suffix}`)),
    ({ path }) => paths.push(path),
  );
  expect(paths).toEqual(["x.db"]);
  release();
});

test("a live store in an archive is read with the -wal beside it", async () => {
  const { folder, release } = liveStore();
  const file = (name: string) => ({ name, content: readFileSync(join(folder, name)) });
  const packed = folderOf({ "run.zip": rawZip([file("x.db-wal"), file("x.db-shm"), file("x.db")]) });
  release();
  const seen: unknown[] = [];
  await lookAt([packed], async (container) => {
    for await (const found of container.members()) {
      if (found.kind === "artifact") seen.push([found.artifact.entryIndex, rowsOf(found.artifact, "t")]);
      else seen.push(found);
    }
  });
  expect(seen).toEqual([[2, [[1n], [2n]]]]);
});
