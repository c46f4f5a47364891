// Lets SQLite itself write each row of a statement as bytes: one value for JavaScript instead of one for each column.

import type { DatabaseSync, StatementSync } from "node:sqlite";
import { prepare } from "./room.ts";

/** The columns of the statement have these names in what is selected from it. */
export function columnsOf(statement: StatementSync): readonly string[] {
  return statement.columns().map((_, at) => `c${at}`);
}

/**
 * The rows of `sql`, which is prepared as `statement`, as these texts, each as its bytes in UTF-8. Null where they have
 * to be written here: for EXPLAIN, or when there are too many columns.
 */
export function shaped(room: DatabaseSync, sql: string, columns: readonly string[], texts: readonly string[]) {
  if (!storesUtf8(room)) return null;
  const values = texts.map((text) => `CAST(${text} AS BLOB)`).join(", ");
  // The line end closes a comment at the end of the statement; behind an OFFSET each value is computed once, however
  // often a text names it.
  const rows = `WITH dbundle_rows(${columns.join(", ")}) AS (${sql}\n), dbundle_once AS (SELECT * FROM dbundle_rows LIMIT -1 OFFSET 0)`;
  try {
    return prepare(room, `${rows} SELECT ${values} FROM dbundle_once`);
  } catch {
    // By itself the statement is right, or its own `prepare` had thrown: it does not fit into another one.
    return null;
  }
}

/** Whether a text's bytes are UTF-8: a database of another program may be in UTF-16. */
function storesUtf8(room: DatabaseSync): boolean {
  return room.prepare("SELECT octet_length('a') AS size").get()?.size === 1;
}

export function asBytes(value: unknown): Uint8Array {
  if (!(value instanceof Uint8Array)) throw new TypeError("SQLite gave no bytes where bytes were asked for.");
  return value;
}
