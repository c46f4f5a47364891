// The schema of a bundle: its migrations, indexes and views, and what a bundle of a version must look like.

import { Database } from "bun:sqlite";
import indexesSql from "./indexes.sql" with { type: "text" };
import loadingIndexesSql from "./indexes-while-loading.sql" with { type: "text" };
import facts from "./migrations/0001_facts.sql" with { type: "text" };
import bindViews from "./views/bind.sql" with { type: "text" };
import coverageView from "./views/coverage.sql" with { type: "text" };
import derivedViews from "./views/derived.sql" with { type: "text" };
import factViews from "./views/facts.sql" with { type: "text" };
import overstoryViews from "./views/overstory.sql" with { type: "text" };
import pinocchioViews from "./views/pinocchio.sql" with { type: "text" };
import provenanceViews from "./views/provenance.sql" with { type: "text" };

/** `PRAGMA application_id` of a bundle: "dbnd". */
export const applicationId = 0x64626e64;

/** Migration n lifts a bundle of schema version n - 1 to n; numbered, append-only. */
export const migrations: readonly string[] = [facts];

export const schemaVersion = migrations.length;

const viewFiles: readonly string[] = [
  provenanceViews,
  factViews,
  derivedViews,
  bindViews,
  overstoryViews,
  pinocchioViews,
  coverageView,
];

/** Every `CREATE VIEW` statement, in the order in which the documentation shows them. */
export const viewStatements: readonly string[] = viewFiles.flatMap(statements);

const loadingIndexStatements: readonly string[] = statements(loadingIndexesSql);

export const indexStatements: readonly string[] = [...loadingIndexStatements, ...statements(indexesSql)];

/** Splits SQL that holds no triggers and no semicolons inside literals or comments at line ends. */
function statements(sql: string): string[] {
  return sql
    .split(/;[ \t]*\n/)
    .map((statement) => statement.replace(/^(\s|--[^\n]*\n)*(?=CREATE)/, "").trim())
    .filter((statement) => statement.startsWith("CREATE"));
}

export function createTables(db: Database): void {
  db.exec(`PRAGMA application_id = ${applicationId}; PRAGMA user_version = ${schemaVersion};`);
  for (const migration of migrations) db.exec(migration);
}

/** Makes the indexes that are cheaper to keep up while rows are loaded than to make afterwards. */
export function createLoadingIndexes(db: Database): void {
  for (const statement of loadingIndexStatements) db.exec(statement);
}

/** Before most rows of a table are changed; `createIndexes` makes them again. */
export function dropLoadingIndexes(db: Database): void {
  for (const statement of loadingIndexStatements) db.exec(statement.replace(/^CREATE (INDEX \w+).*$/s, "DROP $1"));
}

/** Makes the indexes that are not there yet. */
export function createIndexes(db: Database): void {
  for (const statement of indexStatements)
    db.exec(statement.replace(/^(CREATE (?:UNIQUE )?INDEX )/, "$1IF NOT EXISTS "));
}

export function createViews(db: Database): void {
  for (const statement of viewStatements) db.exec(statement);
}

export interface SchemaObject {
  readonly type: string;
  readonly name: string;
  readonly sql: string | null;
}

const listObjects = "SELECT type, name, sql FROM sqlite_schema ORDER BY type, name";

/** The objects that a bundle of the current version has, from a fresh one in memory. */
function expectedObjects(): readonly SchemaObject[] {
  expected ??= freshObjects();
  return expected;
}
let expected: readonly SchemaObject[] | undefined;

function freshObjects(): readonly SchemaObject[] {
  const db = new Database(":memory:");
  try {
    createTables(db);
    createIndexes(db);
    createViews(db);
    return db.query<SchemaObject, []>(listObjects).all();
  } finally {
    db.close();
  }
}

/** Why `db` does not have the schema of a bundle of the current version, or null when it has. */
export function schemaDifference(db: Database): string | null {
  const found = new Map(
    db
      .query<SchemaObject, []>(listObjects)
      .all()
      .map((object) => [object.name, object]),
  );
  for (const object of found.values()) {
    if (object.type === "trigger") return `it has a trigger (${object.name})`;
  }
  for (const wanted of expectedObjects()) {
    const object = found.get(wanted.name);
    if (object === undefined) return `its ${wanted.type} ${wanted.name} is missing`;
    if (object.type !== wanted.type || object.sql !== wanted.sql)
      return `its ${object.type} ${wanted.name} was changed`;
  }
  return null;
}
