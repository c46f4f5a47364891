// What holds for all tables, for somebody who is about to write a query.

export const notes: readonly string[] = [
  "SQL is that of SQLite; the tables are views, and can be read like tables.",
  "NULL means that the artifacts do not say: nothing is guessed, nothing is 0 that is unknown.",
  "Times are UTC text, YYYY-MM-DDTHH:MM:SS.ffffffZ: compare and sort them as text. time_zone is 'assumed' where an artifact gave none.",
  "session_id joins everything. Where session_inferred is 1, it was derived from the run or the folder of the record.",
  "Columns that hold JSON hold the artifact's own text: take it apart with json_extract(payload, '$.name'), guarded by json_valid(payload, 6).",
  "id is local to a bundle; (source_key, table, n) names a row everywhere: source_id = id / 4294967296 and n = id % 4294967296.",
  "Full text: SELECT origin_table, origin_id FROM search WHERE text MATCH 'words' ORDER BY rank.",
];
