// How many log records when, and so where in the list a time begins.

import type * as Served from "../../api/types.ts";
import { endpoint, table } from "../api/client.ts";
import { instant, utcText } from "../format/times.ts";
import type { Loading } from "../state/answer.ts";
import type { Anchor } from "./conditions.ts";
import { type LogFilter, logArguments, rowArguments } from "./log-filter.ts";

export interface Histogram {
  /** Milliseconds where buckets begin, and the end of the last one. */
  readonly edges: readonly number[];
  readonly total: readonly number[];
  /** Severity from WARNING up. */
  readonly warnings: readonly number[];
  /** Severity from ERROR up. */
  readonly errors: readonly number[];
  readonly count: number;
  readonly anchors: readonly Anchor[];
}

const bucketCount = 140;

export function logHistogram(bundle: string, filter: LogFilter): Loading<Histogram> {
  return {
    key: `histogram ${bundle} ${JSON.stringify(filter)}`,
    load: async (signal) => {
      const isOpen = filter.from === null && filter.to === null;
      const [buckets, timeless] = await Promise.all([
        bucketsOf(bundle, filter, filter.from, filter.to, bucketCount, signal),
        isOpen ? logCount(bundle, filter, { timestamp__isnull: "1" }, signal) : 0,
      ]);
      return histogramOf(buckets, timeless);
    },
  };
}

/** How many records pass the filter and some more conditions. */
export async function logCount(
  bundle: string,
  filter: LogFilter,
  more: Readonly<Record<string, string>>,
  signal?: AbortSignal,
): Promise<number> {
  const given = { ...logArguments(filter), ...more, _size: "0", _extra: "count" };
  const { count } = await table(bundle, "logs", given, signal);
  if (count === null) throw new Error("Counting the records took too long. Narrow the filter.");
  return count;
}

function bucketsOf(
  bundle: string,
  filter: LogFilter,
  from: string | null,
  to: string | null,
  buckets: number,
  signal?: AbortSignal,
): Promise<Served.LogHistogram> {
  const span = { from: from ?? undefined, to: to ?? undefined };
  const given = { ...rowArguments(filter), ...span, buckets: String(buckets) };
  return endpoint<Served.LogHistogram>(bundle, "log-histogram", given, signal);
}

const severe = /^(ERROR|CRITICAL|FATAL|ALERT|EMERGENCY|PANIC)$/;
const mild = /^WARN(ING)?$/;

function histogramOf(served: Served.LogHistogram, timeless: number): Histogram {
  const begin = instant(served.from);
  const length = Math.max(0, ...served.series.map(({ counts }) => counts.length));
  const of = (test: (name: string) => boolean) => {
    const series = served.series.filter(({ name }) => test(name));
    return Array.from({ length }, (_, at) => series.reduce((sum, { counts }) => sum + (counts[at] ?? 0), 0));
  };
  const total = of(() => true);
  const errors = of((name) => severe.test(name));
  const warnings = of((name) => severe.test(name) || mild.test(name));
  const edges = begin === null ? [] : Array.from({ length: length + 1 }, (_, at) => begin + at * served.bucket_ms);
  const anchors = anchorsOf(edges, total, timeless);
  return { edges, total, warnings, errors, anchors, count: timeless + total.reduce((sum, one) => sum + one, 0) };
}

/** Records without a time stand before all others. */
function anchorsOf(edges: readonly number[], total: readonly number[], first: number): Anchor[] {
  const anchors: Anchor[] = first === 0 ? [] : [{ start: 0, from: null }];
  let start = first;
  for (const [at, count] of total.entries()) {
    const edge = edges[at];
    if (edge !== undefined) anchors.push({ start, from: utcText(edge) });
    start += count;
  }
  return anchors.length === 0 ? [{ start: 0, from: null }] : anchors;
}

/** Anchors between two anchors, where too many records lie between them. */
export async function finerAnchors(
  bundle: string,
  filter: LogFilter,
  from: string,
  to: string,
  start: number,
): Promise<readonly Anchor[]> {
  const { edges, total } = histogramOf(await bucketsOf(bundle, filter, from, to, 500), 0);
  return anchorsOf(edges, total, start).filter((anchor) => anchor.from !== null);
}
