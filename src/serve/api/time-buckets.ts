// Counts by time. Each bucket is a range of an index on time, so that a million rows cost milliseconds.

import type { SqlValue } from "../../operations/serving.ts";
import type { Visit } from "../visit.ts";
import { rowsOf } from "./ask.ts";
import type { Histogram } from "./types.ts";

export interface Counted {
  readonly name: string;
  /** Each `FROM … WHERE …` of a table with a column `timestamp` that an index serves; it always ends in a condition. */
  readonly fromWhere: readonly string[];
}

export interface Span {
  readonly from: string | null;
  readonly to: string | null;
}

export async function histogram(
  visit: Visit,
  { from, to }: Span,
  buckets: number,
  counted: readonly Counted[],
  values: Readonly<Record<string, SqlValue>> = {},
): Promise<Histogram> {
  const begin = from === null ? Number.NaN : Date.parse(from);
  const end = to === null ? Number.NaN : Date.parse(to);
  if (!Number.isFinite(begin) || !Number.isFinite(end)) return { from: null, to: null, bucket_ms: 0, series: [] };
  const width = Math.max(1, Math.ceil((end - begin + 1) / buckets));
  const edges = Array.from({ length: buckets }, (_, at) => [edge(begin + at * width), edge(begin + (at + 1) * width)]);
  const series = await Promise.all(
    counted.map(async ({ name, fromWhere }) => {
      const inBucket = "timestamp >= e.value ->> 0 AND timestamp < e.value ->> 1";
      const sum = fromWhere.map((rows) => `(SELECT count(*) ${rows} AND ${inBucket})`).join(" + ");
      const sql = `SELECT ${sum} AS n FROM json_each(:edges) AS e`;
      const rows = await rowsOf<{ n: number }>(visit, sql, { ...values, edges: JSON.stringify(edges) });
      return { name, counts: rows.map(({ n }) => n) };
    }),
  );
  return { from: edge(begin), to: edge(begin + buckets * width), bucket_ms: width, series };
}

/** As the bundle writes times, so that it sorts as text. */
function edge(ms: number): string {
  return new Date(ms).toISOString().replace("Z", "000Z");
}
