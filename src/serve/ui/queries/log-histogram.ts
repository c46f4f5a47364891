// How many log records when.

import type * as Served from "../../api/types.ts";
import { endpoint } from "../api/client.ts";
import { instant } from "../format/times.ts";
import type { Loading } from "../state/answer.ts";
import { type LogFilter, logArguments } from "./log-filter.ts";

export interface Histogram {
  /** Milliseconds where buckets begin, and the end of the last one. */
  readonly edges: readonly number[];
  readonly total: readonly number[];
  /** Severity from WARNING up. */
  readonly warnings: readonly number[];
  /** Severity from ERROR up. */
  readonly errors: readonly number[];
}

const bucketCount = 140;

export function logHistogram(bundle: string, filter: LogFilter): Loading<Histogram> {
  return {
    key: `histogram ${bundle} ${JSON.stringify(filter)}`,
    load: async (signal) => {
      const given = { ...logArguments(filter), buckets: String(bucketCount) };
      return histogramOf(await endpoint<Served.LogHistogram>(bundle, "log-histogram", given, signal));
    },
  };
}

const severe = /^(ERROR|CRITICAL|FATAL|ALERT|EMERGENCY|PANIC)$/;
const mild = /^WARN(ING)?$/;

function histogramOf(served: Served.LogHistogram): Histogram {
  const begin = instant(served.from);
  const length = Math.max(0, ...served.series.map(({ counts }) => counts.length));
  const of = (test: (name: string) => boolean) => {
    const series = served.series.filter(({ name }) => test(name));
    return Array.from({ length }, (_, at) => series.reduce((sum, { counts }) => sum + (counts[at] ?? 0), 0));
  };
  return {
    edges: begin === null ? [] : Array.from({ length: length + 1 }, (_, at) => begin + at * served.bucket_ms),
    total: of(() => true),
    errors: of((name) => severe.test(name)),
    warnings: of((name) => severe.test(name) || mild.test(name)),
  };
}

/** Milliseconds where about the N-th record lies; null: not known. */
export function timeNear({ edges, total }: Histogram, index: number): number | null {
  let before = 0;
  for (const [at, count] of total.entries()) {
    if (before + count > index) return edges[at] ?? null;
    before += count;
  }
  return null;
}
