// The first rows of an answer, and how many there are in all.

import type { Database } from "bun:sqlite";
import type { Condition } from "./conditions.ts";

export interface Page<R> {
  readonly rows: readonly R[];
  /** All rows that the question finds; only so far counted when `total_is_exact` is false. */
  readonly total: number;
  readonly total_is_exact: boolean;
}

export interface Question {
  readonly columns: string;
  readonly from: string;
  readonly where: Condition;
  readonly order: string;
  /** Null: all. */
  readonly limit: number | null;
}

/** Counting stops here: a person needs no more, and a count over millions of rows takes its time. */
const mostCounted = 100_000;

export function page<R>(db: Database, { columns, from, where, order, limit }: Question): Page<R> {
  const rows = db
    .query<R, Condition["values"][number][]>(`SELECT ${columns} FROM ${from} ${where.sql} ORDER BY ${order} LIMIT ?`)
    .all(...where.values, limit ?? -1);
  if (limit === null || rows.length < limit) return { rows, total: rows.length, total_is_exact: true };
  return { rows, ...total(db, from, where) };
}

export function total(db: Database, from: string, where: Condition): Pick<Page<never>, "total" | "total_is_exact"> {
  const counted = db
    .query<{ n: number }, Condition["values"][number][]>(
      `SELECT count(*) AS n FROM (SELECT 1 FROM ${from} ${where.sql} LIMIT ?)`,
    )
    .get(...where.values, mostCounted + 1);
  const n = counted?.n ?? 0;
  return { total: Math.min(n, mostCounted), total_is_exact: n <= mostCounted };
}
