// Asks a bundle, or any SQLite file, one question in SQL.

import { statSync } from "node:fs";
import { UserError } from "../base/errors.ts";
import type { ExportFormat, QueryAnswer, SqlParameters } from "../bundle/untrusted/protocol.ts";
import { ask, asking, type Delivered, type Destination, deliver } from "./asking.ts";

export type { Cut, QueryAnswer, SqlValue } from "../bundle/untrusted/protocol.ts";
export type { Destination } from "./asking.ts";

export interface Question {
  readonly bundle: string;
  readonly sql: string;
  readonly parameters: SqlParameters;
  /** Milliseconds; Infinity: as long as it takes. */
  readonly timeMs: number;
  /** Most rows; Infinity: all. */
  readonly rows: number;
  readonly opened?: (schemaVersion: number | null) => void;
}

/** Most bytes of an answer that is held in memory. */
const mostBytes = 256 * 1024 * 1024;

/** The rows in memory, for a table. */
export async function query(question: Question): Promise<QueryAnswer> {
  const { sql, parameters, timeMs, rows } = question;
  return asking(question.bundle, async (asked) => {
    const { queries, file, schemaVersion } = asked;
    question.opened?.(schemaVersion);
    const limits = { timeMs, rows, bytes: mostBytes };
    return ask(asked, question, () => queries.run({ file, sql, parameters, limits }));
  });
}

/** The rows as text, with constant memory. */
export async function queryTo(to: Destination, format: ExportFormat, question: Question): Promise<Delivered> {
  const { sql, parameters, timeMs, rows } = question;
  return asking(question.bundle, async (asked) => {
    const { queries, file, schemaVersion } = asked;
    question.opened?.(schemaVersion);
    const request = { file, sql, parameters, limits: { timeMs, rows }, format };
    return ask(asked, question, () => deliver(queries, request, to));
  });
}

/** SQL from a file; "-" is standard input. */
export async function sqlFrom(path: string): Promise<string> {
  if (path === "-") return Bun.stdin.text();
  // Of a file in a closed folder nobody can say whether it is there.
  if (statSync(path, { throwIfNoEntry: false }) === undefined) throw new UserError(`There is no file "${path}".`);
  return Bun.file(path).text();
}
