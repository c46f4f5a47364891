// Lifts a bundle of an older schema to a newer one, in place: only ever a copy of ours.

import { Database } from "bun:sqlite";
import { createIndexes, createViews, migrations, schemaDifference } from "../schema/schema.ts";
import { scalar } from "./database.ts";
import { derive } from "./derive/derive.ts";
import type { SearchScope } from "./derive/search.ts";
import { type Assumption, applySettled, settle } from "./derive/settle.ts";

/** What a bundle is lifted to; tests bring one with more migrations. */
export interface Schema {
  readonly version: number;
  readonly migrations: readonly string[];
  /** Why a database has another schema than this one, or null. */
  difference(db: Database): string | null;
}

export const currentSchema: Schema = {
  version: migrations.length,
  migrations,
  difference: schemaDifference,
};

/** Returns why the file was left alone: its tables are not those of a bundle of that version. Null: it was lifted. */
export function lift(path: string, from: number, schema: Schema): string | null {
  const db = new Database(path, { readwrite: true, create: false, strict: true });
  try {
    db.exec("PRAGMA trusted_schema = OFF; PRAGMA cell_size_check = ON; PRAGMA journal_mode = DELETE;");
    const why = differentTables(db, schema.migrations.slice(0, from));
    if (why !== null) return why;
    dropViewsAndIndexes(db);
    for (const [index, migration] of schema.migrations.entries()) if (index >= from) migrate(db, migration, index + 1);
    deriveAnew(db);
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

interface SchemaObject {
  readonly type: string;
  readonly name: string;
  readonly sql: string | null;
}

function objectsOf(db: Database): SchemaObject[] {
  return db.query<SchemaObject, []>("SELECT type, name, sql FROM sqlite_schema ORDER BY type, name").all();
}

function differentTables(db: Database, applied: readonly string[]): string | null {
  const fresh = new Database(":memory:");
  try {
    for (const migration of applied) fresh.exec(migration);
    const found = new Map(objectsOf(db).map((object) => [object.name, object]));
    for (const { type, name } of found.values()) if (type === "trigger") return `it has a trigger (${name})`;
    for (const { type, name, sql } of objectsOf(fresh)) {
      if (type !== "table") continue;
      if (found.get(name)?.sql !== sql) return `its table ${name} is missing or was changed`;
    }
    return null;
  } finally {
    fresh.close();
  }
}

function dropViewsAndIndexes(db: Database): void {
  db.transaction(() => {
    for (const { type, name, sql } of objectsOf(db)) {
      // Indexes without SQL belong to their table's constraints.
      if (type === "view" || (type === "index" && sql !== null))
        db.exec(`DROP ${type} "${name.replaceAll('"', '""')}"`);
    }
  })();
}
