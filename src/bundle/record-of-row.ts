// Where a row of a public view comes from.

import type { Database } from "bun:sqlite";
import { UserError } from "../base/errors.ts";
import { views } from "../schema/registry.ts";

export interface SourceRecord {
  readonly sourceId: number;
  /** Member of an archive, table of a store; null: the source itself. */
  readonly member: string | null;
  /** Line, row or entry number; null: all of it. */
  readonly line: number | null;
}

/** Null: there is no such view. Throws a `UserError` when the row is missing or comes from no single record. */
export function recordOfRow(db: Database, view: string, id: number): SourceRecord | null {
  const info = views.find(({ name }) => name === view);
  if (info === undefined) return null;
  const columns = columnsOf(db, info.name);
  if (!columns.has("id") || !columns.has("source_id")) {
    throw new UserError(`A row of ${view} does not come from one record of a source.`);
  }
  const column = (name: string) => (columns.has(name) ? name : "NULL");
  const row = db
    .query<SourceRecord, [number]>(
      `SELECT source_id AS sourceId, ${column("source_member")} AS member, ${column("source_line")} AS line
       FROM ${info.name} WHERE id = ?`,
    )
    .get(id);
  if (row === null) throw new UserError(`There is no row ${id} in ${view}.`);
  // A file is an entry as a whole; its number counts where no name does.
  return info.name === "files" && row.member !== null ? { ...row, line: null } : row;
}

function columnsOf(db: Database, view: string): Set<string> {
  const rows = db.query<{ name: string }, [string]>("SELECT name FROM pragma_table_info(?)").all(view);
  return new Set(rows.map(({ name }) => name));
}
