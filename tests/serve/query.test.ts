// SQL of users: what it answers, and that it is stopped.

import { Database } from "bun:sqlite";
import { afterAll, describe, expect, test } from "bun:test";
import { Scratch } from "../support/bundles.ts";
import { origin, serving } from "./serving.ts";

const scratch = new Scratch();
const file = scratch.path("data.db");
const db = new Database(file);
db.exec("CREATE TABLE t (id INTEGER PRIMARY KEY); INSERT INTO t VALUES (1), (2), (3)");
db.close();
const server = serving([file], { settings: { maxRows: 2, sqlTimeoutMs: 300, maxBytes: 10_000 } });
afterAll(async () => {
  await server.close();
  scratch.remove();
});

const endless = "with recursive c(x) as (select 1 union all select x+1 from c) select count(*) from c";

function ask(sql: string, more = "") {
  return server.json(`/data/-/query.json?sql=${encodeURIComponent(sql)}${more}`);
}

describe("an answer", () => {
  test("says that it was cut, why and where", async () => {
    expect(await ask("select id from t")).toMatchObject({
      ok: true,
      rows: [{ id: 1 }, { id: 2 }],
      truncated: true,
      cut: { why: "rows", at: 2 },
    });
    const long = await ask("select hex(zeroblob(3000)) as a union all select hex(zeroblob(3001))");
    expect([long.truncated, long.cut]).toEqual([true, { why: "bytes", at: 1 }]);
    expect((await ask("select id from t limit 2")).truncated).toBe(false);
  });
  test("that was cut goes on behind its rows, to the last of them", async () => {
    const rows: unknown[] = [];
    let path: string | null =
      `/data/-/query.json?sql=${encodeURIComponent("select id from t where id > :least")}&least=0`;
    while (path !== null) {
      const response = await server.get(path);
      const page = await response.json();
      rows.push(...page.rows);
      expect(page.truncated).toBe("next" in page);
      expect(response.headers.get("Link")).toBe("next" in page ? `<${page.next_url}>; rel="next"` : null);
      path = page.next_url?.slice(origin.length) ?? null;
    }
    expect(rows).toEqual([{ id: 1 }, { id: 2 }, { id: 3 }]);
    expect((await ask("select id from t", "&_next=7")).rows).toEqual([]);
    expect((await server.get("/data/-/query.json?sql=select+1&_next=x")).status).toBe(400);
    const tooLong = await ask("select hex(zeroblob(9000))");
    expect([tooLong.truncated, tooLong.next]).toEqual([true, undefined]);
  });
  test("loses no column to another of its name", async () => {
    expect((await ask("select 1 as a, 2 as a, 3 as a_2")).rows).toEqual([{ a: 1, a_3: 2, a_2: 3 }]);
  });
  test("takes named parameters; one that is missing is empty text", async () => {
    const sql = "select :a as a, $b as b, ':c' as c -- :d";
    expect((await ask(sql, "&a=x%00y&c=1")).rows).toEqual([{ a: "x\0y", b: "", c: ":c" }]);
  });
  test("is the plan when that is wanted", async () => {
    expect((await ask("select * from t", "&_plan=on")).rows[0].detail).toBe("SCAN t");
  });
  test("as an export has no cap", async () => {
    const sql = encodeURIComponent(
      "with recursive c(x) as (select 1 union all select x+1 from c where x<5000) select x from c",
    );
    expect((await server.text(`/data/-/query.ndjson?sql=${sql}`)).trim().split("\n")).toHaveLength(5000);
    expect((await server.text(`/data/-/query.csv?sql=${sql}`)).split("\r\n")).toHaveLength(5002);
  });
});

describe("what goes on too long", () => {
  test("is stopped and says so", async () => {
    const answer = await ask(endless);
    expect(answer).toMatchObject({ ok: false, status: 400, timeout: true, rows: [] });
    expect(answer.error).toBe("The query was stopped: it took longer than 300 ms.");
  });
  test("does not keep others waiting", async () => {
    const slow = Array.from({ length: 10 }, () => ask(endless));
    expect((await server.get("/")).status).toBe(200);
    expect((await server.get("/-/databases.json")).status).toBe(200);
    for (const answer of await Promise.all(slow)) expect(answer.ok).toBe(false);
  }, 20_000);
  test("ends when the client leaves", async () => {
    const patient = serving([file], { settings: { sqlTimeoutMs: 60_000 } });
    const leaving = new AbortController();
    const asked = patient.get(`/data/-/query.json?sql=${encodeURIComponent(endless)}`, {}, { signal: leaving.signal });
    setImmediate(() => leaving.abort());
    expect((await asked).status).toBe(503);
    await patient.close();
  });
});

test("what is no reading statement is refused in a sentence", async () => {
  for (const sql of [
    "drop table t",
    "attach 'x' as y",
    "select 1; select 2",
    "pragma user_version = 3",
    "select load_extension('x')",
  ]) {
    const { ok, status, error } = await ask(sql);
    expect([ok, status]).toEqual([false, 400]);
    expect(error.length).toBeGreaterThan(10);
  }
});
