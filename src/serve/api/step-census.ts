// How many steps lie where, so that any of a million can be gone to: counts along the indexes on time, kept by file.

import type { SqlValue } from "../../operations/serving.ts";
import type { Visit } from "../visit.ts";
import { rowOf } from "./ask.ts";
import { oncePerFile } from "./once-per-file.ts";
import { rankOf } from "./step-kinds.ts";
import { type Place, placeBefore } from "./step-places.ts";
import { stepSpan } from "./step-span.ts";
import { alongTime, beyond, placeValues, type StepRows } from "./step-windows.ts";
import { type Counted, histogram, passHistogram, type Span, timeText } from "./time-buckets.ts";
import type { StepKind, StepTotal } from "./types.ts";

interface Census {
  readonly total: StepTotal;
  readonly buckets: readonly Bucket[];
}

interface Counting {
  readonly rows: StepRows;
  readonly is_exact: boolean;
}

interface Bucket extends Span {
  readonly from: string;
  readonly to: string;
  readonly count: number;
}

const bucketCount = 200;
/** Steps of a bucket that are put in order to find one of them. */
const mostOrdered = 5_000;
/** Events of which each is asked whether a tool call or a prompt shows it. */
const mostAskedEvents = 20_000;

export function censusOf(visit: Visit, kinds: readonly StepRows[]): Promise<Census> {
  const key = kinds.map(({ source, conditions, values }) => [source.kind, conditions, values]);
  return oncePerFile(visit, `census ${JSON.stringify(key)}`, (inner) => countAll(inner, kinds));
}

async function countAll(visit: Visit, wanted: readonly StepRows[]): Promise<Census> {
  const counting = await Promise.all(wanted.map((rows) => countable(visit, rows)));
  const kinds = counting.map(({ rows }) => rows);
  const [span, timeless] = await Promise.all([stepSpan(visit, visit.args.get("session")), countTimeless(visit, kinds)]);
  const buckets = await bucketsOf(visit, kinds, span);
  const timed = buckets.reduce((sum, { count }) => sum + count, 0);
  const total = { count: timed + timeless, is_exact: counting.every(({ is_exact }) => is_exact) };
  return { total, buckets };
}

/** Whether an event is shown as something else is a look-up a row: of very many, all are counted where none can be so. */
async function countable(visit: Visit, rows: StepRows): Promise<Counting> {
  const { where, everyWhere } = rows.source;
  if (everyWhere === undefined) return { rows, is_exact: true };
  const all = { ...rows, conditions: rows.conditions.map((one) => (one === where ? everyWhere : one)) };
  const few = `SELECT count(*) AS n FROM (SELECT 1 ${fromWhere(all)} LIMIT ${mostAskedEvents + 1})`;
  const found = await rowOf<{ n: number }>(visit, few, all.values);
  if ((found?.n ?? 0) <= mostAskedEvents) return { rows, is_exact: true };
  const ofSession = rows.values.session === undefined ? "1" : "session_id = :session";
  const twins = ["tool_calls", "prompt_events"].map(
    (view) => `EXISTS (SELECT 1 FROM ${view} WHERE ${ofSession} AND event_id IS NOT NULL)`,
  );
  const shown = await rowOf<{ n: number }>(visit, `SELECT ${twins.join(" OR ")} AS n`, rows.values);
  return { rows: all, is_exact: shown?.n === 0 };
}

function fromWhere({ from, conditions }: StepRows): string {
  return `FROM ${from} AS t WHERE ${["1", ...conditions].join(" AND ")}`;
}

/** Within a range of time. */
function fromWhereIn(rows: StepRows, range: string): string {
  return `${fromWhere({ ...rows, conditions: rows.onTheWay ?? rows.conditions })} AND ${range}`;
}

async function countTimeless(visit: Visit, kinds: readonly StepRows[]): Promise<number> {
  const counts = kinds.map((rows) => `(SELECT count(*) ${fromWhere(rows)} AND timestamp IS NULL)`);
  const found = await rowOf<{ n: number }>(visit, `SELECT ${counts.join(" + ") || "0"} AS n`, kinds[0]?.values);
  return found?.n ?? 0;
}

