// How many log records at which time and level, under the filters of the table `logs`.

import type { SqlValue } from "../../operations/serving.ts";
import { jsonAnswer } from "../http/answers.ts";
import { Arguments } from "../http/arguments.ts";
import { notFound } from "../http/failure.ts";
import { fromWhere, type Selection, selection } from "../table/selection.ts";
import type { Visit } from "../visit.ts";
import { countFrom, rowOf, rowsOf } from "./ask.ts";
import { histogram, type Span } from "./time-buckets.ts";
import type { LogHistogram, Series } from "./types.ts";

const own = new Set(["buckets", "from", "to"]);

export async function logHistogramAnswer(visit: Visit): Promise<Response> {
  const table = await visit.file.catalog.table("logs");
  if (table === null) throw notFound("This file has no logs.");
  const buckets = countFrom(visit, "buckets", 60, 1_000);
  const filters = new Arguments(visit.args.pairs.filter(([name]) => !own.has(name)));
  const chosen = await selection({ ...visit, args: filters }, table);
  const span = await spanOf(visit, chosen);
  const isPlain = chosen.conditions.length === 0;
  const base = isPlain ? "FROM logs WHERE 1" : `${fromWhere(chosen)}`;
  const values = chosen.parameters.values;
  const empty = await histogram(visit, span, buckets, []);
  if (empty.from === null || empty.to === null) return jsonAnswer({ ok: true, ...empty } satisfies LogHistogram);
  const inTime = "timestamp >= :from_time AND timestamp < :to_time";
  const times = { from_time: empty.from, to_time: empty.to };
  if (!isPlain) {
    const series = await byLevel(visit, `${base} AND ${inTime}`, { ...values, ...times }, empty, buckets);
    return jsonAnswer({ ok: true, ...empty, series } satisfies LogHistogram);
  }
  // All records by their index on time, the few severe ones by level: what is left is below WARNING.
  const [all, severe] = await Promise.all([
    histogram(visit, span, buckets, [{ name: "all", fromWhere: [base] }]),
    byLevel(visit, `FROM logs WHERE severity >= 13 AND ${inTime}`, times, empty, buckets),
  ]);
  const lower = (all.series[0]?.counts ?? []).map((count, at) =>
    severe.reduce((left, one) => left - (one.counts[at] ?? 0), count),
  );
  return jsonAnswer({
    ok: true,
    ...empty,
    series: [{ name: "lower", counts: lower }, ...severe],
  } satisfies LogHistogram);
}

/** Of all records each end is one look into the index on time. */
async function spanOf(visit: Visit, chosen: Selection): Promise<Span> {
  const sql =
    chosen.conditions.length > 0
      ? `SELECT min(timestamp) AS "from", max(timestamp) AS "to" ${fromWhere(chosen)}`
      : `SELECT (SELECT timestamp FROM logs WHERE timestamp IS NOT NULL ORDER BY timestamp LIMIT 1) AS "from",
          (SELECT timestamp FROM logs WHERE timestamp IS NOT NULL ORDER BY timestamp DESC LIMIT 1) AS "to"`;
  const whole = await rowOf<Span>(visit, sql, chosen.parameters.values);
  return { from: visit.args.get("from") ?? whole?.from ?? null, to: visit.args.get("to") ?? whole?.to ?? null };
}

async function byLevel(
  visit: Visit,
  rows: string,
  values: Readonly<Record<string, SqlValue>>,
  { from, bucket_ms }: { readonly from: string | null; readonly bucket_ms: number },
  buckets: number,
): Promise<Series[]> {
  const seconds = Date.parse(from ?? "") / 1000;
  const sql = `SELECT CAST((unixepoch(timestamp, 'subsec') - ${seconds}) * 1000 / ${bucket_ms} AS INTEGER) AS bucket,
      upper(ifnull(level, 'none')) AS level, count(*) AS n ${rows} GROUP BY 1, 2`;
  const found = await rowsOf<{ bucket: number; level: string; n: number }>(visit, sql, values);
  const levels = [...new Set(found.map(({ level }) => level))].sort();
  return levels.map((name) => {
    const counts = new Array<number>(buckets).fill(0);
    for (const { bucket, level, n } of found) if (level === name) counts[Math.min(bucket, buckets - 1)] = n;
    return { name, counts };
  });
}
