// Opens the SQLite files that this program itself writes.

import { constants, Database } from "bun:sqlite";

/** Small pages keep a small bundle small: each of its many tables and indexes has one at least. */
const smallPage = 4096;

/** Large pages make a large bundle faster to write. */
const largePage = 32768;

/** From so many bytes of artifacts on. */
const largeContent = 32 * 1024 * 1024;

/** A file with more than this keeps its pages. */
const littleContent = 8 * 1024 * 1024;

/** A new file for bulk loading: no durability until it is finished, rollback journal in memory. */
export function openForLoading(path: string): Database {
  const db = new Database(path, { create: true, readwrite: true, strict: true });
  db.exec(`
    PRAGMA page_size = ${smallPage};
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

/**
 * A new or half-done file for a merge. Its rollback journal lies on the disk, so that what a killed process left is as
 * after its last transaction; other files can be attached by URI.
 */
export function openForMerging(path: string, expectedBytes: number): Database {
  const { SQLITE_OPEN_READWRITE, SQLITE_OPEN_CREATE, SQLITE_OPEN_URI } = constants;
  const db = new Database(path, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_URI);
  db.exec(`
    PRAGMA page_size = ${expectedBytes < largeContent ? smallPage : largePage};
    PRAGMA trusted_schema = OFF;
    PRAGMA journal_mode = TRUNCATE;
    PRAGMA synchronous = OFF;
    PRAGMA cache_size = -32768;
    PRAGMA temp_store = FILE;
  `);
  return db;
}

/** Before `expectedBytes` are loaded into a file that holds little: gives it large pages where that pays. Ends an open transaction and begins a new one. */
export function widenPages(db: Database, expectedBytes: number): void {
  if (expectedBytes < largeContent) return;
  const pageSize = Number(scalar(db, "PRAGMA page_size"));
  if (pageSize >= largePage || Number(scalar(db, "PRAGMA page_count")) * pageSize > littleContent) return;
  db.exec(`COMMIT; PRAGMA page_size = ${largePage}; VACUUM; PRAGMA cache_size = -32768; BEGIN`);
}

/** The single value of the first row, or null when there is no row. */
export function scalar(db: Database, sql: string, ...parameters: (string | number | bigint | null)[]): unknown {
  // A statement that waits to be collected would keep the connection and its memory after `close`.
  using statement = db.prepare(sql);
  const row = statement.values(...parameters)[0];
  return row === undefined ? null : row[0];
}
