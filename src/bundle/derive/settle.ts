// Settles what is stamped on facts (superseded, inferred session) from the small tables, before the facts are touched.

import type { Database } from "bun:sqlite";
import { factTables } from "../../schema/rows.ts";
import { dropLoadingIndexes } from "../../schema/schema.ts";
import { isIdOf } from "../row-ids.ts";
import overstoryBridgeSql from "./overstory-bridge.sql" with { type: "text" };
import { supersedePrefixes } from "./prefixes.ts";
import settleSql from "./settle.sql" with { type: "text" };

/**
 * Fills temp tables `settled_sources`, `settled_runs` and `old_versions`, and the `superseded` flags of `_sources` and `_versions`.
 * The result does not depend on the order in which sources came.
 */
export function settle(db: Database): void {
  supersedePrefixes(db);
  db.exec(overstoryBridgeSql);
  db.exec(settleSql);
}

/** SQL for the settled values of a row `f` of a fact table, beside its source's row `settled` of `settled_sources`. */
export const settledSession = `CASE WHEN f.session_id IS NOT NULL AND f.session_inferred = 0 THEN f.session_id
  WHEN f.run_id IS NULL THEN settled.session_id
  ELSE coalesce((SELECT r.session_id FROM temp.settled_runs AS r WHERE r.run_id = f.run_id), settled.session_id) END`;

export const settledInferred = `CASE WHEN f.session_id IS NOT NULL AND f.session_inferred = 0 THEN 0
  WHEN f.run_id IS NULL THEN settled.session_id IS NOT NULL
  ELSE coalesce((SELECT 1 FROM temp.settled_runs AS r WHERE r.run_id = f.run_id), settled.session_id IS NOT NULL) END`;

/** `source` is the SQL of the row's number in this bundle. */
export function settledSuperseded(source: string): string {
  return `CASE WHEN settled.superseded = 1 THEN 1 WHEN settled.has_old_versions = 0 THEN 0
    ELSE EXISTS (
      SELECT 1 FROM temp.old_versions AS v
      WHERE v.source_id = ${source} AND v.source_line IS NULL
        AND (v.source_member IS NULL OR v.source_member IS f.source_member)
    ) OR EXISTS (
      SELECT 1 FROM temp.old_versions AS v
      WHERE v.source_id = ${source} AND v.source_line = f.source_line
        AND (v.source_member IS NULL OR v.source_member IS f.source_member)
    ) END`;
}

/** What was assumed while a source was read: its rows need no second look when it came true. */
export interface Assumption {
  readonly sourceId: number;
  readonly rowCount: number;
  readonly sessionOfPlace: string | null;
  /** Rows that state no session; 0 means that nothing can change. */
  readonly unattributedCount: number;
  /** Whether runs took part in what was assumed. */
  readonly statesRuns: boolean;
}

/** From so many rows on, making indexes anew costs less than keeping them up while rows are changed. */
const manyRows = 20_000;

/**
 * Brings the facts of a freshly loaded bundle to what was settled; touches only sources whose rows have to change. May
 * leave indexes out, which `createIndexes` makes again.
 */
export function applySettled(db: Database, assumptions: readonly Assumption[]): void {
  const changed = assumptions.filter((assumed) => !stands(db, assumed));
  const rowCount = changed.reduce((sum, assumed) => sum + assumed.rowCount, 0);
  if (rowCount >= manyRows) dropLoadingIndexes(db);
  for (const { sourceId } of changed) restamp(db, sourceId);
}

/** Whether what was assumed came true. */
function stands(db: Database, assumed: Assumption): boolean {
  const settled = db
    .query<{ superseded: number; has_old_versions: number; session_id: string | null }, [number]>(
      "SELECT superseded, has_old_versions, session_id FROM temp.settled_sources WHERE source_id = ?",
    )
    .get(assumed.sourceId);
  if (settled === null) return true; // Its source row was not kept, so neither were its facts.
  const sessionsStand =
    assumed.unattributedCount === 0 || (!assumed.statesRuns && settled.session_id === assumed.sessionOfPlace);
  return sessionsStand && settled.superseded === 0 && settled.has_old_versions === 0;
}

function restamp(db: Database, sourceId: number): void {
  for (const table of factTables) {
    db.prepare(
      `UPDATE _${table} AS f
       SET session_id = ${settledSession}, session_inferred = ${settledInferred}, superseded = ${settledSuperseded("f.source_id")}
       FROM temp.settled_sources AS settled
       WHERE ${isIdOf("f.id", "?1")} AND settled.source_id = ?1
         AND (f.session_id, f.session_inferred, f.superseded) IS NOT (${settledSession}, ${settledInferred}, ${settledSuperseded("f.source_id")})`,
    ).run(sourceId);
  }
}
