// Makes a bundle without some agents: a copy from which their rows are taken, derived and sealed anew. The original is only read.

import type { Database } from "bun:sqlite";
import { copyFileSync } from "node:fs";
import { sha256Hex } from "../../base/digest.ts";
import { type FactTable, factColumns, factTables } from "../../schema/rows.ts";
import { AtomicFile } from "../atomic-file.ts";
import { openForLoading, scalar } from "../database.ts";
import { derive } from "../derive/derive.ts";
import type { SearchScope } from "../derive/search.ts";
import { settle } from "../derive/settle.ts";
import { sealFile } from "../file-digest.ts";
import { closeFinished } from "../finish.ts";
import type { OpenBundle } from "../open.ts";
import chooseSql from "./choose.sql" with { type: "text" };
import tidySql from "./tidy.sql" with { type: "text" };

export interface PurgedAgent {
  readonly agentName: string;
  /** As its store states; null: none does. */
  readonly state: string | null;
}

/** What would go, or went, of one source. */
export interface CutSource {
  readonly sourceId: number;
  readonly sourceKey: string;
  readonly path: string | null;
  readonly rowCount: number;
  readonly sizeBytes: number;
}

/** What lies in the bundle of these agents; reads only, but for temporary tables. */
export function planPurge(db: Database, agents: readonly PurgedAgent[]): CutSource[] {
  choose(db, agents);
  const counts = new Map<number, number>();
  for (const table of factTables) {
    const rows = db
      .query<{ source_id: number; n: number }, []>(
        `SELECT f.source_id, count(*) AS n FROM _${table} AS f WHERE ${belongs(table)} GROUP BY f.source_id`,
      )
      .all();
    for (const { source_id, n } of rows) counts.set(source_id, (counts.get(source_id) ?? 0) + n);
  }
  const cut = db.query<Omit<CutSource, "rowCount">, []>(
    `SELECT s.source_id AS sourceId, s.source_key AS sourceKey, s.path, s.size_bytes AS sizeBytes FROM sources AS s ORDER BY s.path, s.source_key`,
  );
  const whole = new Set(
    db
      .query<{ source_id: number }, []>("SELECT source_id FROM temp.purged_sources")
      .all()
      .map(({ source_id }) => source_id),
  );
  return cut
    .all()
    .filter(({ sourceId }) => counts.has(sourceId) || whole.has(sourceId))
    .map((source) => ({ ...source, rowCount: counts.get(source.sourceId) ?? 0 }));
}

export function writePurged(
  open: OpenBundle,
  { output, overwrite }: { readonly output: string; readonly overwrite: "refuse" | "replace" },
  agents: readonly PurgedAgent[],
): void {
  const file = new AtomicFile(output, overwrite);
  try {
    copyFileSync(open.openedPath, file.temporaryPath);
    const db = openForLoading(file.temporaryPath);
    try {
      cut(db, agents);
      // What was deleted must not stay in free pages.
      db.exec("VACUUM");
    } finally {
      closeFinished(db);
    }
    sealFile(file.temporaryPath);
    file.commit();
  } catch (error) {
    const failure = file.failure(error);
    file.discard();
    throw failure ?? error;
  }
}

function choose(db: Database, agents: readonly PurgedAgent[]): void {
  db.exec("DROP TABLE IF EXISTS temp.purged_agents; CREATE TEMP TABLE purged_agents (agent_name TEXT PRIMARY KEY)");
  const insert = db.prepare("INSERT OR IGNORE INTO temp.purged_agents (agent_name) VALUES (?)");
  for (const { agentName } of agents) insert.run(agentName);
  db.exec(chooseSql);
}

