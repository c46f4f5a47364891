// The log records as the page asks for them: windows of rows, counts by value, places, the next error, the lines around one.

import { table } from "../api/client.ts";
import { countOf, numberOf, type Row, textOf } from "../api/rows.ts";
import { tildeEncode } from "../format/tilde.ts";
import { instant } from "../format/times.ts";
import type { Loading } from "../state/answer.ts";
import type { Query } from "../state/place.ts";
import type { Wish } from "../state/windows.ts";
import { type Anchor, anchorBefore } from "./conditions.ts";
import { type LogFacet, type LogFilter, logArguments } from "./log-filter.ts";
import { finerAnchors, logCount } from "./log-histogram.ts";

export interface LogLine {
  readonly id: string;
  readonly timestamp: string | null;
  readonly level: string | null;
  readonly severity: number | null;
  readonly logger: string | null;
  readonly event: string | null;
  readonly message: string | null;
}

const columns = ["timestamp", "level", "severity", "logger", "event", "message"];
const shown = { _col: columns, _text_size: "400" };
const inTime = { _sort: "timestamp" };

/** The server gives no more rows at once. */
const mostRows = 1000;

export async function logWindow(
  bundle: string,
  filter: LogFilter,
  anchors: readonly Anchor[],
  { start, size, after, before }: Wish<LogLine>,
): Promise<readonly LogLine[]> {
  const given = { ...logArguments(filter), ...shown, ...inTime };
  const some = async (more: Query, rows: number) =>
    (await table(bundle, "logs", { ...given, ...more, _size: String(rows) })).rows.map(lineOf);
  if (after !== undefined) return some({ _next: tokenOf(after) }, size);
  if (before !== undefined) return some({ _previous: tokenOf(before) }, size);
  const anchor = await anchorFor(bundle, filter, anchors, start);
  let skip = start - anchor.start;
  let from: Query = anchor.from === null ? {} : { _next: beforeTime(anchor.from) };
  for (;;) {
    const rows = await some(from, Math.min(mostRows, skip + size));
    if (rows.length > skip || rows.length < mostRows) return rows.slice(skip, skip + size);
    skip -= rows.length;
    const last = rows.at(-1);
    if (last === undefined) return [];
    from = { _next: tokenOf(last) };
  }
}

/** As the server names the place behind a row of this order. */
function tokenOf({ timestamp, id }: Pick<LogLine, "timestamp" | "id">): string {
  return `${timestamp === null ? "$null" : tildeEncode(timestamp)},${id}`;
}

function beforeTime(timestamp: string): string {
  return tokenOf({ timestamp, id: "-1" });
}

const farthest = 2 * mostRows;
const narrowestMs = 2;

/** Close enough to the wanted place: bursts of records are counted more finely. */
async function anchorFor(
  bundle: string,
  filter: LogFilter,
  anchors: readonly Anchor[],
  start: number,
): Promise<Anchor> {
  const anchor = anchorBefore(anchors, start);
  const next = anchors[anchors.indexOf(anchor) + 1];
  const [from, to] = [instant(anchor.from), instant(next?.from ?? null)];
  const isNear = start - anchor.start <= farthest;
  if (isNear || from === null || to === null || to - from <= narrowestMs) return anchor;
  const finer = await finerAnchors(bundle, filter, anchor.from ?? "", next?.from ?? "", anchor.start);
  if (finer.length < 2) return anchor;
  return anchorFor(bundle, filter, [...finer, ...(next === undefined ? [] : [next])], start);
}

function lineOf(row: Row): LogLine {
  return {
    id: textOf(row.id) ?? "",
    timestamp: textOf(row.timestamp),
    level: textOf(row.level),
    severity: numberOf(row.severity),
    logger: textOf(row.logger),
    event: textOf(row.event),
    message: textOf(row.message),
  };
}

export interface FacetCount {
  /** Empty: NULL. */
  readonly value: string;
  readonly count: number;
}

export const facetLimit = 60;

