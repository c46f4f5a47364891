// The schema of a bundle: its migrations, indexes and views. What a bundle of each version must look like: landed.ts.

import type { Database } from "bun:sqlite";
import indexesSql from "./indexes.sql" with { type: "text" };
import loadingIndexesSql from "./indexes-while-loading.sql" with { type: "text" };
import facts from "./migrations/0001_facts.sql" with { type: "text" };
import failuresOnce from "./migrations/0002_failures_once.sql" with { type: "text" };
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
export const migrations: readonly string[] = [facts, failuresOnce];

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

/**
 * Cache while indexes are made, in KiB: entries are sorted in runs of this size, which is quickest when a run stays in the
 * processor's own cache.
 */
const sortingCache = 4096;

/** Makes the indexes that are not there yet. */
export function createIndexes(db: Database): void {
  const before = db.prepare<{ cache_size: number }, []>("PRAGMA cache_size").get()?.cache_size;
  db.exec(`PRAGMA cache_size = -${sortingCache}`);
  for (const statement of indexStatements)
    db.exec(statement.replace(/^(CREATE (?:UNIQUE )?INDEX )/, "$1IF NOT EXISTS "));
  db.exec(`PRAGMA cache_size = ${before}`);
}

export function createViews(db: Database): void {
  for (const statement of viewStatements) db.exec(statement);
}
