// Filters, facets, labels, columns, exports and caching of tables.

import { Database } from "bun:sqlite";
import { afterAll, describe, expect, test } from "bun:test";
import { readMetadata } from "../../src/serve/metadata.ts";
import { Scratch } from "../support/bundles.ts";
import { serving } from "./serving.ts";

const scratch = new Scratch();
const file = scratch.path("data.db");
const db = new Database(file);
db.exec(`
  CREATE TABLE places (id INTEGER PRIMARY KEY, name TEXT);
  INSERT INTO places VALUES (1, 'Oslo'), (2, 'Rome');
  CREATE TABLE events (id INTEGER PRIMARY KEY, place_id INTEGER REFERENCES places (id), at TEXT, tags TEXT, context TEXT, level TEXT, n);
  INSERT INTO events VALUES
    (1, 1, '2024-01-01T10:00:00Z', '["a","b"]', '{"retry":{"count":3},"user":"ann","ok":true}', 'INFO', 1),
    (2, 1, '2024-01-01T11:00:00Z', '["b","b"]', '{"retry":{"count":10},"user":"bob"}', 'ERROR', '1'),
    (3, 2, '2024-01-02T10:00:00Z', '[]', 'no json', 'ERROR', 2.5),
    (4, NULL, NULL, NULL, NULL, '50%_off\\', NULL),
    (5, 9, '2024-01-02T12:00:00Z', 'broken', '{"a.b":[1,{"c":9007199254740993}]}', '', 9007199254740993);
  CREATE VIEW by_level AS SELECT level, count(*) AS times FROM events GROUP BY level;
  CREATE TABLE wide (id INTEGER PRIMARY KEY, text TEXT, bytes BLOB);
  INSERT INTO wide VALUES (1, '${"é".repeat(500)}', x'00ff'), (2, 'short', NULL);
`);
db.close();
const server = serving([file]);
afterAll(async () => {
  await server.close();
  scratch.remove();
});

async function ids(query: string): Promise<unknown> {
  return server.json(`/data/events.json?_shape=arrayfirst&${query}`);
}

describe("filters", () => {
  const cases: readonly (readonly [query: string, ids: readonly number[]])[] = [
    ["level=ERROR", [2, 3]],
    ["level__not=ERROR", [1, 4, 5]],
    ["level__contains=50%25_", [4]],
    ["level__contains=%25", [4]],
    ["level__notcontains=R", [1, 4, 5]],
    ["level__startswith=50%25", [4]],
    ["level__endswith=%5C", [4]],
    ["level__like=E%25", [2, 3]],
    ["level__notlike=E%25", [1, 4, 5]],
    ["level__glob=E*", [2, 3]],
    ["id__gt=3", [4, 5]],
    ["id__gte=3&id__lt=5", [3, 4]],
    ["id__lte=2", [1, 2]],
    ["id__in=1,5", [1, 5]],
    ['level__in=["ERROR"]', [2, 3]],
    ["id__notin=1,2,3", [4, 5]],
    ["tags__arraycontains=b", [1, 2]],
    ["tags__arraynotcontains=b&tags__notnull=1", [3, 5]],
    ["at__date=2024-01-02", [3, 5]],
    ["at__isnull=1", [4]],
    ["at__notnull=1", [1, 2, 3, 5]],
    ["level__isblank=1", [5]],
    ["level__notblank=1", [1, 2, 3, 4]],
    ["context$.user=ann", [1]],
    ["context$.retry.count=3", [1]],
    ["context$.retry.count__gt=3", [2]],
    ["context$.retry.count__isnull=1", [3, 4, 5]],
    ['context$."a.b"[1].c=9007199254740993', [5]],
    ["context$.user__in=ann,bob", [1, 2]],
    ["n=1", [1, 2]],
    ["n__gt=2", [2, 3, 5]],
    ["n=9007199254740993", [5]],
    ["nothing=1", []],
    ["_where=id%25 2=0", [2, 4]],
    ["level=ERROR&_where=id=3 or id=1", [3]],
  ];
  for (const [query, wanted] of cases) test(query, async () => expect(await ids(query)).toEqual(wanted));

  test("a number meets a number that an expression computed", async () => {
    expect(await server.json("/data/by_level.json?times=2&_shape=array")).toEqual([{ level: "ERROR", times: 2 }]);
  });
  test("mistakes are told in a sentence", async () => {
    const errors = async (query: string) => {
      const { ok, status, error } = await server.json(`/data/events.json?${query}`);
      return [ok, status, error];
    };
    expect(await errors("level__near=1")).toEqual([
      false,
      400,
      expect.stringContaining('There is no filter "near". There are exact,'),
    ]);
    expect(await errors("id__in=[1")).toEqual([false, 400, expect.stringContaining("is not a JSON array")]);
    expect(await errors("_where=nonsense(")).toEqual([false, 400, expect.any(String)]);
    expect(await errors("context$.[=1")).toEqual([false, 400, expect.any(String)]);
    expect(await errors("_through={}")).toEqual([false, 400, expect.stringContaining("not supported")]);
    expect(server.bugs).toEqual([]);
  });
});

