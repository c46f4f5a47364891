// One stream of all that a session did, in windows: each kind is read from its own index, and the windows are merged.

import type { SqlValue } from "../../operations/serving.ts";
import { jsonAnswer } from "../http/answers.ts";
import { badRequest } from "../http/failure.ts";
import { tildeDecode, tildeEncode } from "../http/tilde.ts";
import type { Visit } from "../visit.ts";
import { countFrom, rowsOf } from "./ask.ts";
import { type StepSource, stepColumns, stepSources } from "./step-kinds.ts";
import { type Step, type StepKind, type Steps, stepKinds } from "./types.ts";

export type StepRow = Omit<Step, "token">;

/** A place between two steps: behind (or before) the step of this time, kind and id. */
interface Place {
  /** Null: among the steps without a time, which come last. */
  readonly timestamp: string | null;
  readonly rank: number;
  readonly id: bigint;
}

const mostSteps = 1_000;

export async function stepsAnswer(visit: Visit): Promise<Response> {
  const { args } = visit;
  const size = countFrom(visit, "_size", 200, mostSteps);
  const isBackward = !args.get("_next") && Boolean(args.get("_previous"));
  const place = placeFrom(visit);
  const found = await Promise.all(
    wantedSources(visit).map((source) => window(visit, source, place, isBackward, size + 1)),
  );
  const merged = found.flat().sort((a, b) => inOrder(a, b) * (isBackward ? -1 : 1));
  const kept = merged.slice(0, size);
  const hasMore = merged.length > size;
  if (isBackward) kept.reverse();
  const steps = kept.map(withToken);
  const isFirst = place === null;
  return jsonAnswer({
    ok: true,
    steps,
    next: (isBackward ? !isFirst : hasMore) ? (steps.at(-1)?.token ?? null) : null,
    previous: (isBackward ? hasMore : !isFirst) ? (steps[0]?.token ?? null) : null,
  } satisfies Steps);
}

export function withToken(row: StepRow): Step {
  return { ...row, token: tokenOf(row) };
}

function placeFrom({ args }: Visit): Place | null {
  const token = args.get("_next") || args.get("_previous");
  if (token) return readToken(token);
  const at = args.get("at");
  // Before all steps of that time.
  return at === null ? null : { timestamp: at, rank: -1, id: 0n };
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

async function window(
  visit: Visit,
  source: StepSource,
  place: Place | null,
  isBackward: boolean,
  limit: number,
): Promise<StepRow[]> {
  const { args } = visit;
  const session = args.get("session");
  const values: Record<string, SqlValue> = session === null ? {} : { session };
  const conditions = [source.where, ...(session === null ? [] : ["session_id = :session"])];
  if (args.isOn("failed")) conditions.push(source.failed);
  if (source.kind === "log") {
    const level = args.get("logs") ?? "debug";
    const least = Object.hasOwn(severities, level) ? severities[level] : undefined;
    if (least === undefined)
      throw badRequest(`logs=${level} is no level: it is one of ${Object.keys(severities).join(", ")}.`);
    if (least > 0) conditions.push(`severity >= ${least}`);
  }
  const rows: StepRow[] = [];
  for (const stretch of stretches(source, place, isBackward, values)) {
    if (rows.length >= limit) break;
    const direction = isBackward ? " DESC" : "";
    const sql = `SELECT ${stepColumns(source)} FROM ${source.table} AS t WHERE ${[...conditions, ...stretch].join(" AND ")}
      ORDER BY timestamp${direction}, id${direction} LIMIT ${limit - rows.length}`;
    rows.push(...(await rowsOf<StepRow>(visit, sql, values)));
  }
  return rows;
}

/** Rows with a time and rows without one are each served by the index on time. */
function stretches(
  source: StepSource,
  place: Place | null,
  isBackward: boolean,
  values: Record<string, SqlValue>,
): string[][] {
  const timed = "timestamp IS NOT NULL";
  const timeless = "timestamp IS NULL";
  if (place === null) return isBackward ? [[timeless], [timed]] : [[timed], [timeless]];
  const rank = stepSources.indexOf(source);
  values.place_id = place.id;
  // Of a kind that comes later at equal times, the steps of that time are still ahead.
  const isAhead = isBackward ? rank < place.rank : rank > place.rank;
  const isSame = rank === place.rank;
  const sign = isBackward ? "<" : ">";
  const behindId = isSame ? `id ${sign} :place_id` : isAhead ? "1" : "0";
  if (place.timestamp === null) return isBackward ? [[timeless, behindId], [timed]] : [[timeless, behindId]];
  values.place_time = place.timestamp;
  const behind = [`timestamp ${sign}= :place_time`, `(timestamp ${sign} :place_time OR ${behindId})`];
  return isBackward ? [behind] : [behind, [timeless]];
}

function rankOf(kind: StepKind): number {
  return stepSources.findIndex((source) => source.kind === kind);
}

function inOrder(a: StepRow, b: StepRow): number {
  if (a.timestamp !== b.timestamp) {
    if (a.timestamp === null) return 1;
    if (b.timestamp === null) return -1;
    return a.timestamp < b.timestamp ? -1 : 1;
  }
  return rankOf(a.kind) - rankOf(b.kind) || (a.id < b.id ? -1 : a.id > b.id ? 1 : 0);
}

function tokenOf({ timestamp, kind, id }: StepRow): string {
  return `${timestamp === null ? "$null" : tildeEncode(timestamp)},${rankOf(kind)},${id}`;
}

function readToken(token: string): Place {
  const [time, rank, id] = token.split(",");
  if (time === undefined || !/^\d$/.test(rank ?? "") || !/^-?\d{1,19}$/.test(id ?? "")) {
    throw badRequest("_next is not a place among the steps.");
  }
  return { timestamp: time === "$null" ? null : tildeDecode(time), rank: Number(rank), id: BigInt(id ?? 0) };
}
