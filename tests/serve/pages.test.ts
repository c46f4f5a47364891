// Pages by key: whatever the order, going through them forth and back shows every row once.

import { Database } from "bun:sqlite";
import { afterAll, describe, expect, test } from "bun:test";
import { Scratch } from "../support/bundles.ts";
import { serving } from "./serving.ts";

const scratch = new Scratch();
const file = scratch.path("data.db");
const db = new Database(file);
db.exec(`
  CREATE TABLE keyed (id INTEGER PRIMARY KEY, word TEXT, number REAL, anything);
  CREATE TABLE paired (a TEXT, b INTEGER, note TEXT, PRIMARY KEY (a, b));
  CREATE TABLE bare (word TEXT, number INTEGER);
  CREATE TABLE packed (name TEXT PRIMARY KEY, n INTEGER NOT NULL) WITHOUT ROWID;
  CREATE VIEW shown AS SELECT word, count(*) AS n FROM keyed GROUP BY word;
`);
const anything = [null, 1, 2, 10, 1.5, -3, "1", "10", "$null", "a,b", "", new Uint8Array([0, 255]), 9007199254740993n];
const words = [null, "$null", "~", "a b", "a,b", "", "é", "Z"];
for (let n = 1; n <= 60; n++) {
  const word = words[n % words.length] ?? null;
  db.query("INSERT INTO keyed VALUES (?, ?, ?, ?)").run(
    n * 3,
    word,
    n % 5 === 0 ? null : (n % 4) / 3,
    anything[n % 13] ?? null,
  );
  db.query("INSERT INTO paired VALUES (?, ?, ?)").run(n % 7 === 0 ? null : `k${n % 6}`, n % 9 === 0 ? null : n, word);
  db.query("INSERT INTO bare VALUES (?, ?)").run(word, n % 3);
  db.query("INSERT INTO packed VALUES (?, ?)").run(`n${n}`, n % 4);
}
db.close();
const server = serving([file]);
afterAll(async () => {
  await server.close();
  scratch.remove();
});

async function through(
  table: string,
  query: string,
  size: number,
): Promise<{ rows: unknown[]; pages: unknown[][]; starts: string[] }> {
  const pages: unknown[][] = [];
  const starts: string[] = [];
  let next: string | null = null;
  do {
    const from: string = next === null ? "" : `&_next=${encodeURIComponent(next)}`;
    const page = await server.json(`/data/${table}.json?_shape=arrays&_both=on&_size=${size}${query}${from}`);
    expect(page.ok).toBe(true);
    pages.push(page.rows);
    if (page.previous !== null) starts.push(page.previous);
    next = page.next;
  } while (next !== null && pages.length < 100);
  return { rows: pages.flat(), pages, starts };
}

const orders: readonly (readonly [string, readonly string[]])[] = [
  ["keyed", ["id", "word", "number", "anything"]],
  ["paired", ["a", "b", "note"]],
  ["bare", ["word", "number", "rowid"]],
  ["packed", ["name", "n"]],
];

describe("every row comes once", () => {
  for (const [table, columns] of orders) {
    for (const argument of ["_sort", "_sort_desc"]) {
      test(`${table}, by each column, ${argument}`, async () => {
        for (const column of columns) {
          const sort = `&${argument}=${column}`;
          const whole = await server.json(`/data/${table}.json?_shape=arrays&_size=max${sort}`);
          expect(whole.rows).toHaveLength(60);
          expect((await through(table, sort, 7)).rows).toEqual(whole.rows);
        }
      }, 30_000);
    }
  }
});

test("going back from a page shows the page before it", async () => {
  for (const sort of ["", "&_sort=word", "&_sort_desc=number", "&_sort_desc=anything"]) {
    const { pages, starts } = await through("keyed", sort, 7);
    for (const [at, start] of starts.entries()) {
      const back = await server.json(
        `/data/keyed.json?_shape=arrays&_size=7${sort}&_previous=${encodeURIComponent(start)}`,
      );
      expect(back.rows).toEqual(pages[at]);
      expect(back.previous === null).toBe(at === 0);
    }
  }
}, 30_000);

test("a page that is asked for beyond the last row is empty and has no next", async () => {
  const page = await server.json("/data/keyed.json?_next=100000");
  expect([page.rows, page.next]).toEqual([[], null]);
});

test("a page of another order is refused with a sentence", async () => {
  const page = await server.json("/data/paired.json?_next=1");
  expect([page.status, page.error]).toEqual([400, "_next is not a page of this order. Begin at the first page."]);
});

test("a view that nothing identifies is paged by number", async () => {
  const whole = await server.json("/data/shown.json?_shape=arrays&_size=max");
  expect((await through("shown", "", 3)).rows).toEqual(whole.rows);
});

test("an export holds what the pages hold, in their order", async () => {
  const { rows } = await server.json("/data/keyed.json?_size=max&_sort_desc=word&_col=word");
  const lines = (await server.text("/data/keyed.ndjson?_sort_desc=word&_col=word")).trim().split("\n");
  expect(lines.map((line) => JSON.parse(line))).toEqual(rows);
});
