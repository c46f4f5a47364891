// Buckets of time as lines of a map: the more steps the wider, and what is empty for long takes only a few lines.

import type { SessionMap } from "../queries/session-map.ts";
import { type StepKind, stepKinds } from "../queries/steps.ts";

export interface MapLine {
  /** Milliseconds. */
  readonly from: number;
  readonly to: number;
  readonly isGap: boolean;
  /** Parts of the width, which they fill together in the fullest line. */
  readonly kinds: readonly { readonly kind: StepKind; readonly part: number }[];
  readonly failures: number;
}

/** A stretch without a step takes at most this many lines. */
const widestGap = 8;

export function linesOf(map: SessionMap, hidden: readonly StepKind[], allLogs: boolean): MapLine[] {
  const { begin, bucketMs, series, isLogSevere } = map;
  if (begin === null) return [];
  // Log records below WARNING are no steps unless they are asked for: they would cover everything.
  const isShown = (kind: StepKind) => !hidden.includes(kind) && (kind !== "log" || allLogs || isLogSevere);
  const shown = stepKinds.filter((kind) => isShown(kind) && series[kind] !== undefined);
  const length = Math.max(0, ...Object.values(series).map((counts) => counts.length));
  const failures = series.failure ?? [];
  const sums = Array.from({ length }, (_, at) => shown.reduce((sum, kind) => sum + (series[kind]?.[at] ?? 0), 0));
  const most = Math.max(1, ...sums);
  const isEmpty = (at: number) => (sums[at] ?? 0) === 0 && (failures[at] ?? 0) === 0;
  const lines: MapLine[] = [];
  const last = lastOf(length, isEmpty);
  let first = 0;
  while (first <= last && isEmpty(first)) first += 1;
  for (let at = first; at <= last; ) {
    let until = at + 1;
    while (isEmpty(at) && until <= last && isEmpty(until)) until += 1;
    if (until - at > widestGap) {
      lines.push(...gapOf(begin + at * bucketMs, begin + until * bucketMs));
    } else {
      for (let one = at; one < until; one += 1) {
        const sum = sums[one] ?? 0;
        // A single step stays visible beside thousands.
        const wide = sum === 0 ? 0 : Math.max(0.18, Math.log1p(sum) / Math.log1p(most));
        const kinds = shown.flatMap((kind) => {
          const count = series[kind]?.[one] ?? 0;
          return count === 0 ? [] : [{ kind, part: (wide * count) / sum }];
        });
        const from = begin + one * bucketMs;
        lines.push({ from, to: from + bucketMs, isGap: false, kinds, failures: failures[one] ?? 0 });
      }
    }
    at = until;
  }
  return lines;
}

function lastOf(length: number, isEmpty: (at: number) => boolean): number {
  let last = length - 1;
  while (last >= 0 && isEmpty(last)) last -= 1;
  return last;
}

function gapOf(from: number, to: number): MapLine[] {
  const step = (to - from) / widestGap;
  return Array.from({ length: widestGap }, (_, at) => ({
    from: from + at * step,
    to: from + (at + 1) * step,
    isGap: at === Math.floor(widestGap / 2),
    kinds: [],
    failures: 0,
  }));
}

/** Where a time lies on the map, from 0 to 1. */
export function placeOn(lines: readonly MapLine[], ms: number): number {
  const at = lines.findLastIndex(({ from }) => from <= ms);
  const line = lines[at];
  if (line === undefined) return 0;
  return (at + Math.min(1, (ms - line.from) / Math.max(1, line.to - line.from))) / lines.length;
}

/** Which time lies at a part of the map, from 0 to 1. */
export function timeOn(lines: readonly MapLine[], part: number): number {
  const exact = Math.max(0, Math.min(0.9999, part)) * lines.length;
  const line = lines[Math.floor(exact)];
  return line === undefined ? 0 : line.from + (exact % 1) * (line.to - line.from);
}
