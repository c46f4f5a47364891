// Rows that the query child writes as they will be read, pages of a search, and numbers that are kept.

import { Database } from "bun:sqlite";
import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { utimesSync } from "node:fs";
import { views } from "../../src/schema/registry.ts";
import { searchCodes } from "../../src/schema/search-codes.ts";
import { Scratch } from "../support/bundles.ts";
import { type Serving, serving } from "./serving.ts";

const scratch = new Scratch();
const file = scratch.path("odd.db");
let bundle = "";
let server: Serving;
beforeAll(async () => {
  const db = new Database(file);
  db.exec(`
    CREATE TABLE odd (id INTEGER PRIMARY KEY, value, "a ""quoted"" name" TEXT);
    INSERT INTO odd VALUES (1, 9007199254740993, 'é "q" \\'), (2, -9223372036854775808, NULL), (3, 1e999, ''), (4, -1e999, x'00ff'),
      (5, 2.0, char(0) || 'nul'), (6, -0.0, char(55357)), (7, x'', 'line' || char(10)), (8, 1.5e300, 'last'), (9, NULL, 'none');
    CREATE TABLE plain (id INTEGER PRIMARY KEY, n INTEGER, real REAL, text TEXT, "0" TEXT);
    INSERT INTO plain (id, n, real, text) VALUES (1, 5, 2.0, '"a":{"b":-0}'), (2, -5, -0.0, '\\":{'), (3, 9007199254740993, 0.5, x'007b'), (4, 6, 1, '');
    CREATE VIEW without AS SELECT id, n, real, text, -0.0 * n AS zero FROM plain;
  `);
  db.close();
  const lines = Array.from({ length: 400 }, (_, n) =>
    JSON.stringify({
      timestamp: new Date(Date.UTC(2026, 0, 1) + n * 1_000).toISOString(),
      level: n % 4 === 0 ? "ERROR" : "INFO",
      logger: "app",
      event: n % 8 === 0 ? "app.needle" : "app.step",
      message: `step ${n}`,
      context: {},
    }),
  );
  await Bun.write(scratch.path("app.log"), `${lines.join("\n")}\n`);
  bundle = (await scratch.create([scratch.path("app.log")])).output;
  server = serving([file, bundle]);
});
afterAll(async () => {
  await server.close();
  scratch.remove();
});

/** JSON with its numbers as they are written. */
function exact(text: string): unknown {
  return JSON.parse(text, (_: string, value: unknown, context?: { source?: string }) =>
    typeof value === "number" ? `number ${context?.source}` : value,
  );
}

const name = () => bundle.replace(/^.*\//, "").replace(/\.db$/, "");

describe("rows written where they are read", () => {
  // `_json_infinity` lets the server take the rows apart and write them itself; "0" asks for nothing else.
  for (const query of ["", "_size=3", "_size=3&_next=3", "_sort=value", "_sort_desc=value&_size=2", "id__gt=99"]) {
    for (const shape of ["objects", "array"]) {
      test(`equal those that the server writes: ${shape} ${query}`, async () => {
        const written = await server.text(`/odd/odd.json?_shape=${shape}&${query}`);
        const apart = await server.text(`/odd/odd.json?_shape=${shape}&_json_infinity=0&${query}`);
        expect(exact(written)).toEqual(exact(apart.replaceAll("&_json_infinity=0", "")));
      });
    }
  }
  for (const [query, columns] of [
    ["plain", ""],
    ["plain", "&_nocol=0"],
    ["plain", "&_nocol=0&_size=2"],
    ["plain", "&_nocol=0&_nocol=n&_sort=real"],
    ["plain", "&_nocol=0&_sort_desc=n&_nocol=n"],
    ["without", "&_sort=n"],
  ]) {
    test(`equal those that the server writes: ${query} ${columns}`, async () => {
      const written = await server.text(`/odd/${query}.json?_shape=array${columns}`);
      expect(exact(written)).toEqual(
        exact(await server.text(`/odd/${query}.json?_shape=array&_json_infinity=0${columns}`)),
      );
    });
  }
  test("lead from page to page without a gap, also where the sort holds NULL", async () => {
    const seen: unknown[] = [];
    for (let next: string | null = ""; next !== null; ) {
      const page = await server.json(
        `/odd/odd.json?_sort=value&_size=2${next === "" ? "" : `&_next=${encodeURIComponent(next)}`}`,
      );
      seen.push(...page.rows.map((row: { id: number }) => row.id));
      next = page.next;
    }
    expect(seen.toSorted()).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9]);
  });
});

describe("a search", () => {
  test("has all its pages in order, forwards and backwards", async () => {
    const found = async (query: string) => server.json(`/${name()}/logs.json?_search=needle&${query}`);
    const lines = (page: { rows: { source_line: number }[] }) => page.rows.map((row) => row.source_line);
    const wanted = Array.from({ length: 50 }, (_, n) => n * 8 + 1);
    expect(lines(await found("_size=100"))).toEqual(wanted);
    expect(lines(await found("_size=100&_sort_desc=id"))).toEqual(wanted.toReversed());
    const first = await found("_size=20&_both=1");
    const second = await found(`_size=20&_both=1&_next=${first.next}`);
    const third = await found(`_size=20&_next=${second.next}`);
    expect([...lines(first), ...lines(second), ...lines(third)]).toEqual(wanted);
    expect(third.next).toBeNull();
    expect(lines(await found(`_size=20&_previous=${second.previous}`))).toEqual(lines(first));
  });
  test("finds the same among other conditions", async () => {
    const both = await server.json(`/${name()}/logs.json?_search=needle&level=ERROR&_size=100&_extra=count`);
    expect([both.rows.length, both.count]).toEqual([50, 50]);
    expect((await server.json(`/${name()}/logs.json?_search=step&level=INFO&_size=100`)).rows).toEqual([]);
  });
  test("knows the views by the numbers of the index", () => {
    const db = new Database(bundle, { readonly: true });
    const sql = db.query<{ sql: string }, []>("SELECT sql FROM sqlite_schema WHERE name = 'search'").get()?.sql ?? "";
    db.close();
    const inView = [...sql.matchAll(/WHEN (\d+) THEN '(\w+)'/g)].map(([, code, view]) => [view, Number(code)]);
    expect(Object.entries(searchCodes)).toEqual(inView as [string, number][]);
    expect(Object.keys(searchCodes).filter((view) => !views.some((one) => one.name === view))).toEqual([]);
  });
});

test("counts and facets are those of the file as it is now", async () => {
  const path = scratch.path("changing.db");
  await Bun.write(path, Bun.file(bundle));
  const changing = serving([path]);
  const told = async () => {
    const page = await changing.json("/changing/logs.json?_size=0&_extra=count&_facet=level");
    return [page.count, page.facet_results.results.level.results.map((one: { count: number }) => one.count)];
  };
  expect([await told(), await told()]).toEqual([
    [400, [300, 100]],
    [400, [300, 100]],
  ]);
  const db = new Database(path);
  db.exec("DELETE FROM _logs WHERE level = 'ERROR' AND id % 8 = 0");
  db.close();
  utimesSync(path, 1, 1);
  const [count] = await told();
  expect(count).toBeLessThan(400);
  await changing.close();
});
