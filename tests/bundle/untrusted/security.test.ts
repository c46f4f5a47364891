import { describe, expect, test } from "bun:test";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { allowedFunctions } from "../../../src/bundle/untrusted/authorizer.ts";
import { endless, makeRoom, snapshot } from "./room.ts";

const { database, folder, notes, outcome, queries } = makeRoom();
const probe = join(folder, "probe.db");

describe("what a stranger's SQL cannot do", () => {
  for (const sql of [
    `ATTACH '${probe}' AS x`,
    "ATTACH ':memory:' AS x",
    "DETACH main",
    `VACUUM INTO '${probe}'`,
    "DELETE FROM notes",
    "WITH a AS (SELECT 1) DELETE FROM notes",
    "WITH a AS (SELECT 1) INSERT INTO notes(text) SELECT 1 FROM a",
    "EXPLAIN DELETE FROM notes",
    `EXPLAIN ATTACH '${probe}' AS x`,
    "EXPLAIN PRAGMA query_only = 0",
    "EXPLAIN CREATE TEMP TABLE t(a)",
    "PRAGMA writable_schema = 1",
    "PRAGMA hard_heap_limit = 0",
    "BEGIN",
    "SELECT load_extension('x.so')",
    "SELECT fts3_tokenizer('simple', x'4141414142424242')",
    "SELECT file FROM pragma_database_list",
    "SELECT * FROM pragma_compile_options",
    "SELECT * FROM pragma_journal_mode",
    "SELECT 1; SELECT 2",
  ]) {
    test(`is refused: ${sql.replace(folder, "…")}`, async () => expect(await outcome({ sql })).toBe("refused"));
  }

  for (const call of [
    `writefile('${probe}', 'x')`,
    "readfile('/etc/passwd')",
    "edit('x')",
    "fsdir('/')",
    "zipfile('a', 'b')",
  ]) {
    test(`is unknown: ${call.replace(folder, "…")}`, async () =>
      expect(await outcome({ sql: `SELECT ${call}` })).toBe("sql"));
  }

  test("nothing of it left a file", () => expect(existsSync(probe)).toBe(false));

  test("every function of this SQLite is allowed or refused on purpose", () => {
    const refused = [
      "fts3_tokenizer",
      "fts5",
      "geopoly_debug",
      "load_extension",
      "optimize",
      "rtreecheck",
      "sqlite_log",
    ];
    const known = new DatabaseSync(":memory:").prepare("SELECT DISTINCT name FROM pragma_function_list").all();
    const names = known.map((row) => String(row.name));
    expect(names.filter((name) => !allowedFunctions.has(name)).toSorted()).toEqual(
      refused.filter((name) => names.includes(name)),
    );
  });

  test("the file and its folder stay as they were", async () => {
    const before = [snapshot(folder), readFileSync(notes)];
    await queries.run({ file: notes, sql: "SELECT * FROM notes ORDER BY text" });
    expect([snapshot(folder), readFileSync(notes)]).toEqual(before);
  });
});

describe("what costs too much", () => {
  const limits = { timeMs: 600 };

  test("a query that never ends is stopped at its time", async () => {
    const begun = performance.now();
    expect(await outcome({ sql: endless, limits })).toBe("timeout");
    expect(performance.now() - begun).toBeLessThan(3_000);
  });

  test("a view of the file that never ends is stopped, too", async () => {
    const file = database("hostile.db", `CREATE VIEW logs AS ${endless}`);
    await expect(queries.run({ file, sql: "SELECT * FROM logs", limits })).rejects.toMatchObject({ kind: "timeout" });
  });

  test("a view cannot call what its reader may not", async () => {
    const file = database("hostile-call.db", "CREATE VIEW logs AS SELECT load_extension('x.so')");
    await expect(queries.run({ file, sql: "SELECT * FROM logs" })).rejects.toMatchObject({ kind: "refused" });
  });

  test("a statement that takes for ever to prepare is stopped", async () => {
    const names = [..."bcdefghijkl"];
    const ctes = names.map(
      (name, at) =>
        `${name} AS (SELECT x.* FROM ${at === 0 ? "a" : names[at - 1]} x, ${at === 0 ? "a" : names[at - 1]} y)`,
    );
    const sql = `WITH a AS (SELECT 1 UNION ALL SELECT 2), ${ctes.join(", ")} SELECT count(*) FROM l`;
    expect(["timeout", "sql", "memory"]).toContain(String(await outcome({ sql, limits })));
  });

  for (const sql of [
    "SELECT randomblob(1000000000)",
    "SELECT printf('%.*c', 900000000, 'x')",
    "WITH RECURSIVE c(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM c WHERE x < 2000) SELECT group_concat(hex(zeroblob(100000))) FROM c",
    `SELECT ${Array.from({ length: 20 }, () => "randomblob(90000000)").join(", ")}`,
    "WITH RECURSIVE c(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM c WHERE x < 2000) SELECT json_group_array(hex(randomblob(50000))) FROM c",
  ]) {
    test(`a memory bomb is stopped: ${sql.slice(0, 70)}`, async () => {
      expect(await outcome({ sql, limits: { timeMs: 10_000 } })).toBe("memory");
    });
  }

  test("a query after all that is answered", async () => {
    expect(await outcome({ sql: "SELECT 41 + 1" })).toEqual([[42]]);
  });
});