describe("facets", () => {
  async function facet(query: string) {
    const { facet_results } = await server.json(`/data/events.json?_size=0&${query}`);
    const [one] = Object.values<{ results: { value: unknown; label: unknown; count: number }[]; truncated: boolean }>(
      facet_results.results,
    );
    return one;
  }
  test("count values, arrays once a row, and days", async () => {
    expect((await facet("_facet=level"))?.results.map(({ value, count }) => [value, count])).toEqual([
      ["ERROR", 2],
      ["", 1],
      ["50%_off\\", 1],
      ["INFO", 1],
    ]);
    expect((await facet("_facet_array=tags"))?.results.map(({ value, count }) => [value, count])).toEqual([
      ["b", 2],
      ["a", 1],
    ]);
    expect((await facet("_facet_date=at"))?.results.map(({ value, count }) => [value, count])).toEqual([
      ["2024-01-01", 2],
      ["2024-01-02", 2],
    ]);
    expect((await facet("_facet=context$.user"))?.results.map(({ value }) => value)).toEqual(["ann", "bob"]);
  });
  test("say when there are more values, and use the names of other tables' rows", async () => {
    const one = await facet("_facet=place_id&_facet_size=2");
    expect(one?.results.map(({ value, label }) => [value, label])).toEqual([
      [1, "Oslo"],
      [2, "Rome"],
    ]);
    expect(one?.truncated).toBe(true);
  });
});

test("labels stand beside values that lead somewhere, and nowhere else", async () => {
  const { rows } = await server.json("/data/events.json?_labels=on&_col=place_id");
  expect(rows.map(({ place_id }: { place_id: unknown }) => place_id)).toEqual([
    { value: 1, label: "Oslo" },
    { value: 1, label: "Oslo" },
    { value: 2, label: "Rome" },
    null,
    9,
  ]);
});

test("a row tells how many rows point to it", async () => {
  const { rows, foreign_key_tables } = await server.json("/data/places/1.json?_extra=foreign_key_tables");
  expect(rows).toEqual([{ id: 1, name: "Oslo" }]);
  expect(foreign_key_tables).toEqual([
    { other_table: "events", column: "id", other_column: "place_id", count: 2, link: "/data/events?place_id=1" },
  ]);
});

test("long texts are cut on demand, and their bytes told", async () => {
  const { rows, text_bytes } = await server.json("/data/wide.json?_text_size=10&_shape=arrays");
  expect(rows[0][1]).toBe("é".repeat(10));
  expect(text_bytes).toEqual([{ text: 1000 }, {}]);
});

describe("exports", () => {
  test("CSV has CRLF, quotes by need, and all rows whatever the size of a page", async () => {
    const small = serving([file], { settings: { pageSize: 2, maxRows: 2 } });
    try {
      const csv = await small.text("/data/events.csv?_col=tags");
      expect(csv).toBe('id,tags\r\n1,"[""a"",""b""]"\r\n2,"[""b"",""b""]"\r\n3,[]\r\n4,\r\n5,broken\r\n');
      expect((await small.text("/data/events.ndjson")).trim().split("\n")).toHaveLength(5);
    } finally {
      await small.close();
    }
  });
  test("keep big integers exact", async () => {
    expect(await server.text("/data/events.csv?_col=n&id=5&_header=off")).toBe("5,9007199254740993\r\n");
    expect(await server.text("/data/events.ndjson?_col=n&id=5")).toContain('"n":9007199254740993');
    expect(await server.text("/data/events.json?_col=n&id=5")).toMatch(/"n": ?9007199254740993/);
  });
  test("an error is an error, not the beginning of a file", async () => {
    const response = await server.get("/data/events.csv?_where=nonsense(");
    expect(response.status).toBe(400);
    expect(response.headers.get("Content-Type")).toStartWith("application/json");
  });
});

test("a reload is free: the client's copy is good as long as the file is", async () => {
  const first = await server.get("/data/events.json?_facet=level");
  const etag = first.headers.get("ETag") ?? "";
  const again = await server.get("/data/events.json?_facet=level", { "If-None-Match": etag });
  expect([again.status, await again.text()]).toEqual([304, ""]);
  expect((await server.get("/data/events.json?_facet=n", { "If-None-Match": etag })).status).toBe(200);
  expect((await server.get("/data/-/query.json?sql=select+random()")).headers.get("ETag")).toBeNull();
});

test("a metadata file says what may be sorted by, how rows are called, and which queries are ready", async () => {
  const text = JSON.stringify({
    databases: {
      data: {
        tables: { events: { sortable_columns: ["at"], sort_desc: "id", size: 2 }, places: { label_column: "id" } },
        queries: { big: { sql: "SELECT id FROM events WHERE id > :least", title: "Big" }, short: "SELECT 1 AS one" },
      },
    },
  });
  const told = serving([file], { metadata: readMetadata(text, "metadata.json") });
  try {
    expect((await told.json("/data/events.json?_sort=level")).status).toBe(400);
    expect(await told.json("/data/events.json?_shape=arrayfirst")).toEqual([5, 4]);
    expect(await told.json("/data/big.json?least=3&_shape=arrayfirst")).toEqual([4, 5]);
    expect(await told.text("/data/short.csv")).toBe("one\r\n1\r\n");
    expect((await told.json("/-/metadata.json")).databases.data.queries.big.title).toBe("Big");
  } finally {
    await told.close();
  }
});

test("behind a proxy all addresses stand under its path", async () => {
  const under = serving([file], { root: "/bundles", settings: { pageSize: 1 } });
  try {
    for (const path of ["/bundles/data/places.json", "/data/places.json"]) {
      expect((await under.json(path)).next_url).toBe("http://127.0.0.1:8001/bundles/data/places.json?_next=1");
    }
  } finally {
    await under.close();
  }
});
