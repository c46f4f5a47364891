// A private copy of a database with its -wal or -journal becomes one file that can be opened as immutable.

import { DatabaseSync } from "node:sqlite";
import { asQueryError } from "./room.ts";

/** The only place that opens for writing; the file is our own copy, in our own folder. */
export function settle(path: string): { readonly settled: true } {
  try {
    const copy = new DatabaseSync(path, {
      allowExtension: false,
      defensive: true,
      enableForeignKeyConstraints: false,
      limits: { attach: 0, triggerDepth: 1 },
    });
    try {
      copy.exec("PRAGMA trusted_schema = OFF; PRAGMA cell_size_check = ON");
      // Reading the schema rolls a hot journal back; leaving WAL brings its pages into the file.
      copy.exec("SELECT count(*) FROM sqlite_schema; PRAGMA journal_mode = DELETE");
    } finally {
      copy.close();
    }
    return { settled: true };
  } catch (error) {
    throw asQueryError(error);
  }
}
