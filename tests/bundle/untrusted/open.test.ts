import { Database } from "bun:sqlite";
import { describe, expect, test } from "bun:test";
import { appendFileSync, copyFileSync, mkdirSync, readdirSync, readFileSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openPlan } from "../../../src/bundle/untrusted/open-plan.ts";
import { QueryPool } from "../../../src/bundle/untrusted/pool.ts";
import { makeRoom, snapshot } from "./room.ts";

const { folder, queries } = makeRoom();
const sqlite = Buffer.from("SQLite format 3\0");
const hot = Buffer.from("d9d505f920a163d7", "hex");

describe("the plan for a file", () => {
  const whole = { head: sqlite, size: 8192, walSize: null, journalHead: null, journalTail: null };
  for (const [name, facts, how] of [
    ["a database alone is opened in place", whole, "in place"],
    ["an empty -wal changes nothing", { ...whole, walSize: 0 }, "in place"],
    ["a journal that was emptied or zeroed changes nothing", { ...whole, journalHead: Buffer.alloc(8) }, "in place"],
    ["a -wal with pages is copied", { ...whole, walSize: 32 }, "copy"],
    ["a hot journal is copied", { ...whole, journalHead: hot }, "copy"],
    [
      "an empty file whose rows are all in the -wal is copied",
      { ...whole, head: Buffer.alloc(0), size: 0, walSize: 4152 },
      "copy",
    ],
    ["an empty file is refused", { ...whole, head: Buffer.alloc(0), size: 0 }, "refuse"],
    ["another format is refused", { ...whole, head: Buffer.from("PK\x03\x04".padEnd(100)) }, "refuse"],
  ] as const) {
    test(name, () => expect(openPlan(facts).how).toBe(how));
  }
});

test("the rows of a live store are read from its -wal, and nothing beside it changes", async () => {
  const live = join(folder, "live");
  mkdirSync(live);
  const store = new Database(join(live, "store.db"), { create: true });
  store.run("PRAGMA journal_mode = WAL");
  store.run("CREATE TABLE t(a)");
  store.run("INSERT INTO t VALUES (1)");
  const before = snapshot(live);
  const read = async () => (await queries.run({ file: join(live, "store.db"), sql: "SELECT sum(a) FROM t" })).rows;
  expect(await read()).toEqual([[1]]);
  expect(snapshot(live)).toEqual(before);
  store.run("INSERT INTO t VALUES (2)");
  expect(await read()).toEqual([[3]]);
  store.close();
});

test("a transaction that never ended is rolled back in the copy alone", async () => {
  const dead = join(folder, "dead");
  mkdirSync(dead);
  const store = new Database(join(dead, "writing.db"), { create: true });
  store.run("CREATE TABLE t(a, b)");
  store.run("INSERT INTO t VALUES (1, '')");
  store.run("PRAGMA cache_size = 1");
  store.run("BEGIN");
  store.run(
    "WITH RECURSIVE c(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM c WHERE x < 500) INSERT INTO t SELECT x, hex(zeroblob(500)) FROM c",
  );
  for (const suffix of ["", "-journal"])
    copyFileSync(join(dead, `writing.db${suffix}`), join(dead, `killed.db${suffix}`));
  store.run("ROLLBACK");
  store.close();
  expect(statSync(join(dead, "killed.db-journal")).size).toBeGreaterThan(0);
  const before = snapshot(dead);
  expect((await queries.run({ file: join(dead, "killed.db"), sql: "SELECT count(*) FROM t" })).rows).toEqual([[1]]);
  expect(snapshot(dead)).toEqual(before);
});

test("a journal cannot name another file for SQLite to delete", async () => {
  const victim = join(folder, "victim.txt");
  await Bun.write(victim, "still here");
  for (const suffix of ["", "-journal"])
    copyFileSync(join(folder, "dead", `killed.db${suffix}`), join(folder, `naming.db${suffix}`));
  appendFileSync(join(folder, "naming.db-journal"), superJournalRecord(victim));
  await expect(queries.run({ file: join(folder, "naming.db"), sql: "SELECT 1" })).rejects.toMatchObject({
    kind: "file",
  });
  expect(readFileSync(victim, "utf8")).toBe("still here");
});

/** The end of a journal that is part of a transaction over several files: https://sqlite.org/fileformat2.html#the_rollback_journal */
function superJournalRecord(name: string): Buffer {
  const text = Buffer.from(name);
  const numbers = Buffer.alloc(8);
  numbers.writeUInt32BE(text.length, 0);
  numbers.writeUInt32BE(
    text.reduce((sum, byte) => sum + byte, 0),
    4,
  );
  return Buffer.concat([Buffer.from([0, 4, 0, 1]), text, numbers, hot]);
}

test("the private copies are gone when the pool is closed", async () => {
  const copies = () => readdirSync(tmpdir()).filter((name) => name.startsWith("dbundle-query-"));
  const known = new Set(copies());
  const short = new QueryPool();
  await short.run({ file: join(folder, "dead", "killed.db"), sql: "SELECT 1" });
  expect(copies().filter((name) => !known.has(name))).toHaveLength(1);
  await short.close();
  expect(copies().filter((name) => !known.has(name))).toEqual([]);
});

test("many live stores that are asked at one moment answer for themselves, out of one folder", async () => {
  const copies = () => readdirSync(tmpdir()).filter((name) => name.startsWith("dbundle-query-"));
  const known = new Set(copies());
  const stores = Array.from({ length: 6 }, (_, n) => {
    const file = join(folder, `store-${n}.db`);
    const store = new Database(file, { create: true });
    store.run("PRAGMA journal_mode = WAL");
    store.run("CREATE TABLE t(a)");
    store.run("INSERT INTO t VALUES (?)", [n]);
    return { file, store };
  });
  const pool = new QueryPool();
  const answers = await Promise.all(stores.map(({ file }) => pool.run({ file, sql: "SELECT a FROM t" })));
  expect(answers.map(({ rows }) => rows)).toEqual([[[0]], [[1]], [[2]], [[3]], [[4]], [[5]]]);
  expect(copies().filter((name) => !known.has(name))).toHaveLength(1);
  await pool.close();
  for (const { store } of stores) store.close();
});

test("a name with %, ?, # and blanks is a name", async () => {
  const file = join(folder, "50% of a?b#c d.db");
  copyFileSync(join(folder, "notes.db"), file);
  expect((await queries.run({ file, sql: "SELECT count(*) FROM notes" })).rows).toEqual([[2]]);
});
