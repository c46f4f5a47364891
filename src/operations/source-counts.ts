// How many rows each source gave, for the events that tell of an import.

import { isIdOf } from "../bundle/row-ids.ts";
import { reading } from "./viewing/reading.ts";

export interface SourceCounts {
  readonly path: string | null;
  readonly importer: string;
  readonly session_count: number;
  readonly slice_count: number;
  readonly record_count: number;
  readonly file_count: number;
}

export function sourceCounts(path: string): readonly SourceCounts[] {
  return reading(path, (db) => db.query<SourceCounts, []>(countsSql).all());
}

const rowsOf = (table: string) => `(SELECT count(*) FROM ${table} AS f WHERE ${isIdOf("f.id", "s.source_id")})`;

const countsSql = `
  SELECT s.path, s.importer,
    (SELECT count(DISTINCT x.session_id) FROM _source_sessions AS x WHERE x.source_id = s.source_id) AS session_count,
    ${rowsOf("_slice_snapshots")} AS slice_count,
    ${rowsOf("_logs")} AS record_count,
    ${rowsOf("_files")} AS file_count
  FROM sources AS s
  ORDER BY s.source_id
`;