/** Whether row `f` of a fact table belongs to the agents that were chosen. */
function belongs(table: FactTable): string {
  const byAgent =
    "agent_name" in factColumns[table] ? "f.agent_name IN (SELECT agent_name FROM temp.purged_agents)" : "0";
  return `(f.session_id IN (SELECT session_id FROM temp.purged_sessions)
    OR f.source_id IN (SELECT source_id FROM temp.purged_sources)
    OR ${byAgent}
    OR EXISTS (
      SELECT 1 FROM temp.purged_records AS r
      WHERE r.source_id = f.source_id AND r.source_line = f.source_line AND r.source_member IS f.source_member
    ))`;
}

function cut(db: Database, agents: readonly PurgedAgent[]): void {
  const search = scalar(db, "SELECT search FROM _meta");
  // Before anything goes: what was settled stays so, and what the agents' sessions made ambiguous stays ambiguous.
  settle(db);
  const sources = planPurge(db, agents);
  db.exec("BEGIN");
  noteCut(db, sources);
  for (const table of factTables) db.exec(`DELETE FROM _${table} AS f WHERE ${belongs(table)}`);
  db.exec(tidySql);
  renameSessions(db);
  renameLeaves(db, agents);
  listWhatWent(db, agents, sources);
  db.exec("INSERT INTO _search (_search) VALUES ('delete-all')");
  derive(db, searchScope(search));
  db.exec("COMMIT");
}

function noteCut(db: Database, sources: readonly CutSource[]): void {
  db.exec("DROP TABLE IF EXISTS temp.cut; CREATE TEMP TABLE cut (source_id INTEGER PRIMARY KEY, row_count INTEGER)");
  const insert = db.prepare("INSERT INTO temp.cut (source_id, row_count) VALUES (?, ?)");
  for (const { sourceId, rowCount } of sources) insert.run(sourceId, rowCount);
}

/** Begins the stated names of sessions that were purged: they are no sessions any more, but keep others from their rows. */
const purgedPrefix = "purged:";

function renameSessions(db: Database): void {
  const gone = db.query<{ session_id: string }, []>("SELECT session_id FROM temp.purged_sessions").all();
  const rename = db.prepare("UPDATE _source_sessions SET session_id = ? WHERE session_id = ?");
  for (const { session_id } of gone) rename.run(purgedPrefix + sha256Hex(session_id).slice(0, 16), session_id);
  db.exec("DELETE FROM temp.settled_runs WHERE session_id IN (SELECT session_id FROM temp.purged_sessions)");
}

/** A leaf that was cut is another leaf than the whole one, so that a merge of both says what it lacks. */
function renameLeaves(db: Database, agents: readonly PurgedAgent[]): void {
  const cut = agents.map(({ agentName }) => agentName).sort();
  for (const { id } of db.query<{ id: string }, []>("SELECT bundle_id AS id FROM _bundles").all()) {
    const renamed = sha256Hex(JSON.stringify([id, "purged", cut]));
    for (const table of ["_bundles", "_occurrences", "_bundle_issues"])
      db.prepare(`UPDATE ${table} SET bundle_id = ? WHERE bundle_id = ?`).run(renamed, id);
  }
}

function listWhatWent(db: Database, agents: readonly PurgedAgent[], sources: readonly CutSource[]): void {
  const leaf = String(scalar(db, "SELECT min(bundle_id) FROM _bundles"));
  const insert = db.prepare(
    "INSERT INTO _bundle_issues (bundle_id, path, severity, code, message) VALUES (?, ?, 'info', ?, ?)",
  );
  for (const { agentName, state } of agents) {
    const was = state === null ? "" : ` (${state})`;
    insert.run(leaf, null, "purge.agent", `Agent "${agentName}"${was} was purged from this bundle.`);
  }
  for (const { path, rowCount } of sources) {
    const rows = rowCount === 1 ? "1 row of this source was" : `${rowCount} rows of this source were`;
    insert.run(
      leaf,
      path,
      "purge.source",
      `${rows} purged, and its original bytes with ${rowCount === 1 ? "it" : "them"}.`,
    );
  }
}

function searchScope(search: unknown): SearchScope {
  return search === "full" || search === "none" ? search : "default";
}
