// Opens the SQLite files that this program itself writes.

import { Database } from "bun:sqlite";

/** A new file for bulk loading: no durability until it is finished, rollback journal in memory. */
export function openForLoading(path: string): Database {
  const db = new Database(path, { create: true, readwrite: true, strict: true });
  db.exec(`
    PRAGMA page_size = 8192;
    PRAGMA trusted_schema = OFF;
    PRAGMA journal_mode = MEMORY;
    PRAGMA synchronous = OFF;
    PRAGMA locking_mode = EXCLUSIVE;
    PRAGMA cache_size = -32768;
    PRAGMA temp_store = FILE;
    PRAGMA cache_spill = ON;
  `);
  return db;
}

/** The single value of the first row, or null when there is no row. */
export function scalar(db: Database, sql: string, ...parameters: (string | number | bigint | null)[]): unknown {
  const row = db.prepare(sql).values(...parameters)[0];
  return row === undefined ? null : row[0];
}
