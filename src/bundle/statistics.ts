// What SQLite's planner knows of a bundle: how many entries the indexes have, and how many of them are alike.

import type { Database } from "bun:sqlite";

/** Entries that are looked at of each index. */
const sampledEntries = 1000;

interface Index {
  readonly name: string;
  readonly table: string;
}

/**
 * Fills `sqlite_stat1` for the tables that it lacks, from their indexes alone: `ANALYZE` of a whole table, which
 * `PRAGMA optimize` does, reads every page of a table whose indexes are all partial, to count its rows.
 */
export function writeStatistics(db: Database): void {
  // The second makes the table where it is missing.
  db.exec(`PRAGMA analysis_limit = ${sampledEntries}; ANALYZE sqlite_schema`);
  const indexes = db.query<Index, []>(lackingIndexes).all();
  const filled = new Map<string, boolean>();
  for (const { name, table } of indexes) {
    const isFilled = filled.get(table) ?? db.prepare(`SELECT 1 FROM "${table}" LIMIT 1`).get() !== null;
    filled.set(table, isFilled);
    if (isFilled) db.exec(`ANALYZE "${name}"`);
  }
  db.exec(rowCounts);
  db.exec("ANALYZE sqlite_schema");
}

const lackingIndexes = `
  SELECT name, tbl_name AS "table" FROM sqlite_schema
  WHERE type = 'index' AND tbl_name NOT IN (SELECT tbl FROM sqlite_stat1)
  ORDER BY rowid
`;

/** The planner takes the number of a table's rows from a row without an index, where all indexes are partial. */
const rowCounts = `
  INSERT INTO sqlite_stat1 (tbl, idx, stat)
  SELECT tbl, NULL, max(CAST(stat AS INTEGER)) FROM sqlite_stat1 GROUP BY tbl HAVING count(idx) = count(*)
`;
