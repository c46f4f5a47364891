// Counts by time. Each bucket is a range of an index on time, so that a million rows cost milliseconds.

import type { SqlValue } from "../../operations/serving.ts";
import type { Visit } from "../visit.ts";
import { rowsOf } from "./ask.ts";
import type { Histogram, Series } from "./types.ts";

export interface Counted {
  readonly name: string;
  /** Each `FROM … WHERE …` of a table with a column `timestamp` that an index serves; it always ends in a condition. */
  readonly fromWhere: readonly string[];
}

export interface Span {
  readonly from: string | null;
  readonly to: string | null;
}

type Values = Readonly<Record<string, SqlValue>>;

export async function histogram(
  visit: Visit,
  span: Span,
  buckets: number,
  counted: readonly Counted[],
  values: Values = {},
): Promise<Histogram> {
  const frame = frameOf(span, buckets);
  if (frame === null) return none;
  const { begin, width } = frame;
  const edges = Array.from({ length: buckets }, (_, at) => [
    timeText(begin + at * width),
    timeText(begin + (at + 1) * width),
  ]);
  const series = await Promise.all(
    counted.map(async ({ name, fromWhere }) => {
      const inBucket = "timestamp >= e.value ->> 0 AND timestamp < e.value ->> 1";
      const sum = fromWhere.map((rows) => `(SELECT count(*) ${rows} AND ${inBucket})`).join(" + ");
      const sql = `SELECT ${sum} AS n FROM json_each(:edges) AS e`;
      const rows = await rowsOf<{ n: number }>(visit, sql, { ...values, edges: JSON.stringify(edges) });
      return { name, counts: rows.map(({ n }) => n) };
    }),
  );
  return { from: timeText(begin), to: timeText(begin + buckets * width), bucket_ms: width, series };
}

/** The same by one pass over the rows, whatever index leads to them. */
export async function passHistogram(
  visit: Visit,
  span: Span,
  buckets: number,
  counted: readonly Counted[],
  values: Values = {},
): Promise<Histogram> {
  const frame = frameOf(span, buckets);
  if (frame === null) return none;
  const { begin, width } = frame;
  const [from, to] = [timeText(begin), timeText(begin + buckets * width)];
  const series = await Promise.all(
    counted.map(async ({ name, fromWhere }): Promise<Series> => {
      const counts = new Array<number>(buckets).fill(0);
      const parts = fromWhere.map(
        (rows) => `SELECT ${bucketSql(begin, width)} AS bucket, count(*) AS n ${rows}
          AND timestamp >= :span_from AND timestamp < :span_to GROUP BY 1`,
      );
      const given = { ...values, span_from: from, span_to: to };
      for (const { bucket, n } of await rowsOf<{ bucket: number; n: number }>(
        visit,
        parts.join(" UNION ALL "),
        given,
      )) {
        counts[bucket] = (counts[bucket] ?? 0) + n;
      }
      return { name, counts };
    }),
  );
  return { from, to, bucket_ms: width, series };
}

/** The number of a row's bucket. Digits behind the milliseconds are cut off, not rounded, as the edges are whole ones. */
export function bucketSql(begin: number, width: number): string {
  return `(CAST(round(unixepoch(substr(timestamp, 1, 23), 'subsec') * 1000) AS INTEGER) - ${begin}) / ${width}`;
}

const none: Histogram = { from: null, to: null, bucket_ms: 0, series: [] };

/** Milliseconds where the first bucket begins, and of each. Null: nothing states a time. */
function frameOf({ from, to }: Span, buckets: number): { readonly begin: number; readonly width: number } | null {
  const begin = from === null ? Number.NaN : Date.parse(from);
  const end = to === null ? Number.NaN : Date.parse(to);
  if (!Number.isFinite(begin) || !Number.isFinite(end)) return null;
  return { begin, width: Math.max(1, Math.ceil((end - begin + 1) / buckets)) };
}

/** As the bundle writes times, so that it sorts as text. */
export function timeText(ms: number): string {
  return new Date(ms).toISOString().replace("Z", "000Z");
}
