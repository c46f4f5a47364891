import { describe, expect, test } from "bun:test";
import { existsSync, readFileSync } from "node:fs";
import { QueryPool } from "../../../src/bundle/untrusted/pool.ts";
import type { QueryError } from "../../../src/bundle/untrusted/protocol.ts";
import { endless, makeRoom } from "./room.ts";

/** All children of this process; every pool gets over it. */
function killChildren(): number[] {
  const children = readFileSync(`/proc/self/task/${process.pid}/children`, "utf8")
    .split(" ")
    .filter(Boolean)
    .map(Number);
  for (const child of children) process.kill(child, "SIGKILL");
  return children;
}

const { database, folder, notes, outcome, queries } = makeRoom();

describe("an answer", () => {
  test("has exact integers, bytes, infinities, NUL characters, and two columns of one name", async () => {
    const sql =
      "SELECT 9007199254740993, -9223372036854775808, 5 AS a, x'00ff' AS a, 9e999, 'a' || char(0) || 'b', NULL, 1.5, ''";
    const { columns, rows } = await queries.run({ file: notes, sql });
    expect(columns.slice(2, 4)).toEqual(["a", "a"]);
    const row = [
      9007199254740993n,
      -9223372036854775808n,
      5,
      new Uint8Array([0, 255]),
      Number.POSITIVE_INFINITY,
      "a\0b",
      null,
      1.5,
      "",
    ];
    expect(rows).toEqual([row]);
  });

  test("shows text that is not UTF-8 with replacement characters", async () => {
    expect(await outcome({ sql: "SELECT CAST(x'ff61' AS TEXT)" })).toEqual([["\ufffda"]]);
  });

  test("binds named and positional parameters, whole numbers as integers", async () => {
    const named = {
      sql: "SELECT :a, @b, $c, :missing, typeof(:a)",
      parameters: { a: 1, "@b": "two", c: 2n ** 62n, unused: 1 },
    };
    expect(await outcome(named)).toEqual([[1, "two", 2n ** 62n, null, "integer"]]);
    expect(await outcome({ sql: "SELECT ?, ?, typeof(?)", parameters: [null, new Uint8Array([1]), 1.5] })).toEqual([
      [null, new Uint8Array([1]), "real"],
    ]);
  });

  test("finds words and describes tables", async () => {
    expect(
      await outcome({
        sql: "SELECT snippet(found, 0, '[', ']', '…', 9) FROM found WHERE found MATCH 'needle'",
      }),
    ).toEqual([["a [needle] in the hay"]]);
    expect(await outcome({ sql: "SELECT name FROM pragma_table_xinfo('notes')" })).toHaveLength(5);
  });

  test("is cut at its rows, and says so", async () => {
    const answer = await queries.run({ file: notes, sql: "SELECT * FROM notes", limits: { rows: 1 } });
    expect([answer.rows.length, answer.cut]).toEqual([1, { why: "rows", at: 1 }]);
    expect((await queries.run({ file: notes, sql: "SELECT * FROM notes", limits: { rows: 2 } })).cut).toBeNull();
  });

  test("is cut at its bytes, and says so", async () => {
    const answer = await queries.run({
      file: notes,
      sql: "SELECT hex(zeroblob(100)) FROM notes",
      limits: { bytes: 300 },
    });
    expect(answer.cut).toEqual({ why: "bytes", at: 1 });
  });

  test("comes in batches that can be left early", async () => {
    const sql = "WITH RECURSIVE c(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM c) SELECT x FROM c";
    let seen = 0;
    for await (const batch of queries.rows({ file: notes, sql })) {
      seen += batch.rows.length;
      if (seen > 100_000) break;
    }
    expect(seen).toBeGreaterThan(100_000);
    expect(await outcome({ sql: "SELECT 1" })).toEqual([[1]]);
  });

  test("without rows still names the columns", async () => {
    const batches = await Array.fromAsync(queries.rows({ file: notes, sql: "SELECT id, text FROM notes WHERE 0" }));
    expect(batches).toEqual([{ columns: ["id", "text"], rows: [], cut: null }]);
  });
});

describe("a mistake", () => {
  for (const [sql, said] of [
    ["SELECT nowhere FROM notes", "no such column: nowhere"],
    ["SELECT * FROM nowhere", "no such table: nowhere"],
    ["SELECT 1 +", "incomplete input"],
  ] as const) {
    test(`is told in SQLite's words: ${said}`, async () => {
      await expect(queries.run({ file: notes, sql })).rejects.toMatchObject({ kind: "sql", message: said });
    });
  }

  test("about the file is told", async () => {
    await Bun.write(
      `${folder}/text.db`,
      "not a database, only some text that is long enough to look like one".repeat(20),
    );
    await Bun.write(`${folder}/empty.db`, "");
    const said = async (name: string) =>
      queries.run({ file: `${folder}/${name}`, sql: "SELECT 1" }).catch((error: QueryError) => error.message);
    expect(await said("text.db")).toContain("it is not a SQLite database;");
    expect(await said("empty.db")).toEndWith("it is empty.");
    expect(await said("absent.db")).toStartWith("There is no file");
    expect(await said(".")).toEndWith("is not a file.");
  });
});

