// Opens the file that a merge is written into: a new one, or what a killed process left of the same merge.

import type { Database } from "bun:sqlite";
import { existsSync } from "node:fs";
import { UserError } from "../../base/errors.ts";
import { createLoadingIndexes, createTables } from "../../schema/schema.ts";
import type { AtomicFile } from "../atomic-file.ts";
import { openForMerging, scalar } from "../database.ts";

/** The table `merge_steps` names the steps that are done. */
export function beginMerge(file: AtomicFile, inputBytes: number): Database {
  const halfDone = existsSync(file.temporaryPath) ? reopened(file, inputBytes) : null;
  if (halfDone !== null) return halfDone;
  file.startAnew();
  const db = openAlone(file, inputBytes);
  db.exec("BEGIN");
  createTables(db);
  createLoadingIndexes(db);
  db.exec("CREATE TABLE merge_steps (step TEXT PRIMARY KEY) WITHOUT ROWID; COMMIT");
  return db;
}

/** Null when nothing can be made of it: it was killed before its first step or after its last, or is damaged. */
function reopened(file: AtomicFile, inputBytes: number): Database | null {
  let db: Database | null = null;
  try {
    db = openAlone(file, inputBytes);
    if (scalar(db, "SELECT 1 FROM sqlite_schema WHERE name = 'merge_steps'") !== null) return db;
  } catch (error) {
    if (error instanceof UserError) throw error;
    // Damaged, by a power cut perhaps: all of it can be made anew.
  }
  db?.close();
  return null;
}

/** Two processes that merge the same into the same would meet in one file. */
function openAlone(file: AtomicFile, inputBytes: number): Database {
  const db = openForMerging(file.temporaryPath, inputBytes);
  try {
    db.exec("PRAGMA locking_mode = EXCLUSIVE; BEGIN EXCLUSIVE; COMMIT");
    return db;
  } catch (error) {
    db.close();
    if (!(error instanceof Error && "code" in error && error.code === "SQLITE_BUSY")) throw error;
    file.leave();
    throw new UserError(`Cannot write "${file.targetPath}": another process is merging the same bundles into it.`);
  }
}
