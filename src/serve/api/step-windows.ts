// Rows of one kind of steps behind or before a place, along the index on time.

import type { SqlValue } from "../../operations/serving.ts";
import { badRequest } from "../http/failure.ts";
import type { Visit } from "../visit.ts";
import { rowsOf } from "./ask.ts";
import { rankOf, type StepSource, stepColumns, stepSources } from "./step-kinds.ts";
import { inOrder, type Place, placeOf, tokenOf } from "./step-places.ts";
import { type Step, stepKinds } from "./types.ts";

export type StepRow = Omit<Step, "token" | "is_failed"> & { readonly is_failed: number };

export type Values = Readonly<Record<string, SqlValue>>;

export function stepOf({ is_failed, ...row }: StepRow): Step {
  return { ...row, token: tokenOf(placeOf(row)), is_failed: is_failed === 1 };
}

/** The steps of one kind that an address asks for. */
export interface StepRows {
  readonly source: StepSource;
  /** Of it, or of `errors`, which is short: the rows that say where the steps are. */
  readonly from: string;
  readonly id: string;
  readonly conditions: readonly string[];
  readonly values: Values;
  /** `pass`: the conditions leave few of the table's rows, or have other indexes, so that one pass counts them best. */
  readonly counting?: "pass";
  /** The conditions for rows that are met along the time, where other indexes would lead SQLite away from it. */
  readonly onTheWay?: readonly string[];
  /** `sort`: there are so few of them that they are found by their conditions and put in order. */
  readonly walking?: "sort";
}

export function stepRowsOf(visit: Visit): StepRows[] {
  const { args } = visit;
  const session = args.get("session");
  const values: Values = session === null ? {} : { session };
  const ofSession = session === null ? [] : ["session_id = :session"];
  return wantedSources(visit).map((source): StepRows => {
    const { table, rows, where, failed, errorDigit, kind } = source;
    if (args.isOn("failed") && errorDigit !== null) {
      const isOfKind =
        where === "1" ? [] : [`EXISTS (SELECT 1 FROM ${table} AS t WHERE t.id = origin_id AND ${where})`];
      const conditions = [...ofSession, `origin_table = '${table}'`, ...isOfKind];
      return { source, from: "errors", id: "origin_id", conditions, values };
    }
    const conditions = [
      ...ofSession,
      where,
      ...(args.isOn("failed") ? [failed] : []),
      ...(kind === "log" ? ofLevel(visit) : []),
    ];
    return { source, from: rows, id: "id", conditions, values };
  });
}

function wantedSources({ args }: Visit): StepSource[] {
  const kinds = args.list("kinds");
  const unknown = kinds.find((kind) => !stepKinds.some((known) => known === kind));
  if (unknown !== undefined)
    throw badRequest(`There is no kind "${unknown}" of step. There are ${stepKinds.join(", ")}.`);
  const withLogs = args.has("logs") || kinds.includes("log");
  return stepSources.filter(({ kind }) => (kind === "log" ? withLogs : kinds.length === 0 || kinds.includes(kind)));
}

const severities: Readonly<Record<string, number>> = { debug: 0, info: 9, warning: 13, error: 17 };

function ofLevel({ args }: Visit): string[] {
  const level = args.get("logs") ?? "debug";
  const least = Object.hasOwn(severities, level) ? severities[level] : undefined;
  if (least === undefined)
    throw badRequest(`logs=${level} is no level: it is one of ${Object.keys(severities).join(", ")}.`);
  return least > 0 ? [`severity >= ${least}`] : [];
}

export type Direction = "forward" | "backward";

/** At most `limit` steps of all kinds behind (or before) a place, always from the first to the last. */
export async function stepsFrom(
  visit: Visit,
  kinds: readonly StepRows[],
  place: Place | null,
  direction: Direction,
  limit: number,
): Promise<Step[]> {
  const found = await Promise.all(kinds.map((rows) => windowOf(visit, rows, place, direction, limit)));
  const merged = found.flat().map((row) => ({ row, place: placeOf(row) }));
  merged.sort((a, b) => inOrder(a.place, b.place));
  const kept = direction === "forward" ? merged.slice(0, limit) : merged.slice(Math.max(0, merged.length - limit));
  return kept.map(({ row }) => stepOf(row));
}

async function windowOf(
  visit: Visit,
  kind: StepRows,
  place: Place | null,
  direction: Direction,
  limit: number,
): Promise<StepRow[]> {
  const values: Record<string, SqlValue> = { ...kind.values };
  const rows: StepRow[] = [];
  const backwards = direction === "backward" ? " DESC" : "";
  const order = ["timestamp", "source_id", "line", "id"].map((column) => column + backwards).join(", ");
  for (const stretch of stretches(kind, place, direction, values)) {
    if (rows.length >= limit) break;
    // Only what orders them is sorted, where many rows have one time.
    const keys = `SELECT ${kind.id} AS id, timestamp, source_id, ifnull(source_line, 0) AS line FROM ${kind.from} AS t
      WHERE ${[...(kind.onTheWay ?? kind.conditions), ...stretch].join(" AND ")} ORDER BY ${order} LIMIT ${limit - rows.length}`;
    const sql = `SELECT ${stepColumns(kind.source)} FROM ${kind.source.rows} AS t WHERE t.id IN (SELECT id FROM (${keys}))`;
    rows.push(...(await rowsOf<StepRow>(visit, sql, values)));
  }
  return rows;
}

/** Rows with a time and rows without one are each served by the index on time. */
function stretches(
  rows: StepRows,
  place: Place | null,
  direction: Direction,
  values: Record<string, SqlValue>,
): string[][] {
  const isBackward = direction === "backward";
  const inTime = rows.walking === "sort" ? (condition: string) => condition : alongTime;
  const timed = inTime("timestamp >= ''");
  const timeless = "timestamp IS NULL";
  if (place === null) return isBackward ? [[timeless], [timed]] : [[timed], [timeless]];
  const sign = isBackward ? "<" : ">";
  Object.assign(values, placeValues(place));
  const other = beyond(rows, place, sign);
  if (place.timestamp === null) return isBackward ? [[timeless, other], [timed]] : [[timeless, other]];
  const first = [inTime(`timestamp ${sign}= :place_time`), other];
  return isBackward ? [first] : [first, [timeless]];
}

/** A range that is said to be short: SQLite then walks along the index on time until it has enough, and sorts no table. */
export function alongTime(condition: string): string {
  return `likelihood(${condition}, 0.001)`;
}

/** Whether a row stands behind (or before) a place, among those with a time or among those without. */
export function beyond({ source, id }: StepRows, { timestamp, rank }: Place, sign: "<" | ">"): string {
  const key = `(source_id, ifnull(source_line, 0), ${rankOf(source.kind)}, ${id})`;
  const there = `${key} ${sign} (:place_source, :place_line, ${rank}, :place_id)`;
  return timestamp === null ? there : `(timestamp ${sign} :place_time OR timestamp = :place_time AND ${there})`;
}

export function placeValues({ timestamp, source, line, id }: Place): Values {
  return { place_time: timestamp, place_source: source, place_line: line, place_id: id };
}
