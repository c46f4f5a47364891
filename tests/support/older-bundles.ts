// Bundles of older schema versions: the kept ones, and any bundle of today brought back to version 1.

import { Database } from "bun:sqlite";
import { copyFileSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { zstdDecompressSync } from "node:zlib";
import { sealFile, unsealedDigest } from "../../src/bundle/file-digest.ts";

const folder = join(import.meta.dir, "../fixtures/bundles");

function keptBundle(version: number): string {
  return join(folder, `v${version}.db`);
}

/** Names of the small ones of a version; a "+" joins those that its program merged. */
export function keptParts(version: number): string[] {
  return readdirSync(join(folder, `v${version}`)).map((file) => file.replace(/\.db\.zst$/, ""));
}

export function unpackPart(version: number, name: string, target: string): string {
  writeFileSync(target, zstdDecompressSync(readFileSync(join(folder, `v${version}`, `${name}.db.zst`))));
  return target;
}

interface SchemaObject {
  readonly type: string;
  readonly name: string;
  readonly sql: string;
}

/** A copy with the tables, views and indexes of version 1, as its last program made them; nothing in it is derived. */
export function asVersion1(path: string, target: string): string {
  const kept = new Database(keptBundle(1), { readonly: true });
  const objects = kept.query<SchemaObject, []>(
    "SELECT type, name, sql FROM sqlite_schema WHERE type IN ('view', 'index') AND sql IS NOT NULL",
  );
  copyFileSync(path, target);
  const db = new Database(target, { readwrite: true });
  db.transaction(() => {
    for (const { type, name } of listed(db)) db.exec(`DROP ${type} ${name}`);
    db.exec("DROP TABLE _error_repeats");
    for (const { sql } of objects.all()) db.exec(sql);
    for (const table of ["_errors", "_sessions", "_runs", "_event_anomalies", "_derived_issues"])
      db.exec(`DELETE FROM ${table}`);
    for (const table of ["_tool_invocations", "_messages", "_prompt_events"])
      db.exec(`UPDATE ${table} SET shadowed = 1`);
    db.prepare("UPDATE _meta SET schema_version = 1, file_digest = ?").run(unsealedDigest);
    db.exec("PRAGMA user_version = 1");
  })();
  db.close();
  kept.close();
  sealFile(target);
  return target;
}

function listed(db: Database): SchemaObject[] {
  return db
    .query<SchemaObject, []>(
      "SELECT type, name, sql FROM sqlite_schema WHERE type IN ('view', 'index') AND sql IS NOT NULL",
    )
    .all();
}