describe("the queue", () => {
  test("answers our own statements at once while twenty queries run away", async () => {
    const crowd = new QueryPool();
    const leaving = new AbortController();
    const runaways = Array.from({ length: 20 }, () =>
      crowd
        .run({ file: notes, sql: endless, limits: { timeMs: 60_000 } }, leaving.signal)
        .catch((error: QueryError) => error.kind),
    );
    await crowd.run({ file: notes, sql: "SELECT 1", lane: "internal" });
    const begun = performance.now();
    await crowd.run({ file: notes, sql: "SELECT count(*) FROM notes", lane: "internal" });
    expect(performance.now() - begun).toBeLessThan(300);
    leaving.abort();
    expect(new Set(await Promise.all(runaways))).toEqual(new Set(["cancelled"]));
    await crowd.close();
  });

  test("goes on with who waits when a query is stopped", async () => {
    const narrow = new QueryPool({ size: 1 });
    const stopped = narrow
      .run({ file: notes, sql: endless, limits: { timeMs: 300 } })
      .catch((error: QueryError) => error.kind);
    const next = narrow.run({ file: notes, sql: "SELECT 2" });
    expect([await stopped, (await next).rows]).toEqual(["timeout", [[2]]]);
    await narrow.close();
  });

  test.skipIf(process.platform !== "linux")(
    "does not notice that a child was killed while it had nothing to do",
    async () => {
      const pool = new QueryPool({ size: 1 });
      try {
        const ask = () => pool.run({ file: notes, sql: "SELECT 1" });
        await ask();
        // At the same moment, and some time before.
        killChildren();
        expect((await ask()).rows).toEqual([[1]]);
        const killed = killChildren();
        while (killed.some((child) => existsSync(`/proc/${child}`))) await new Promise(setImmediate);
        expect((await ask()).rows).toEqual([[1]]);
      } finally {
        await pool.close();
      }
    },
  );

  test("forgets who gave up while waiting", async () => {
    const narrow = new QueryPool({ size: 1 });
    const first = narrow.run({ file: notes, sql: endless, limits: { timeMs: 300 } }).catch(() => {});
    await expect(narrow.run({ file: notes, sql: "SELECT 1" }, AbortSignal.timeout(20))).rejects.toMatchObject({
      kind: "cancelled",
    });
    await first;
    expect(await outcome({ sql: "SELECT 3" }, narrow)).toEqual([[3]]);
    await narrow.close();
  });

  test("leaves no child when the pool is closed", async () => {
    const short = new QueryPool({ size: 3 });
    const running = [endless, endless, "SELECT 1"].map((sql) =>
      short.run({ file: notes, sql }).catch((error: QueryError) => error.kind),
    );
    await running[2];
    await short.close();
    expect((await Promise.all(running)).slice(0, 2)).toEqual(["cancelled", "cancelled"]);
    await expect(short.run({ file: notes, sql: "SELECT 1" })).rejects.toMatchObject({ kind: "cancelled" });
  });
});

test("a child ends with its parent, even in the middle of a query", async () => {
  const program = `
    import { QueryPool } from "${import.meta.dir}/../../../src/bundle/untrusted/pool.ts";
    const pool = new QueryPool({ size: 1 });
    await pool.run({ file: ${JSON.stringify(notes)}, sql: "SELECT 1" });
    pool.run({ file: ${JSON.stringify(notes)}, sql: ${JSON.stringify(endless)}, limits: { timeMs: 60000 } }).catch(() => {});
    await pool.run({ file: ${JSON.stringify(notes)}, sql: "SELECT 1", lane: "internal" });
    const children = await Bun.$\`ps -o pid= --ppid \${process.pid}\`.text();
    console.log(children.trim().split(/\\s+/).join(" "));
    await Bun.sleep(60000);
  `;
  const parent = Bun.spawn([process.execPath, "-e", program], { stdout: "pipe" });
  const { value } = await parent.stdout.getReader().read();
  const children = new TextDecoder().decode(value).trim().split(" ").map(Number);
  expect(children.length).toBeGreaterThanOrEqual(2);
  parent.kill("SIGKILL");
  await parent.exited;
  const isThere = (pid: number) => {
    try {
      return readFileSync(`/proc/${pid}/cmdline`, "utf8").includes("__query-child");
    } catch {
      return false;
    }
  };
  const deadline = performance.now() + 3_000;
  while (children.some(isThere) && performance.now() < deadline) await new Promise(setImmediate);
  expect(children.filter(isThere)).toEqual([]);
});

test("bunfig.toml, package.json and .env of the current folder run nothing in the child", async () => {
  const inside = `${folder}/inside`;
  await Bun.write(`${inside}/bunfig.toml`, 'preload = ["./evil.ts"]\n');
  await Bun.write(
    `${inside}/evil.ts`,
    `require("node:fs").appendFileSync("${inside}/ran.txt", process.argv.join(" ") + "\\n");`,
  );
  await Bun.write(`${inside}/.env`, "BUN_INSPECT=1\n");
  const program = `${inside}/run.ts`;
  await Bun.write(
    program,
    `import { QueryPool } from "${import.meta.dir}/../../../src/bundle/untrusted/pool.ts";
     const pool = new QueryPool(); await pool.run({ file: ${JSON.stringify(notes)}, sql: "SELECT 1" }); await pool.close();`,
  );
  const ran = Bun.spawnSync([process.execPath, program], { cwd: inside });
  expect(ran.exitCode).toBe(0);
  expect(await Bun.file(`${inside}/ran.txt`).text()).not.toContain("__query-child");
});

test("a file that was replaced is opened anew", async () => {
  const file = database("replaced.db", "CREATE TABLE t(a)", "INSERT INTO t VALUES (1)");
  expect((await queries.run({ file, sql: "SELECT a FROM t" })).rows).toEqual([[1]]);
  database("replaced.db", "UPDATE t SET a = 2");
  expect((await queries.run({ file, sql: "SELECT a FROM t" })).rows).toEqual([[2]]);
});
