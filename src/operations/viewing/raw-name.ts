// What `dbundle raw` takes to show the record behind a row.

import type { Database } from "bun:sqlite";

/** `VIEW/ID`; of an error that the artifact states itself, its source and line. */
export function rawName(db: Database, origin_table: string, origin_id: number): string {
  return origin_table === "errors" ? statedError(db, origin_id) : `${origin_table}/${origin_id}`;
}

interface Place {
  readonly source_id: number;
  readonly source_member: string | null;
  readonly source_line: number | null;
}

/** Ids of errors are those of their facts times 16, see derive/errors.sql. */
function statedError(db: Database, id: number): string {
  const place = db
    .query<Place, [number]>("SELECT source_id, source_member, source_line FROM _error_facts WHERE id = ?")
    .get(Math.floor(id / 16));
  if (place === null) return `errors/${id}`;
  const { source_id, source_member, source_line } = place;
  return `${source_id}${source_member === null ? "" : `!/${source_member}`}${source_line === null ? "" : `:${source_line}`}`;
}
