// How many log records at which time and level, under the filters of the page and of the table `logs`.

import type { SqlValue } from "../../operations/serving.ts";
import { jsonAnswer } from "../http/answers.ts";
import { notFound } from "../http/failure.ts";
import { selection } from "../table/selection.ts";
import type { Visit } from "../visit.ts";
import { countFrom, rowOf, rowsOf } from "./ask.ts";
import { conditionsOf, logFilterOf, withoutLogFilter } from "./log-filter.ts";
import { oncePerFile } from "./once-per-file.ts";
import { bucketSql, histogram, type Span } from "./time-buckets.ts";
import type { Histogram, LogHistogram, Series } from "./types.ts";

type Values = Readonly<Record<string, SqlValue>>;

/** What is counted. */
interface Counted {
  readonly conditions: readonly string[];
  readonly values: Values;
  /** Of some time, but whatever they say. */
  readonly isAll: boolean;
  /** `from` and `to` of the address; null: as far as the records go. */
  readonly span: Span;
  readonly buckets: number;
}

export async function logHistogramAnswer(visit: Visit): Promise<Response> {
  const table = await visit.file.catalog.table("logs");
  if (table === null) throw notFound("This file has no logs.");
  const chosen = await selection({ ...visit, args: withoutLogFilter(visit.args).without("buckets") }, table);
  const filter = logFilterOf(visit.args);
  const counted: Counted = {
    conditions: [...chosen.conditions.map(({ sql }) => sql), ...conditionsOf(filter)],
    isAll: chosen.conditions.length === 0 && filter.terms.every(({ of }) => of === "time"),
    values: { ...chosen.parameters.values, ...filter.values },
    span: { from: visit.args.get("from"), to: visit.args.get("to") },
    buckets: countFrom(visit, "buckets", 60, 1_000),
  };
  // Words and patterns of a table's filter cost what they cost, within a user's limits.
  if (chosen.lane === "user") return jsonAnswer(await histogramOf({ ...visit, lane: "user" }, counted));
  const key = `logs ${JSON.stringify(counted)}`;
  return jsonAnswer(await oncePerFile(visit, key, (inner) => histogramOf(inner, counted)));
}

async function histogramOf(visit: Visit, counted: Counted): Promise<LogHistogram> {
  const { conditions, values, buckets, isAll } = counted;
  const where = conditions.join(" AND ") || "1";
  const isAllTime = counted.span.from === null && counted.span.to === null;
  const [span, timeless] = await Promise.all([
    spanOf(visit, counted),
    isAllTime
      ? rowOf<{ n: number }>(visit, `SELECT count(*) AS n FROM logs WHERE ${where} AND timestamp IS NULL`, values)
      : null,
  ]);
  const timeless_count = timeless?.n ?? 0;
  const empty = await histogram(visit, span, buckets, []);
  if (empty.from === null) return { ok: true, ...empty, timeless_count };
  const series = isAll
    ? await ofAll(visit, where, values, span, empty, buckets)
    : await byLevel(visit, where, values, empty, buckets);
  return { ok: true, ...empty, series, timeless_count };
}

/** All records by their index on time, the few severe ones by level: what is left is below WARNING. */
async function ofAll(
  visit: Visit,
  where: string,
  values: Values,
  span: Span,
  empty: Histogram,
  buckets: number,
): Promise<Series[]> {
  const [all, severe] = await Promise.all([
    histogram(visit, span, buckets, [{ name: "all", fromWhere: [`FROM logs WHERE ${where}`] }], values),
    byLevel(visit, `severity >= 13 AND ${where}`, values, empty, buckets),
  ]);
  const lower = (all.series[0]?.counts ?? []).map((count, at) =>
    severe.reduce((left, one) => left - (one.counts[at] ?? 0), count),
  );
  return [{ name: "lower", counts: lower }, ...severe];
}

/** Of all records each end is one look into the index on time. */
async function spanOf(visit: Visit, { conditions, values, span }: Counted): Promise<Span> {
  const sql =
    conditions.length > 0
      ? `SELECT min(timestamp) AS "from", max(timestamp) AS "to" FROM logs WHERE ${conditions.join(" AND ")}`
      : `SELECT (SELECT timestamp FROM logs WHERE timestamp IS NOT NULL ORDER BY timestamp LIMIT 1) AS "from",
          (SELECT timestamp FROM logs WHERE timestamp IS NOT NULL ORDER BY timestamp DESC LIMIT 1) AS "to"`;
  const whole = span.from !== null && span.to !== null ? null : await rowOf<Span>(visit, sql, values);
  return { from: span.from ?? whole?.from ?? null, to: span.to ?? whole?.to ?? null };
}

async function byLevel(
  visit: Visit,
  where: string,
  values: Values,
  { from, to, bucket_ms }: Histogram,
  buckets: number,
): Promise<Series[]> {
  const sql = `SELECT ${bucketSql(Date.parse(from ?? ""), bucket_ms)} AS bucket,
      upper(ifnull(level, 'none')) AS level, count(*) AS n
    FROM logs WHERE ${where} AND timestamp >= :from_time AND timestamp < :to_time GROUP BY 1, 2`;
  const times = { from_time: from, to_time: to };
  const found = await rowsOf<{ bucket: number; level: string; n: number }>(visit, sql, { ...values, ...times });
  const levels = [...new Set(found.map(({ level }) => level))].sort();
  return levels.map((name) => {
    const counts = new Array<number>(buckets).fill(0);
    for (const { bucket, level, n } of found) {
      if (level !== name) continue; // It is counted in its own series.
      counts[bucket] = n;
    }
    return { name, counts };
  });
}
