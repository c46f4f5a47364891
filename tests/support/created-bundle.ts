// A bundle made of real files by the real operation, for tests that ask it with SQL.

import { Database, type SQLQueryBindings } from "bun:sqlite";
import { Scratch } from "./bundles.ts";

export type Rows = Record<string, unknown>[];

/** Creates a bundle of these paths, lets `use` ask it, and removes it. */
export async function withBundle(
  paths: readonly string[],
  use: (rows: (sql: string, ...parameters: SQLQueryBindings[]) => Rows) => void | Promise<void>,
): Promise<void> {
  const scratch = new Scratch();
  try {
    const { output } = await scratch.create(paths);
    const database = new Database(output, { readonly: true });
    try {
      await use((sql, ...parameters) => database.query<Rows[number], SQLQueryBindings[]>(sql).all(...parameters));
    } finally {
      database.close();
    }
  } finally {
    scratch.remove();
  }
}
