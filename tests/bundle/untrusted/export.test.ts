import { describe, expect, test } from "bun:test";
import { closeSync, openSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { ExportFormat, ExportRequest } from "../../../src/bundle/untrusted/protocol.ts";
import { sharedTest } from "../../support/shared.ts";
import { makeRoom } from "./room.ts";

const { database, folder, notes, queries } = makeRoom();

async function exported(sql: string, format: ExportFormat, more: Partial<ExportRequest> = {}): Promise<string> {
  return new Response(queries.exportStream({ file: notes, sql, format, ...more })).text();
}

describe("CSV", () => {
  test("quotes by need, leaves NULL empty, and writes bytes in base64", async () => {
    expect(await exported("SELECT * FROM notes", "csv")).toBe(
      'id,level,text,data,size\n1,INFO,start,,1.0\n2,ERROR,"it ""broke"", twice",AP8=,Inf\n',
    );
  });

  test("ends lines with CRLF and leaves the header out when asked", async () => {
    const wish = { lineEnd: "\r\n", header: "no" } as const;
    expect(await exported("SELECT 1, 9223372036854775807 UNION ALL SELECT 2, NULL", "csv", wish)).toBe(
      "1,9223372036854775807\r\n2,\r\n",
    );
  });

  test("shows each kind of value alike, whether it is stored or computed", async () => {
    const [stored, plain] = ["a, b, c", "a || '' AS a, b, c + 0 AS c"];
    const values = [
      `'', 1, 1.0`,
      `'"', -9223372036854775808, 1e21`,
      `'a' || char(13), NULL, -9e999`,
      `'x' || char(31) || 'y' || char(0) || 'z', '', 0.1`,
      `'é,' || char(128512) || char(10), x'', 5e-324`,
      `'""', 'text', 1e300`,
    ];
    const made = values.map((row) => `INSERT INTO t VALUES (${row})`);
    const file = database("values.db", "CREATE TABLE t(a TEXT, b, c REAL)", ...made);
    const lines =
      ',1,1.0 #"""",-9223372036854775808,1e+21 #"a\r",,-Inf #x\x1fy\0z,,0.1 #"é,😀\n",,5e-324 #"""""",text,1e+300 #';
    for (const columns of [stored, plain]) {
      const text = await exported(`SELECT ${columns}, '#' AS "end" FROM t`, "csv", { file, header: "no" });
      expect(text).toBe(lines.replaceAll(" #", ",#\n"));
    }
  });

  test("gives a row of one empty cell a line that can be seen", async () => {
    expect(await exported("SELECT '' AS a UNION ALL SELECT NULL UNION ALL SELECT '\"'", "csv")).toBe(
      'a\n""\n""\n""""\n',
    );
  });

  test("computes each value once", async () => {
    const sql = `WITH RECURSIVE c(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM c WHERE x < 200)
      SELECT CASE abs(random()) % 3 WHEN 0 THEN 1.0 WHEN 1 THEN x'00' ELSE 'a' END FROM c`;
    const cells = new Set((await exported(sql, "csv", { header: "no" })).trim().split("\n"));
    expect([...cells].sort()).toEqual(["1.0", "AA==", "a"]);
  });

  test("without rows is its header", async () =>
    expect(await exported("SELECT id FROM notes WHERE 0", "csv")).toBe("id\n"));

  sharedTest("Python reads hostile strings back as they were", async (shared) => {
    const strings: string[] = JSON.parse(readFileSync(join(shared, "checks/hostile/strings/blns.json"), "utf8"));
    const list = JSON.stringify([...strings, "a\r\nb", 'q"q', " padded ", "=1+1", "a\0b"]);
    const sql = "SELECT key, CAST(value AS TEXT) AS text, NULL AS blank FROM json_each(:list)";
    const output = join(folder, "strings.csv");
    const fd = openSync(output, "w");
    await queries.exportTo(fd, { file: notes, sql, parameters: { list }, format: "csv" });
    closeSync(fd);
    const program =
      "import csv, json, sys; print(json.dumps([row[1] for row in csv.reader(open(sys.argv[1], newline='', encoding='utf-8'))][1:]))";
    const read = Bun.spawnSync(["python3", "-c", program, output]);
    expect(JSON.parse(read.stdout.toString())).toEqual(JSON.parse(list));
  });
});

describe("JSON", () => {
  test("of plain columns and of expressions are the same", async () => {
    const plain = await exported("SELECT * FROM notes", "ndjson");
    expect(plain).toBe(
      '{"id":1,"level":"INFO","text":"start","data":null,"size":1.0}\n' +
        '{"id":2,"level":"ERROR","text":"it \\"broke\\", twice","data":{"$base64":true,"encoded":"AP8="},"size":9.0e+999}\n',
    );
    const computed =
      "SELECT id + 0 AS id, level || '' AS level, text || '' AS text, substr(data, 1) AS data, size * 1 AS size FROM notes";
    expect(await exported(computed, "ndjson")).toBe(plain);
  });

  test("keeps the order of the statement", async () => {
    const ids = (await exported("SELECT id FROM notes ORDER BY id DESC", "ndjson")).trim().split("\n");
    expect(ids).toEqual(['{"id":2}', '{"id":1}']);
  });

  test("loses no value of columns of one name, and takes no text apart", async () => {
    const sql = "SELECT 1 AS a, 2 AS a, json('{\"b\":1}') AS c";
    expect(await exported(sql, "ndjson")).toBe('{"a":1,"a_2":2,"c":"{\\"b\\":1}"}\n');
    expect(await exported("SELECT id, id FROM notes LIMIT 1 -- the end", "ndjson")).toBe('{"id":1,"id_2":1}\n');
  });

  test("keeps integers beyond 2^53", async () => {
    const file = database("large.db", "CREATE TABLE t(a)", "INSERT INTO t VALUES (9007199254740993)");
    expect(await exported("SELECT a FROM t", "json", { file })).toBe('[{"a":9007199254740993}]\n');
  });

  test("is an array, also of nothing", async () => {
    expect(JSON.parse(await exported("SELECT id FROM notes", "json"))).toEqual([{ id: 1 }, { id: 2 }]);
    expect(await exported("SELECT id FROM notes WHERE 0", "json")).toBe("[]\n");
  });

  test("has a place for 600 columns", async () => {
    const columns = Array.from({ length: 600 }, (_, at) => `c${at}`);
    const file = database(
      "wide.db",
      `CREATE TABLE t(${columns.join(", ")})`,
      `INSERT INTO t VALUES (${columns.map((_, at) => at).join(", ")})`,
    );
    const [row] = JSON.parse(await exported("SELECT * FROM t", "json", { file }));
    expect([Object.keys(row).length, row.c599]).toEqual([600, 599]);
  });
});

describe("what SQLite cannot write itself is written all the same", () => {
  test("the plan of a query", async () => {
    expect(await exported("EXPLAIN QUERY PLAN SELECT * FROM notes", "csv")).toMatch(
      /^id,parent,notused,detail\n\d+,0,\d+,SCAN notes\n$/,
    );
    expect(JSON.parse(await exported("EXPLAIN QUERY PLAN SELECT * FROM notes", "ndjson")).detail).toBe("SCAN notes");
  });

  test("a thousand columns", async () => {
    const columns = Array.from({ length: 1000 }, (_, at) => `${at} AS c${at}`);
    const sql = `SELECT ${columns.join(", ")}`;
    expect((await exported(sql, "csv", { header: "no" })).split(",")).toHaveLength(1000);
    expect(JSON.parse(await exported(sql, "ndjson")).c999).toBe(999);
  });

  test("a database in UTF-16", async () => {
    const file = database(
      "utf16.db",
      "PRAGMA encoding = 'UTF-16le'",
      "CREATE TABLE t(a)",
      "INSERT INTO t VALUES ('é,\"')",
    );
    expect(await exported("SELECT a, a AS b FROM t", "csv", { file })).toBe('a,b\n"é,""","é,"""\n');
    expect(await exported("SELECT a FROM t", "ndjson", { file })).toBe('{"a":"é,\\""}\n');
  });

  test("text that is no UTF-8", async () => {
    const file = database("bytes.db", "CREATE TABLE t(a)", "INSERT INTO t VALUES (CAST(x'61ff62e2' AS TEXT))");
    expect(await exported("SELECT a, 1 AS b FROM t", "csv", { file })).toBe("a,b\na\ufffdb\ufffd,1\n");
    expect(await exported("SELECT a FROM t", "ndjson", { file })).toBe('{"a":"a\ufffdb\ufffd"}\n');
  });
});

describe("a long export", () => {
  const long =
    "WITH RECURSIVE c(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM c WHERE x < 300000) SELECT x, 'some text of the row' AS text FROM c";

  test("has no cap of its own, and one when asked", async () => {
    expect((await exported(long, "csv")).split("\n")).toHaveLength(300_002);
    const fd = openSync(join(folder, "cut.csv"), "w");
    const answer = await queries.exportTo(fd, { file: notes, sql: long, format: "csv", limits: { rows: 10 } });
    closeSync(fd);
    expect([answer.rows, answer.end, answer.cut]).toEqual([10, "cut", { why: "rows", at: 10 }]);
    expect(readFileSync(join(folder, "cut.csv"), "utf8").split("\n")).toHaveLength(12);
  });

  test("ends quietly when its reader leaves", async () => {
    const program = `
      import { QueryPool } from "${import.meta.dir}/../../../src/bundle/untrusted/pool.ts";
      const pool = new QueryPool();
      const answer = await pool.exportTo(1, { file: ${JSON.stringify(notes)}, sql: ${JSON.stringify(long)}, format: "csv" });
      await pool.close();
      console.error(answer.end);
    `;
    await Bun.write(join(folder, "export.ts"), program);
    const ran = Bun.spawnSync(["sh", "-c", `"${process.execPath}" "${join(folder, "export.ts")}" | head -n 2`]);
    expect([ran.stdout.toString(), ran.stderr.toString().trim()]).toEqual([
      "x,text\n1,some text of the row\n",
      "reader left",
    ]);
  });

  test("stops when its stream is cancelled", async () => {
    const stream = queries.exportStream({ file: notes, sql: long, format: "ndjson" });
    const reader = stream.getReader();
    expect((await reader.read()).done).toBe(false);
    await reader.cancel();
    expect((await queries.run({ file: notes, sql: "SELECT 1" })).rows).toEqual([[1]]);
  });

  test("errors its stream when the statement is wrong", async () => {
    await expect(exported("DELETE FROM notes", "csv")).rejects.toMatchObject({ kind: "refused" });
  });
});
