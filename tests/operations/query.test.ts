import { Database } from "bun:sqlite";
import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { copyFileSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { BundleCorruptError, BundleError, UsageError } from "../../src/base/errors.ts";
import { query, sqlFrom } from "../../src/operations/query.ts";
import { missingParameter, sqlParameters } from "../../src/operations/sql-parameters.ts";
import { Scratch } from "../support/bundles.ts";
import { folderState } from "../support/folder-state.ts";
import { writeLog } from "../support/log-files.ts";

const scratch = new Scratch();
let bundle = "";

beforeAll(async () => {
  writeLog(scratch.path("run/session.log"), 500);
  const { output } = await scratch.create([scratch.path("run")]);
  mkdirSync(scratch.path("alone"));
  bundle = scratch.path("alone/a.db");
  copyFileSync(output, bundle);
});

afterAll(() => scratch.remove());

function ask(sql: string, given: readonly string[] = [], file = bundle) {
  return query({ bundle: file, sql, parameters: sqlParameters(given), timeMs: 10_000, rows: 100 });
}

describe("a question", () => {
  test("is answered, and the bundle is not touched", async () => {
    const before = folderState(dirname(bundle));
    const { columns, rows } = await ask("SELECT level, count(*) AS n FROM logs GROUP BY level");
    expect({ columns, rows }).toEqual({ columns: ["level", "n"], rows: [["INFO", 500]] });
    expect(folderState(dirname(bundle))).toEqual(before);
  });

  test("takes named and numbered values", async () => {
    const one = await ask("SELECT message FROM logs WHERE source_line = :line AND level = @level", [
      "line=7",
      "level=INFO",
    ]);
    expect(one.rows).toEqual([["line 7"]]);
    const two = await ask("SELECT ?, ?2, typeof(?), typeof(?4)", ["1=a", "2=9007199254740993", "3=1.5", "4=007"]);
    expect(two.rows).toEqual([["a", 9007199254740993n, "real", "text"]]);
  });

  test("of too many rows is cut and says so", async () => {
    const { rows, cut } = await ask("SELECT id FROM logs");
    expect(rows).toHaveLength(100);
    expect(cut).toEqual({ why: "rows", at: 100 });
  });

  test("that never ends is stopped", async () => {
    const endless = "WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n) SELECT count(*) FROM n";
    const asked = query({ bundle, sql: endless, parameters: [], timeMs: 200, rows: 1 });
    await expect(asked).rejects.toThrow(/time|second|stopped/i);
  });
});

describe("a mistake is answered with what there is:", () => {
  test.each([
    [
      "SELECT levl FROM logs",
      /^Cannot run the query: no such column: levl\. Did you mean level\? logs has id, .*, level, severity,/,
    ],
    ["SELECT l.levl FROM logs AS l", /Did you mean level\?/],
    ["SELECT 1 FROM log", /no such table: log\. Did you mean logs\?/],
    ["SELECT 1 FROM elephants", /There is .*bundle_meta/],
    ["SELECT item_count FROM logs", /slice_snapshots has item_count\./],
    ["SELECT coutn(*) FROM logs", /no such function: coutn\. Did you mean count\?/],
    ["DELETE FROM _logs", /Only statements that read are run/],
    ["SELECT 1; SELECT 2", /Only one statement/],
    ["SELECT 1 FORM logs", /^Cannot run the query: near "logs": syntax error/],
    ["ATTACH '/etc/passwd' AS p", /Only statements that read are run/],
    ["SELECT :b", /^The parameter :b has no value\. Give it with -p b=VALUE\.$/],
    ["SELECT ? , ?", /^The parameter 1 \("\?"\) has no value\. Give it with -p 1=VALUE\.$/],
  ])("%s", async (sql, message) => {
    await expect(ask(sql)).rejects.toThrow(message);
  });
});

describe("parameters", () => {
  test("in strings, names and comments are none", () => {
    const sql = `SELECT ':a', "b:c", [d:e], \`f:g\`, 12::h -- :i ?
      /* :j ? */ FROM t WHERE x = 'it''s :k'`;
    expect(missingParameter(sql.replace("12::h", "12"), [])).toBeNull();
  });

  test("without a name are refused", () => {
    expect(() => sqlParameters(["=x"])).toThrow(UsageError);
    expect(() => sqlParameters(["x"])).toThrow('--param cannot be "x"');
  });

  test("are numbers only where the text is how SQLite writes the number", () => {
    expect(sqlParameters(["a=5", "b=05", "c=-3", "d=1.5", "e=1.50", "f=1e3", "g=", "h=a=b"])).toEqual({
      a: 5n,
      b: "05",
      c: -3n,
      d: 1.5,
      e: "1.50",
      f: "1e3",
      g: "",
      h: "a=b",
    });
  });
});

describe("another program's database", () => {
  const path = scratch.path("other.db");
  beforeAll(() => {
    const db = new Database(path);
    db.exec('CREATE TABLE t (a); INSERT INTO t VALUES (42); CREATE TABLE "odd ""name" (x)');
    db.close();
  });

  test("may be asked", async () => {
    expect((await ask("SELECT a FROM t", [], path)).rows).toEqual([[42]]);
  });

  test("is named as such when a bundle's table is missed", async () => {
    await expect(ask("SELECT * FROM logs", [], path)).rejects.toThrow(BundleError);
    await expect(ask("SELECT * FROM logs", [], path)).rejects.toThrow(
      /is a SQLite file but not a bundle: .* There is odd "name, t\./,
    );
  });
});

test("a bundle with a damaged page says so instead of showing rows", async () => {
  const path = scratch.path("damaged.db");
  const bytes = readFileSync(bundle);
  const db = new Database(bundle, { readonly: true });
  const root = db.query<{ rootpage: number }, []>("SELECT rootpage FROM sqlite_schema WHERE name = '_logs'").get();
  const size = db.query<{ page_size: number }, []>("PRAGMA page_size").get()!.page_size;
  db.close();
  bytes.fill(0xff, (root!.rootpage - 1) * size, root!.rootpage * size);
  writeFileSync(path, bytes);
  await expect(ask("SELECT message FROM logs WHERE id > 0", [], path)).rejects.toThrow(BundleCorruptError);
});

describe("on the command line", () => {
  const main = resolve(import.meta.dir, "../../src/main.ts");

  function run(words: readonly string[], input = "") {
    const { stdout, stderr, exitCode } = Bun.spawnSync([process.execPath, main, ...words], {
      stdin: Buffer.from(input),
    });
    return { out: stdout.toString(), err: stderr.toString(), exitCode };
  }

  test.each([
    ["json", '[{"n":1,"t":"a,b\\u001b","big":9007199254740993}]\n'],
    ["ndjson", '{"n":1,"t":"a,b\\u001b","big":9007199254740993}\n'],
    ["csv", 'n,t,big\n1,"a,b\u001b",9007199254740993\n'],
    ["markdown", "| n | t | big |\n| ---: | --- | ---: |\n| 1 | a,b\\\\x1b | 9007199254740993 |\n"],
    ["table", "n  t        big             \n"],
  ])("rows are printed as %s", (format, wanted) => {
    const sql = "SELECT 1 AS n, 'a,b' || char(27) AS t, 9007199254740993 AS big";
    const { out, exitCode } = run(["query", bundle, sql, "--format", format]);
    expect(exitCode).toBe(0);
    if (format === "table") expect(out).toContain("a,b\\x1b");
    else expect(out).toBe(wanted);
  });

  test("SQL comes from a file or from standard input", async () => {
    writeFileSync(scratch.path("q.sql"), "SELECT count(*) AS n FROM logs");
    expect(await sqlFrom(scratch.path("q.sql"))).toBe("SELECT count(*) AS n FROM logs");
    expect(run(["query", bundle, "-f", scratch.path("q.sql"), "--json"]).out).toBe('[{"n":500}]\n');
    expect(run(["query", bundle, "-f", "-", "--json"], "SELECT 7 AS n").out).toBe('[{"n":7}]\n');
    expect(run(["query", bundle, "-", "--json"], "SELECT 8 AS n").out).toBe('[{"n":8}]\n');
  });

  test("a cut table says so on standard error", () => {
    const { out, err, exitCode } = run(["query", bundle, "SELECT id FROM logs", "--max-rows", "3"]);
    expect(out.trim().split("\n")).toHaveLength(5);
    expect(err).toStartWith("Only the first 3 rows are shown.");
    expect(exitCode).toBe(0);
  });

  test.each([
    [["query", join(import.meta.dir, "none.db"), "SELECT 1"], 1],
    [["query", import.meta.path, "SELECT 1"], 3],
    [["query", "BUNDLE"], 2],
    [["query", "BUNDLE", "SELECT 1", "-f", "x"], 2],
    [["query", "BUNDLE", "SELEC 1"], 1],
  ])("%p ends with exit code %d, one line and no stack", (words, code) => {
    const { out, err, exitCode } = run(words.map((word) => (word === "BUNDLE" ? bundle : word)));
    expect({ out, exitCode }).toEqual({ out: "", exitCode: code });
    expect(err).toMatch(/^dbundle: [^\n]+\n$/);
  });
});
