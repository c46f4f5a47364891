// The last steps of every bundle that this program makes, by import or by merge.

import type { Database } from "bun:sqlite";
import { createIndexes, createViews } from "../schema/schema.ts";
import { derive } from "./derive/derive.ts";
import type { SearchScope } from "./derive/search.ts";
import { writeStatistics } from "./statistics.ts";

/** Indexes, views and all that is derived, on settled facts. */
export function finishDatabase(db: Database, search: SearchScope, onStep: (step: string) => void): void {
  onStep("indexing");
  createIndexes(db);
  createViews(db);
  onStep("deriving");
  writeStatistics(db);
  derive(db, search);
  writeStatistics(db);
}

/** Leaves the file as one that read-only media can open. */
export function closeFinished(db: Database): void {
  db.exec("PRAGMA journal_mode = DELETE");
  // Statements that are not collected yet keep the connection open: without this its lock would stay on the finished file.
  db.exec("PRAGMA locking_mode = NORMAL; SELECT 1 FROM sqlite_schema");
  db.close();
}
