// Lifts a bundle of an older schema to a newer one, in place: only ever a copy of ours.

import { Database } from "bun:sqlite";
import { landedObjects, objectsOf, schemaDifference } from "../schema/landed.ts";
import { createIndexes, createViews, migrations } from "../schema/schema.ts";
import { scalar } from "./database.ts";
import { derive } from "./derive/derive.ts";
import type { SearchScope } from "./derive/search.ts";
import { type Assumption, applySettled, settle } from "./derive/settle.ts";
import { writeStatistics } from "./statistics.ts";

/** What a bundle is lifted to; tests bring one with more migrations. */
export interface Schema {
  readonly version: number;
  readonly migrations: readonly string[];
  /** Why a database has another schema than that of the version, or null. */
  difference(db: Database, version: number): string | null;
}

export const currentSchema: Schema = {
  version: migrations.length,
  migrations,
  difference: schemaDifference,
};

/** Returns why the file was left alone: its schema is not that of a bundle of that version. Null: it was lifted. */
export function lift(path: string, from: number, schema: Schema): string | null {
  const db = new Database(path, { readwrite: true, create: false, strict: true });
  try {
    db.exec(
      "PRAGMA trusted_schema = OFF; PRAGMA cell_size_check = ON; PRAGMA journal_mode = DELETE; PRAGMA synchronous = OFF; PRAGMA cache_size = -32768; PRAGMA temp_store = FILE;",
    );
    const why = schema.difference(db, from) ?? strangerInTheWay(db, from, schema.version);
    if (why !== null) return why;
    dropChanged(db, from, schema.version);
    for (const [index, migration] of schema.migrations.entries()) if (index >= from) migrate(db, migration, index + 1);
    deriveAnew(db);
    // It looks only at tables of which nothing is known yet.
    db.exec("ANALYZE sqlite_schema; DELETE FROM sqlite_stat1");
    writeStatistics(db);
    return null;
  } finally {
    db.close();
  }
}

/** A migration and its version are one transaction. */
function migrate(db: Database, migration: string, version: number): void {
  db.transaction(() => {
    db.exec(migration);
    db.exec(`PRAGMA user_version = ${version}`);
  })();
}

/** What is derived belongs to the program's version, not to the file's. */
function deriveAnew(db: Database): void {
  db.transaction(() => {
    settle(db);
    applySettled(db, everySource(db));
    createIndexes(db);
    createViews(db);
    const search = searchScope(scalar(db, "SELECT search FROM _meta WHERE id = 1"));
    db.exec("INSERT INTO _search (_search) VALUES ('delete-all')");
    derive(db, search);
  })();
}

/** Nothing is assumed of any source, so each is stamped anew. */
function everySource(db: Database): Assumption[] {
  const ids = db.query<{ id: number }, []>("SELECT source_id AS id FROM _sources").all();
  return ids.map(({ id }) => ({
    sourceId: id,
    rowCount: 0,
    sessionOfPlace: null,
    unattributedCount: 1,
    statesRuns: true,
  }));
}

function searchScope(stated: unknown): SearchScope {
  return stated === "none" || stated === "full" ? stated : "default";
}

/** A table or view of somebody's own, under a name that has become ours. */
function strangerInTheWay(db: Database, from: number, to: number): string | null {
  const before = landedObjects(from);
  const after = landedObjects(to);
  const stranger = objectsOf(db).find(({ name }) => after.has(name) && !before.has(name));
  return stranger === undefined ? null : `it has a ${stranger.type} ${stranger.name} that is not ours`;
}

/** Our views go, and our indexes that are others now; those that stay what they are need not be made anew. */
function dropChanged(db: Database, from: number, to: number): void {
  const before = landedObjects(from);
  const after = landedObjects(to);
  db.transaction(() => {
    for (const { type, name, sql } of objectsOf(db)) {
      if (!before.has(name)) continue; // Somebody's own.
      // Indexes without SQL belong to their table's constraints.
      const isChanged = type === "index" && sql !== null && before.get(name) !== after.get(name);
      if (type === "view" || isChanged) db.exec(`DROP ${type} "${name.replaceAll('"', '""')}"`);
    }
  })();
}
