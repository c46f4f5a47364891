// Copies from one attached input into the merged bundle, renumbering by arithmetic.

import type { Database } from "bun:sqlite";
import { type AttachedTable, attachedColumns, type FactTable, factColumns, factTables } from "../../schema/rows.ts";
import { settledInferred, settledSession, settledSuperseded } from "../derive/settle.ts";
import { immutableUrl } from "../open.ts";
import { idOf, isIdOf, numberOf } from "../row-ids.ts";
import type { PlannedSource } from "./plan.ts";

/** The input is attached under this name while it is copied from. */
const input = "input";

export function attachInput(db: Database, path: string): void {
  db.prepare(`ATTACH ? AS ${input}`).run(immutableUrl(path));
}

export function detachInput(db: Database): void {
  db.exec(`DETACH ${input}`);
}

/** Tells SQL which sources are taken from the attached input, and under which number. */
export function mapSources(db: Database, taken: readonly (readonly [sourceId: number, from: number])[]): void {
  db.exec(
    "DROP TABLE IF EXISTS temp.taken; CREATE TEMP TABLE taken (source_id INTEGER PRIMARY KEY, input_id INTEGER NOT NULL)",
  );
  const insert = db.prepare("INSERT INTO temp.taken (source_id, input_id) VALUES (?, ?)");
  for (const [sourceId, from] of taken) insert.run(sourceId, from);
  db.exec("CREATE UNIQUE INDEX temp.taken_input ON taken (input_id)");
}

const renumbered = idOf("t.source_id", `(${numberOf("f")})`);

/**
 * Rows of the taken sources in the order of their new ids, so that they are appended; `besides` is joined once a source.
 * They go in by INSERT OR FAIL: a merge that fails is thrown away whole, and SQLite needs no journal of the statement.
 */
const fromTaken = (table: string, besides = "") =>
  `FROM temp.taken AS t ${besides} CROSS JOIN ${input}._${table} AS f
   ON ${isIdOf("f.id", "t.input_id")}`;

/** The sources' own rows and what hangs on them: small, and needed before facts can be settled. */
export function copySources(db: Database, planned: ReadonlyMap<number, PlannedSource>): void {
  db.exec(`
    INSERT INTO _sources (source_id, source_key, importer, importer_version, forced, append_only, is_archive, sha256,
      size_bytes, line_count, row_count, issue_count, status, imported_at, head)
    SELECT t.source_id, f.source_key, f.importer, f.importer_version, f.forced, f.append_only, f.is_archive, f.sha256,
      f.size_bytes, f.line_count, f.row_count, f.issue_count, f.status, f.imported_at, f.head
    FROM temp.taken AS t JOIN ${input}._sources AS f ON f.source_id = t.input_id
  `);
  const update = db.prepare("UPDATE _sources SET imported_at = ?1 WHERE source_id = ?2 AND imported_at <> ?1");
  for (const source of planned.values()) update.run(source.importedAt, source.sourceId);
  for (const table of attachedTables) if (table !== "source_chunks") copyAttached(db, table);
}

const attachedTables = Object.keys(attachedColumns) as readonly AttachedTable[];

export function copyOriginals(db: Database): void {
  copyAttached(db, "source_chunks");
}

function copyAttached(db: Database, table: AttachedTable): void {
  const columns = attachedColumns[table];
  db.exec(`
    INSERT OR FAIL INTO _${table} (id, source_id, ${columns.join(", ")})
    SELECT ${renumbered}, t.source_id, ${columns.map((column) => `f.${column}`).join(", ")}
    ${fromTaken(table)}
  `);
}

/** What a bundle says of itself and of where its sources lay; all inputs', whoever gives the facts. */
export function copyProvenance(db: Database): void {
  db.exec(`
    INSERT OR IGNORE INTO _bundles SELECT * FROM ${input}._bundles;
    INSERT OR IGNORE INTO _readings SELECT * FROM ${input}._readings;
    INSERT INTO _bundle_issues (bundle_id, path, severity, code, message)
    SELECT bundle_id, path, severity, code, message FROM ${input}._bundle_issues
    EXCEPT SELECT bundle_id, path, severity, code, message FROM _bundle_issues;
    INSERT OR IGNORE INTO _occurrences (bundle_id, root_id, source_id, container_id, path, folder, entry_index)
    SELECT o.bundle_id, o.root_id, own.source_id, ownContainer.source_id, o.path, o.folder, o.entry_index
    FROM ${input}._occurrences AS o
    JOIN ${input}._sources AS s ON s.source_id = o.source_id
    JOIN temp.numbers AS own ON own.source_key = s.source_key
    LEFT JOIN ${input}._sources AS c ON c.source_id = o.container_id
    LEFT JOIN temp.numbers AS ownContainer ON ownContainer.source_key = c.source_key
    ORDER BY o.path, own.source_id;
  `);
}

/** Number of each source key in the merged bundle, for all inputs. */
export function listNumbers(db: Database, sources: readonly PlannedSource[]): void {
  db.exec("CREATE TEMP TABLE numbers (source_key TEXT PRIMARY KEY, source_id INTEGER NOT NULL) WITHOUT ROWID");
  const insert = db.prepare("INSERT INTO temp.numbers (source_key, source_id) VALUES (?, ?)");
  for (const { sourceKey, sourceId } of sources) insert.run(sourceKey, sourceId);
}

/** The facts of the taken sources, with what was settled; blobs come along. */
export function copyFacts(db: Database): void {
  for (const table of factTables) copyFactTable(db, table);
  db.exec(`INSERT OR IGNORE INTO _blobs SELECT * FROM ${input}._blobs ORDER BY sha256`);
}

function copyFactTable(db: Database, table: FactTable): void {
  if (db.prepare(`SELECT 1 FROM ${input}._${table} LIMIT 1`).get() === null) return;
  const own = Object.keys(factColumns[table]);
  db.exec(`
    INSERT OR FAIL INTO _${table} (id, source_id, source_member, source_line, session_id, session_inferred, run_id, superseded, ${own.join(", ")})
    SELECT ${renumbered}, t.source_id, f.source_member, f.source_line,
      ${settledSession}, ${settledInferred}, f.run_id, ${settledSuperseded("t.source_id")},
      ${own.map((column) => `f.${column}`).join(", ")}
    ${fromTaken(table, "CROSS JOIN temp.settled_sources AS settled ON settled.source_id = t.source_id")}
  `);
}
