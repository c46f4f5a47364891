// What is asked, of us and in the same words of Datasette, the n-th time. Both read the same file.

import * as v from "valibot";
import type { Essence } from "./answers.ts";
import { ask } from "./requests.ts";

export interface Asked {
  readonly name: string;
  readonly ours: (n: number) => string;
  /** Null: Datasette has nothing like it. */
  readonly datasette: ((n: number) => string) | null;
  /** What both must answer alike. */
  readonly alike: Essence;
}

const aggregate = `SELECT logger, event, count(*) AS times, min("timestamp") AS first, max("timestamp") AS last
FROM logs GROUP BY logger, event ORDER BY logger, event`;

/** Our index holds several views, so Datasette is told by SQL what `_search` means. */
const searched = `SELECT * FROM logs WHERE id IN
(SELECT origin_id FROM search WHERE text MATCH '"provider"' AND origin_table = 'logs') ORDER BY id LIMIT 100`;

const table = "/bench/logs.json?_shape=objects";
/** Datasette counts and looks for facets unless it is told not to. */
const bare = `${table}&_nocount=1&_nosuggest=1`;
/** Views have no order in Datasette unless one is asked for. */
const ordered = "&_sort=id";

/** Of the view Datasette reads each thousand rows from the beginning on; the table behind it has a key to go by. */
export const exportPaths = { ours: "/bench/logs.csv", datasette: "/bench/_logs.csv?_stream=on" };
export const tablePaths = { ours: table, datasette: bare + ordered };

/** Looks first for what only the servers know: the token of the next page, rows and times in the middle. */
export async function works(ours: string, datasette: string | null): Promise<Asked[]> {
  const [id, begin] = await middleOf(ours);
  const sql = datasette === null ? null : await sqlPath(datasette);
  const next = await nextOf(ours + tablePaths.ours);
  const itsNext = datasette === null ? "" : await nextOf(datasette + tablePaths.datasette);
  const always = (path: string) => () => path;
  const bySql = (statement: string) => (sql === null ? null : always(sql(statement)));
  // A time that was not asked for before, and that leaves as many rows.
  const since = (n: number) =>
    `&timestamp__gt=${encodeURIComponent(begin.replace(/\.\d+/, `.${String(n).padStart(6, "0")}`))}`;
  return [
    { name: "table page of 100 rows", ours: always(table), datasette: always(bare + ordered), alike: "rows" },
    {
      name: "its next page",
      ours: always(`${table}&_next=${next}`),
      datasette: always(`${bare}${ordered}&_next=${itsNext}`),
      alike: "rows",
    },
    {
      name: "page filtered by level",
      ours: always(`${table}&level=ERROR`),
      datasette: always(`${bare}${ordered}&level=ERROR`),
      alike: "rows",
    },
    {
      name: "page sorted by time, latest first",
      ours: always(`${table}&_sort_desc=timestamp`),
      datasette: always(`${bare}&_sort_desc=timestamp`),
      alike: "rows",
    },
    {
      name: "facet by level, asked before",
      ours: always(`${table}&_size=0&_facet=level`),
      datasette: always(`${bare}&_size=0&_facet=level`),
      alike: "facets",
    },
    {
      name: "facet by level since a time, not asked before",
      ours: (n) => `${table}&_size=0&_facet=level${since(n)}`,
      datasette: (n) => `${bare}&_size=0&_facet=level${since(n)}`,
      alike: "facets",
    },
    {
      name: "count, asked before",
      ours: always(`${table}&_size=0&_extra=count`),
      datasette: bySql("SELECT count(*) AS count FROM logs"),
      alike: "count",
    },
    {
      name: "count since a time, not asked before",
      ours: (n) => `${table}&_size=0&_extra=count${since(n)}`,
      datasette:
        sql === null
          ? null
          : (n) => sql(`SELECT count(*) AS count FROM logs WHERE "timestamp" > '${timeOf(since(n))}'`),
      alike: "count",
    },
    {
      name: "full-text search, 100 rows",
      ours: always(`${table}&_search=provider`),
      datasette: bySql(searched),
      alike: "rows",
    },
    {
      name: "row",
      ours: always(`/bench/logs/${id}.json?_shape=objects`),
      datasette: always(`/bench/_logs/${id}.json?_shape=objects`),
      alike: "common columns",
    },
    { name: "aggregate by SQL", ours: always(ourSql(aggregate)), datasette: bySql(aggregate), alike: "rows" },
    ...["overview", "log-histogram"].map(
      (name): Asked => ({
        name,
        ours: always(`/bench/-/${name}.json`),
        datasette: null,
        alike: "rows",
      }),
    ),
    { name: "page of HTML", ours: always("/bench/logs"), datasette: null, alike: "rows" },
  ];
}

const Rows = v.object({ rows: v.array(v.record(v.string(), v.unknown())) });
const Next = v.object({ next: v.union([v.string(), v.number()]) });

/** Id and time of the row in the middle. */
async function middleOf(origin: string): Promise<readonly [id: string, time: string]> {
  const sql = `SELECT id, "timestamp" FROM logs ORDER BY id LIMIT 1 OFFSET (SELECT count(*) / 2 FROM logs)`;
  const { rows } = v.parse(Rows, await (await ask(origin + ourSql(sql))).json());
  return [String(rows[0]?.id), String(rows[0]?.timestamp)];
}

async function nextOf(url: string): Promise<string> {
  return encodeURIComponent(String(v.parse(Next, await (await ask(url)).json()).next));
}

export function ourSql(sql: string): string {
  return `/bench/-/query.json?_shape=objects&sql=${encodeURIComponent(sql)}`;
}

function timeOf(filter: string): string {
  return new URLSearchParams(filter).get("timestamp__gt") ?? "";
}

/** Versions of Datasette answer SQL at different addresses and lead from one to the other. */
async function sqlPath(origin: string): Promise<(sql: string) => string> {
  const { pathname } = new URL((await ask(`${origin}/bench.json?_shape=objects&sql=SELECT+1+AS+one`)).url);
  return (sql) => `${pathname}?_shape=objects&sql=${encodeURIComponent(sql)}`;
}
