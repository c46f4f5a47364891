// What is asked, of us and in the same words of Datasette. Both read the view `logs` of the same file.

import * as v from "valibot";
import { ask } from "./requests.ts";

export interface Asked {
  readonly name: string;
  readonly ours: string;
  /** Null: Datasette has nothing like it. */
  readonly datasette: string | null;
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

export const exportPaths = { ours: "/bench/logs.csv", datasette: "/bench/logs.csv?_stream=on" };
export const tablePaths = { ours: table, datasette: bare + ordered };

/** Looks first for what only the servers know: the token of the next page, the row in the middle. */
export async function works(ours: string, datasette: string | null): Promise<Asked[]> {
  const id = await firstOf(ours, "SELECT id FROM logs ORDER BY id LIMIT 1 OFFSET (SELECT count(*) / 2 FROM logs)");
  const sql = datasette === null ? null : await sqlPath(datasette);
  const nextOurs = await nextOf(ours + tablePaths.ours);
  const next = datasette === null ? "" : await nextOf(datasette + tablePaths.datasette);
  return [
    { name: "table page of 100 rows", ours: tablePaths.ours, datasette: tablePaths.datasette },
    { name: "its next page", ours: `${table}&_next=${nextOurs}`, datasette: `${bare}${ordered}&_next=${next}` },
    { name: "page filtered by level", ours: `${table}&level=ERROR`, datasette: `${bare}${ordered}&level=ERROR` },
    {
      name: "page sorted by time, latest first",
      ours: `${table}&_sort_desc=timestamp`,
      datasette: `${bare}&_sort_desc=timestamp`,
    },
    {
      name: "facet by level",
      ours: `${table}&_size=0&_facet=level`,
      datasette: `${bare}&_size=0&_facet=level`,
    },
    {
      name: "count",
      ours: `${table}&_size=0&_extra=count`,
      datasette: sql?.("SELECT count(*) FROM logs") ?? null,
    },
    { name: "full-text search, 100 rows", ours: `${table}&_search=provider`, datasette: sql?.(searched) ?? null },
    { name: "row", ours: `/bench/logs/${id}.json?_shape=objects`, datasette: `${bare}&id=${id}` },
    {
      name: "aggregate by SQL",
      ours: ourSql(aggregate),
      datasette: sql?.(aggregate) ?? null,
    },
    { name: "overview", ours: "/bench/-/overview.json", datasette: null },
    { name: "log histogram", ours: "/bench/-/log-histogram.json", datasette: null },
    { name: "page of HTML", ours: "/bench/logs", datasette: null },
  ];
}

const Rows = v.object({ rows: v.array(v.record(v.string(), v.unknown())) });
const Next = v.object({ next: v.union([v.string(), v.number()]) });

/** Null: the answer has no rows by name. */
export async function rowsOf(url: string): Promise<string | null> {
  const answer = v.safeParse(Rows, await (await ask(url)).json());
  return answer.success ? JSON.stringify(answer.output.rows) : null;
}

async function firstOf(origin: string, sql: string): Promise<string> {
  const { rows } = v.parse(Rows, await (await ask(origin + ourSql(sql))).json());
  return String(Object.values(rows[0] ?? {})[0]);
}

async function nextOf(url: string): Promise<string> {
  return encodeURIComponent(String(v.parse(Next, await (await ask(url)).json()).next));
}

function ourSql(sql: string): string {
  return `/bench/-/query.json?_shape=objects&sql=${encodeURIComponent(sql)}`;
}

/** Versions of Datasette answer SQL at different addresses and lead from one to the other. */
async function sqlPath(origin: string): Promise<(sql: string) => string> {
  const { pathname } = new URL((await ask(`${origin}/bench.json?_shape=objects&sql=SELECT+1+AS+one`)).url);
  return (sql) => `${pathname}?_shape=objects&sql=${encodeURIComponent(sql)}`;
}
