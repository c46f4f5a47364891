// The log records as the page asks for them: windows of rows, counts by value, places, the next error, the lines around one.

import type * as Served from "../../api/types.ts";
import { endpoint, table } from "../api/client.ts";
import { numberOf, type Row, textOf } from "../api/rows.ts";
import type { Loading } from "../state/answer.ts";
import type { Query } from "../state/place.ts";
import type { Wish } from "../state/windows.ts";
import { type LogFacet, type LogFilter, logArguments } from "./log-filter.ts";

export interface LogLine {
  readonly id: string;
  readonly timestamp: string | null;
  readonly level: string | null;
  readonly severity: number | null;
  readonly logger: string | null;
  readonly event: string | null;
  readonly message: string | null;
}

/** A line with its place in the list. */
export interface PlacedLine extends LogLine {
  readonly token: string;
}

function lines(bundle: string, filter: LogFilter, more: Query, signal?: AbortSignal): Promise<Served.LogLines> {
  return endpoint<Served.LogLines>(bundle, "log-lines", { ...logArguments(filter), ...more }, signal);
}

export async function logWindow(
  bundle: string,
  filter: LogFilter,
  { start, size, after, before }: Wish<PlacedLine>,
): Promise<readonly PlacedLine[]> {
  const place =
    after !== undefined
      ? { _next: after.token }
      : before !== undefined
        ? { _previous: before.token }
        : start === 0
          ? {}
          : { start: String(start) };
  const { steps } = await lines(bundle, filter, { ...place, _size: String(size) });
  return steps.map(({ id, token, timestamp, level, severity, logger, event, text }) => ({
    id: String(id),
    token,
    timestamp,
    level,
    severity,
    logger,
    event,
    message: text,
  }));
}

export function logCount(bundle: string, filter: LogFilter): Loading<number> {
  return {
    key: `log count ${bundle} ${JSON.stringify(filter)}`,
    load: async (signal) => {
      const { total } = await lines(bundle, filter, { _size: "1", _total: "on" }, signal);
      if (total === null) throw new Error("The server did not count the records.");
      return total.count;
    },
  };
}

/** The place of a record in the filtered list; null: the filter leaves it out. */
export function logPosition(bundle: string, filter: LogFilter, id: string): Loading<number | null> {
  return {
    key: `position ${bundle} ${id} ${JSON.stringify(filter)}`,
    load: async (signal) => {
      const given = { around: `logs:${id}`, _size: "2", _total: "on" };
      const { steps, around, start } = await lines(bundle, filter, given, signal);
      const isThere = around !== null && String(steps[around]?.id) === id;
      return isThere && start !== null ? start + around : null;
    },
  };
}

/** The next (1) or previous (-1) record from ERROR up, seen from a record, or from the beginning or the end. */
export async function neighbourError(
  bundle: string,
  filter: LogFilter,
  id: string | null,
  direction: 1 | -1,
): Promise<string | null> {
  const from = id === null ? undefined : `logs:${id}`;
  const place = direction === 1 ? { _next: from } : { _previous: from ?? "end" };
  const { steps } = await lines(bundle, filter, { ...place, failed: "on", _size: "1" });
  const [line] = steps;
  return line === undefined ? null : String(line.id);
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
      const given = { ...logArguments(others), facet, _size: String(facetLimit) };
      const { facets } = await endpoint<Served.LogFacets>(bundle, "log-facets", given, signal);
      return (facets[0]?.values ?? []).map(({ value, count }) => ({ value: value ?? "", count }));
    },
  };
}

/** The records of the same source before and behind one, in the source's order. */
export function logsAround(bundle: string, id: string, reach: number): Loading<readonly LogLine[]> {
  return {
    key: `around ${bundle} ${id} ${reach}`,
    load: async (signal) => {
      // A source's records are numbered one after the other.
      const [first, last] = [BigInt(id) - BigInt(reach), BigInt(id) + BigInt(reach)];
      const source = String(BigInt(id) >> 32n);
      const given = { source_id: source, id__gte: String(first), id__lte: String(last), _size: String(2 * reach + 1) };
      const { rows } = await table(bundle, "logs", { ...given, _col: columns, _text_size: "400" }, signal);
      return rows.map(lineOf);
    },
  };
}

const columns = ["timestamp", "level", "severity", "logger", "event", "message"];

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
