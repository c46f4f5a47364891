// Places in the stream of steps: how they are ordered, written into addresses, and found by a row.

import { badRequest, notFound } from "../http/failure.ts";
import { tildeDecode, tildeEncode } from "../http/tilde.ts";
import type { Visit } from "../visit.ts";
import { rowOf } from "./ask.ts";
import { rankOf, stepSources } from "./step-kinds.ts";
import type { StepKind } from "./types.ts";

/** Where a step stands: by time, then as in its source. */
export interface Place {
  /** Null: among the steps without a time, which come last. */
  readonly timestamp: string | null;
  readonly source: bigint;
  /** 0: the source has no lines. */
  readonly line: bigint;
  readonly rank: number;
  readonly id: bigint;
}

export interface Placed {
  readonly kind: StepKind;
  readonly timestamp: string | null;
  readonly source_id: number;
  readonly source_line: number | null;
  readonly id: number;
}

export function placeOf({ kind, timestamp, source_id, source_line, id }: Placed): Place {
  return { timestamp, source: BigInt(source_id), line: BigInt(source_line ?? 0), rank: rankOf(kind), id: BigInt(id) };
}

/** Before all steps of a time. */
export function placeBefore(timestamp: string): Place {
  return { timestamp, source: -1n, line: 0n, rank: 0, id: 0n };
}

/** As SQLite orders the rows: text by its bytes, which for times is by its characters. */
export function inOrder(a: Place, b: Place): number {
  if (a.timestamp !== b.timestamp) {
    if (a.timestamp === null) return 1;
    if (b.timestamp === null) return -1;
    return a.timestamp < b.timestamp ? -1 : 1;
  }
  return bySize(a.source, b.source) || bySize(a.line, b.line) || a.rank - b.rank || bySize(a.id, b.id);
}

function bySize(a: bigint, b: bigint): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

export function tokenOf({ timestamp, source, line, rank, id }: Place): string {
  return `${timestamp === null ? "$null" : tildeEncode(timestamp)},${source},${line},${rank},${id}`;
}

/** From a token, or from `TABLE:ID`. */
export async function readPlace(visit: Visit, text: string): Promise<Place> {
  const row = /^([a-z_]+):(-?\d{1,19})$/.exec(text);
  if (row !== null) return placeOfRow(visit, row[1] ?? "", BigInt(row[2] ?? 0));
  const token = /^([^,]*),(-?\d{1,19}),(-?\d{1,19}),(\d),(-?\d{1,19})$/.exec(text);
  if (token === null) throw badRequest(`"${text}" is not a place among the steps.`);
  const [, time = "", source = "", line = "", rank = "", id = ""] = token;
  return {
    timestamp: time === "$null" ? null : tildeDecode(time),
    source: BigInt(source),
    line: BigInt(line),
    rank: Number(rank),
    id: BigInt(id),
  };
}

async function placeOfRow(visit: Visit, name: string, id: bigint): Promise<Place> {
  // The system's own calls are those of `tool_calls` that no transcript told.
  const table = name === "tool_invocations" ? "tool_calls" : name;
  const sources = stepSources.filter((source) => source.table === table);
  if (sources.length === 0) throw badRequest(`Rows of "${name}" are no steps.`);
  const isOneKind = sources.every(({ kind }) => kind === sources[0]?.kind);
  const kinds = sources.map(({ kind, where }) => `WHEN ${where} THEN '${kind}'`).join(" ");
  const kind = isOneKind ? `'${sources[0]?.kind}'` : `CASE ${kinds} END`;
  const sql = `SELECT ${kind} AS kind, timestamp, source_id, source_line, id FROM ${table} WHERE id = :id`;
  const found = await rowOf<Placed>(visit, sql, { id });
  if (found === null) throw notFound(`There is no row ${id} in ${name}.`);
  return placeOf(found);
}