async function bucketsOf(visit: Visit, kinds: readonly StepRows[], span: Span): Promise<Bucket[]> {
  const values = kinds[0]?.values ?? {};
  const counted = kinds.map((rows): Counted => ({ name: rows.source.kind, fromWhere: [fromWhere(rows)] }));
  const inOnePass = kinds.some(({ counting }) => counting === "pass");
  const count = inOnePass ? passHistogram : histogram;
  const { from, bucket_ms, series } = await count(visit, span, bucketCount, counted, values);
  if (from === null) return [];
  const begin = Date.parse(from);
  return Array.from({ length: bucketCount }, (_, at) => ({
    from: timeText(begin + at * bucket_ms),
    to: timeText(begin + (at + 1) * bucket_ms),
    count: series.reduce((sum, { counts }) => sum + (counts[at] ?? 0), 0),
  }));
}

/** The place before the N-th step, from 0. */
export async function placeAtStep(visit: Visit, wanted: readonly StepRows[], start: number): Promise<Place> {
  const census = await censusOf(visit, wanted);
  return placeIn(visit, wanted, census.buckets, start);
}

async function placeIn(
  visit: Visit,
  kinds: readonly StepRows[],
  buckets: readonly Bucket[],
  start: number,
): Promise<Place> {
  let skipped = start;
  for (const bucket of buckets) {
    if (skipped >= bucket.count) {
      skipped -= bucket.count;
      continue; // It lies behind this one.
    }
    const width = Date.parse(bucket.to) - Date.parse(bucket.from);
    if (bucket.count > mostOrdered && width > 1) {
      const last = timeText(Date.parse(bucket.to) - 1);
      return placeIn(visit, kinds, await bucketsOf(visit, kinds, { from: bucket.from, to: last }), skipped);
    }
    const inBucket = `${alongTime("timestamp >= :bucket_from")} AND ${alongTime("timestamp < :bucket_to")}`;
    const values = { bucket_from: bucket.from, bucket_to: bucket.to };
    return (await orderedPlace(visit, kinds, inBucket, values, skipped)) ?? placeBefore(bucket.to);
  }
  return (await orderedPlace(visit, kinds, "timestamp IS NULL", {}, skipped)) ?? beyondAll;
}

/** Behind every step. */
const beyondAll: Place = { timestamp: null, source: 2n ** 62n, line: 0n, rank: 0, id: 0n };

interface Key {
  readonly kind: StepKind;
  readonly timestamp: string | null;
  readonly source_id: number;
  readonly line: number;
  readonly id: number;
}

async function orderedPlace(
  visit: Visit,
  kinds: readonly StepRows[],
  where: string,
  values: Readonly<Record<string, SqlValue>>,
  skipped: number,
): Promise<Place | null> {
  const keys = kinds.map(
    (rows) => `SELECT '${rows.source.kind}' AS kind, timestamp, source_id, ifnull(source_line, 0) AS line,
      ${rankOf(rows.source.kind)} AS rank, ${rows.id} AS id ${fromWhereIn(rows, where)}`,
  );
  const sql = `${keys.join(" UNION ALL ")} ORDER BY timestamp, source_id, line, rank, id LIMIT 1 OFFSET :skipped`;
  const key = await rowOf<Key>(visit, sql, { ...kinds[0]?.values, ...values, skipped });
  if (key === null) return null;
  const { kind, timestamp, source_id, line, id } = key;
  return { timestamp, source: BigInt(source_id), line: BigInt(line), rank: rankOf(kind), id: BigInt(id) - 1n };
}

/** How many steps stand before a place. */
export async function startOf(visit: Visit, wanted: readonly StepRows[], place: Place): Promise<number> {
  const { buckets } = await censusOf(visit, wanted);
  const { timestamp } = place;
  const at = buckets.findIndex(({ to }) => timestamp !== null && timestamp < to);
  const whole = at < 0 ? buckets : buckets.slice(0, at);
  const known = whole.reduce((sum, { count }) => sum + count, 0);
  const among =
    timestamp === null
      ? "timestamp IS NULL"
      : `${alongTime("timestamp >= :bucket_from")} AND ${alongTime("timestamp <= :place_time")}`;
  const values = { ...placeValues(place), bucket_from: whole.at(-1)?.to ?? "" };
  const counts = wanted.map((rows) => `(SELECT count(*) ${fromWhereIn(rows, among)} AND ${beyond(rows, place, "<")})`);
  const found = await rowOf<{ n: number }>(visit, `SELECT ${counts.join(" + ") || "0"} AS n`, {
    ...wanted[0]?.values,
    ...values,
  });
  return known + (found?.n ?? 0);
}
