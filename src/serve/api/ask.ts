// Our own statements on a bundle, whose rows have the types that its STRICT tables give them.

import type { SqlValue } from "../../operations/serving.ts";
import { ownTimeoutMs } from "../settings.ts";
import { userLimits, type Visit } from "../visit.ts";

type Values = Readonly<Record<string, SqlValue>>;

const mostBytes = 64 * 1024 * 1024;

/** `Row` says what the statement's columns are. */
export async function rowsOf<Row>(visit: Visit, sql: string, parameters: Values = {}): Promise<Row[]> {
  const { file, signal, lane = "internal" } = visit;
  const own = { timeMs: ownTimeoutMs, bytes: mostBytes };
  const limits = { ...(lane === "user" ? userLimits(visit) : own), rows: Number.POSITIVE_INFINITY };
  const { columns, rows } = await file.run({ sql, parameters, limits, lane, signal });
  // The statement is ours and the tables are STRICT, so that columns and types are known.
  return rows.map((row) => Object.fromEntries(columns.map((name, at) => [name, row[at] ?? null])) as Row);
}

export async function rowOf<Row>(visit: Visit, sql: string, parameters: Values = {}): Promise<Row | null> {
  return (await rowsOf<Row>(visit, sql, parameters))[0] ?? null;
}

/** A whole number from the address, within bounds. */
export function countFrom({ args }: Visit, name: string, standard: number, most: number): number {
  const text = args.get(name);
  if (text === null || !/^\d{1,9}$/.test(text)) return standard;
  return Math.min(Math.max(1, Number(text)), most);
}
