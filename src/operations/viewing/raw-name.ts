// What `dbundle raw` takes to show the record behind a row.

import type { Database } from "bun:sqlite";

/** `VIEW/ID`; of a row of `errors`, where it was found, or the source and line that state it. */
export function rawName(db: Database, origin_table: string, origin_id: number): string {
  return origin_table === "errors" ? ofError(db, origin_id) : `${origin_table}/${origin_id}`;
}

interface Origin {
  readonly origin_table: string;
  readonly origin_id: number;
}

function ofError(db: Database, id: number): string {
  const origin = db.query<Origin, [number]>("SELECT origin_table, origin_id FROM errors WHERE id = ?").get(id);
  if (origin === null) return `errors/${id}`;
  return origin.origin_table === "errors" ? ofStatedError(db, id) : `${origin.origin_table}/${origin.origin_id}`;
}

interface Place {
  readonly source_id: number;
  readonly source_member: string | null;
  readonly source_line: number | null;
}

/** Ids of errors are those of their facts times 16, see derive/errors.sql. */
function ofStatedError(db: Database, id: number): string {
  const place = db
    .query<Place, [number]>("SELECT source_id, source_member, source_line FROM _error_facts WHERE id = ?")
    .get(Math.floor(id / 16));
  if (place === null) return `errors/${id}`;
  const { source_id, source_member, source_line } = place;
  const member = source_member === null ? "" : `!/${source_member}`;
  return `${source_id}${member}${source_line === null ? "" : `:${source_line}`}`;
}