/** Counts of a column's values under all other choices. */
export function logFacet(bundle: string, filter: LogFilter, facet: LogFacet): Loading<readonly FacetCount[]> {
  const others = { ...filter, chosen: { ...filter.chosen, [facet]: [] } };
  return {
    key: `facet ${bundle} ${facet} ${JSON.stringify(others)}`,
    load: async (signal) => {
      const given = { ...logArguments(others), _size: "0", _facet: facet, _facet_size: String(facetLimit) };
      const [answer, unstated] = await Promise.all([
        table(bundle, "logs", given, signal),
        logCount(bundle, others, { [`${facet}__isnull`]: "1" }, signal),
      ]);
      if (answer.facet_results.timed_out.length > 0) throw new Error("Counting took too long. Narrow the filter.");
      const results = answer.facet_results.results[facet]?.results ?? [];
      const stated = results.map(({ value, count }) => ({ value: String(value ?? ""), count: countOf(count) }));
      return unstated === 0 ? stated : [...stated, { value: "", count: unstated }];
    },
  };
}

/** The place of a record in the filtered list; null: the filter leaves it out. */
export function logPosition(bundle: string, filter: LogFilter, id: string): Loading<number | null> {
  return {
    key: `position ${bundle} ${id} ${JSON.stringify(filter)}`,
    load: async (signal) => {
      const given = { ...logArguments(filter), _col: "timestamp", _size: "1", id };
      const [row] = (await table(bundle, "logs", given, signal)).rows;
      if (row === undefined) return null;
      const timestamp = textOf(row.timestamp);
      const count = (more: Readonly<Record<string, string>>) => logCount(bundle, filter, more, signal);
      if (timestamp === null) return count({ timestamp__isnull: "1", id__lt: id });
      const isOpen = filter.from === null && filter.to === null;
      const [timeless, earlier, same] = await Promise.all([
        isOpen ? count({ timestamp__isnull: "1" }) : 0,
        countBefore(bundle, filter, timestamp, signal),
        count({ timestamp, id__lt: id }),
      ]);
      return timeless + earlier + same;
    },
  };
}

function countBefore(bundle: string, filter: LogFilter, time: string, signal: AbortSignal): Promise<number> {
  // Of the two bounds above only the lower one counts.
  const to = filter.to !== null && filter.to < time ? filter.to : time;
  return logCount(bundle, { ...filter, to }, {}, signal);
}

/** The next (1) or previous (-1) record from ERROR up, seen from a record. */
export async function neighbourError(
  bundle: string,
  filter: LogFilter,
  id: string | null,
  direction: 1 | -1,
): Promise<string | null> {
  const given = { ...logArguments(filter), ...inTime, _col: "timestamp", _size: "1", severity__gte: "17" };
  const place = id === null ? {} : await placeOf(bundle, id, direction);
  const backwards = direction === -1 && id === null ? { _sort: [], _sort_desc: "timestamp" } : {};
  const { rows } = await table(bundle, "logs", { ...given, ...backwards, ...place });
  return textOf(rows[0]?.id);
}

async function placeOf(bundle: string, id: string, direction: 1 | -1): Promise<Query> {
  const [row] = (await table(bundle, "logs", { id, _col: "timestamp", _size: "1" })).rows;
  const token = tokenOf({ timestamp: textOf(row?.timestamp), id });
  return direction === 1 ? { _next: token } : { _previous: token };
}

/** The records of the same source before and behind one, in the source's order. */
export function logsAround(bundle: string, id: string, lines: number): Loading<readonly LogLine[]> {
  return {
    key: `around ${bundle} ${id} ${lines}`,
    load: async (signal) => {
      // A source's records are numbered one after the other.
      const [first, last] = [BigInt(id) - BigInt(lines), BigInt(id) + BigInt(lines)];
      const source = BigInt(id) >> 32n;
      const given = { ...shown, source_id: String(source), id__gte: String(first), id__lte: String(last) };
      const { rows } = await table(bundle, "logs", { ...given, _size: String(2 * lines + 1) }, signal);
      return rows.map(lineOf);
    },
  };
}
