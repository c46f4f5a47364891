// Which sources hold rows of what is replayed, and which of them say nothing else.

import type { Database } from "bun:sqlite";
import { type FactTable, factTables } from "../../schema/rows.ts";
import { isIdOf } from "../row-ids.ts";
import { isChosen } from "./choice.ts";

export interface ReplaySource {
  readonly source_id: number;
  readonly source_key: string;
  readonly importer: string;
  readonly path: string | null;
  /** 1: the original bytes say just these rows, and an import of them alone says them again. */
  readonly is_whole: 0 | 1;
}

/** What stands in turns lies in the source of its turn. */
const tablesToAsk = factTables.filter((table) => table !== "blocks" && table !== "turn_blocks");

/** Sources that hold any of the rows. */
export function replaySources(db: Database): ReplaySource[] {
  const holding = tablesToAsk
    .map((table) => `SELECT f.source_id FROM _${table} AS f WHERE ${isChosen(table)}`)
    .join(" UNION ");
  return db
    .query<ReplaySource, []>(
      `SELECT s.source_id, s.source_key, s.importer, s.path, (${isWhole}) AS is_whole
       FROM sources AS s WHERE s.source_id IN (${holding}) AND s.status <> 'superseded' ORDER BY s.path, s.source_key`,
    )
    .all();
}

/**
 * Every row of source `s` is of the conversation and states its session, or has the only one that the source states; its bytes
 * are here; no older state in it would come back because the newer one lies elsewhere; nothing of it is told by another source.
 */
const isWhole = `s.status IN ('imported', 'partial')
  AND NOT EXISTS (SELECT 1 FROM _sources AS r WHERE r.source_id = s.source_id AND r.forced = 1)
  AND NOT EXISTS (SELECT 1 FROM _occurrences AS o WHERE o.source_id = s.source_id AND o.container_id IS NOT NULL)
  AND NOT EXISTS (SELECT 1 FROM _source_chunks AS c WHERE c.source_id = s.source_id AND c.data IS NULL)
  AND EXISTS (SELECT 1 FROM _source_sessions AS x WHERE x.source_id = s.source_id AND x.session_id IS NOT NULL)
  AND NOT EXISTS (
    SELECT 1 FROM _versions AS v WHERE v.source_id = s.source_id AND v.superseded = 1 AND v.eligible = 1
      AND NOT EXISTS (SELECT 1 FROM _versions AS w WHERE w.source_id = v.source_id AND w.series = v.series AND w.superseded = 0)
  )
  ${tablesToAsk
    .map((table) => {
      const isTold = toldElsewhere(table);
      return `AND NOT EXISTS (
    SELECT 1 FROM _${table} AS f WHERE ${isIdOf("f.id", "s.source_id")} AND (
      f.session_id IS NULL OR f.session_id NOT IN (SELECT session_id FROM temp.replay_sessions) ${isTold}
      OR (f.session_inferred = 1 AND (SELECT count(DISTINCT x.session_id) FROM _source_sessions AS x WHERE x.source_id = s.source_id) <> 1)
    ))`;
    })
    .join("\n  ")}`;

/** Whether row `f` is hidden because another source tells the same. */
function toldElsewhere(table: FactTable): string {
  const twin =
    table === "messages"
      ? "r.sequence IS f.sequence AND r.kind IS f.kind AND r.content IS f.content AND r.shadowed = 0"
      : table === "tool_invocations"
        ? "r.call_id = f.call_id AND r.shadowed = 0"
        : null;
  if (twin === null) return "";
  return `OR (f.shadowed = 1 AND NOT EXISTS (
    SELECT 1 FROM _${table} AS r WHERE ${isIdOf("r.id", "s.source_id")} AND ${twin}))`;
}
