// The rows of one conversation or session, source by source, as a replay file holds them.

import type { Database } from "bun:sqlite";
import { type FactTable, factColumns, factTables } from "../schema/rows.ts";

/** What is asked for: sessions, and the conversation that rows without a session may name. */
export interface ReplayChoice {
  readonly sessions: readonly string[];
  /** Null: sessions only. */
  readonly conversation: string | null;
}

export interface ReplaySource {
  readonly source_id: number;
  readonly source_key: string;
  readonly importer: string;
  readonly path: string | null;
  /** 1: the original bytes say just these rows, and an import of them alone says them again. */
  readonly is_whole: 0 | 1;
}

export type ReplayValue = string | number | bigint | Uint8Array | null;

export interface ReplayRow {
  readonly table: FactTable;
  /** Only what is known. */
  readonly row: Readonly<Record<string, ReplayValue>>;
  /** An older state, hidden where only current ones are shown. */
  readonly superseded: boolean;
  /** Of a binary file. */
  readonly blob: Uint8Array | null;
}

/** The conversation's sessions; empty when there is no such conversation. */
export function sessionsOfConversation(db: Database, conversation: string): string[] {
  return db
    .query<{ id: string }, [string]>(
      "SELECT session_id AS id FROM _conversation_sessions WHERE conversation_id = ? ORDER BY 1",
    )
    .all(conversation)
    .map(({ id }) => id);
}

/** Notes in temporary tables what was chosen; the other functions here read them. */
export function chooseReplay(db: Database, { sessions, conversation }: ReplayChoice): void {
  db.exec(`
    DROP TABLE IF EXISTS temp.replay_sessions; DROP TABLE IF EXISTS temp.replay_streams; DROP TABLE IF EXISTS temp.replay_conversation;
    CREATE TEMP TABLE replay_sessions (session_id TEXT PRIMARY KEY) WITHOUT ROWID;
    CREATE TEMP TABLE replay_conversation (conversation_id TEXT);
    CREATE TEMP TABLE replay_streams (source_id INTEGER PRIMARY KEY);
  `);
  for (const id of sessions) db.prepare("INSERT OR IGNORE INTO temp.replay_sessions VALUES (?)").run(id);
  if (conversation === null) return;
  db.prepare("INSERT INTO temp.replay_conversation VALUES (?)").run(conversation);
  db.prepare(
    "INSERT INTO temp.replay_streams SELECT source_id FROM _conversation_streams WHERE conversation_id = ?",
  ).run(conversation);
}

/** Sources that hold any of the rows. */
export function replaySources(db: Database): ReplaySource[] {
  const holding = factTables
    .filter((table) => table !== "blocks" && table !== "turn_blocks")
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
 * The rows of one source in the order in which it gave them; `owned`: those that state or were given a session, or the others.
 * References between rows count anew.
 */
export function* replayRows(
  db: Database,
  sourceId: number,
  owned: "with session" | "without session",
): Generator<ReplayRow> {
  const numbers = {
    turns: new Map<number, number>(),
    blocks: new Map<number, number>(),
    slice_items: new Map<number, number>(),
  };
  for (const part of parts) {
    for (const found of foundRows(db, sourceId, part, owned)) {
      const { table, n } = found;
      const counter = table === "events" ? "slice_items" : table;
      if (counter === "turns" || counter === "blocks" || counter === "slice_items")
        numbers[counter].set(n, numbers[counter].size);
      const row = renumbered(found, numbers);
      yield { table, row, superseded: found.superseded, blob: blobOf(db, found) };
    }
  }
}

/** Those referred to come before those that refer; events and slice items count together. */
const parts: readonly (readonly FactTable[])[] = [
  ["session_facts"],
  ["run_facts"],
  ["turns"],
  ["blocks"],
  ["turn_blocks"],
  ["events", "slice_items"],
  ["slice_snapshots"],
  ["logs"],
  ["prompt_events"],
  ["tool_invocations"],
  ["messages"],
  ["timeline_entities"],
  ["spans"],
  ["files"],
  ["documents"],
  ["agents"],
  ["error_facts"],
];

interface FoundRow {
  readonly table: FactTable;
  readonly n: number;
  readonly superseded: boolean;
  readonly row: Record<string, ReplayValue>;
}

function foundRows(db: Database, sourceId: number, part: readonly FactTable[], owned: string): FoundRow[] {
  const rows = part.flatMap((table) => rowsOf(db, sourceId, table, owned));
  return part.length === 1 ? rows : rows.sort((a, b) => a.n - b.n);
}

function rowsOf(db: Database, sourceId: number, table: FactTable, owned: string): FoundRow[] {
  const columns = ["session_id", "run_id", ...Object.keys(factColumns[table])];
  const statement = db.query<Record<string, ReplayValue>, [number, number]>(
    `SELECT f.id, f.superseded, ${columns.map((column) => `f.${column}`).join(", ")} FROM _${table} AS f
     WHERE f.id >= ?1 AND f.id < ?2 AND ${isChosen(table)} AND ${isShown(table)} AND ${isOwned(table, owned)} ORDER BY f.id`,
  );
  // Sequences and versions go beyond what a double holds.
  statement.safeIntegers(true);
  return statement.all(sourceId * 2 ** 32, (sourceId + 1) * 2 ** 32).map(({ id, superseded, ...row }) => ({
    table,
    n: Number(BigInt(Number(id)) % 4294967296n),
    superseded: superseded === 1n,
    row: Object.fromEntries(Object.entries(row).filter(([, value]) => value !== null)),
  }));
}

/** Whether row `f` of a table belongs to what was chosen. */
function isChosen(table: FactTable): string {
  if (table === "turn_blocks")
    return `EXISTS (SELECT 1 FROM _turns AS t WHERE t.id = f.source_id * 4294967296 + f.turn AND ${chosenRow("turns", "t")})`;
  if (table === "blocks")
    return `EXISTS (
      SELECT 1 FROM _turn_blocks AS u JOIN _turns AS t ON t.id = u.source_id * 4294967296 + u.turn
      WHERE u.source_id = f.source_id AND u.block = f.id - f.source_id * 4294967296 AND ${chosenRow("turns", "t")})`;
  return chosenRow(table, "f");
}

function chosenRow(table: FactTable, row: string): string {
  const names = "conversation_id" in factColumns[table];
  return `(${row}.session_id IN (SELECT session_id FROM temp.replay_sessions)
    ${names ? `OR ${row}.conversation_id IN (SELECT conversation_id FROM temp.replay_conversation)` : ""}
    OR (${row}.session_id IS NULL AND ${row}.source_id IN (SELECT source_id FROM temp.replay_streams)))`;
}

/** Older states are public only of slices; what another row tells too is hidden. */
function isShown(table: FactTable): string {
  if (table === "slice_items" || table === "slice_snapshots") return "1";
  const isTold = table === "messages" || table === "tool_invocations" ? " AND f.shadowed = 0" : "";
  return `f.superseded = 0${isTold}`;
}

/** Blocks go where their turns are. */
function isOwned(table: FactTable, owned: string): string {
  const test = owned === "with session" ? "IS NOT NULL" : "IS NULL";
  if (table === "turn_blocks")
    return `(SELECT t.session_id FROM _turns AS t WHERE t.id = f.source_id * 4294967296 + f.turn) ${test}`;
  if (table === "blocks")
    return `EXISTS (
      SELECT 1 FROM _turn_blocks AS u JOIN _turns AS t ON t.id = u.source_id * 4294967296 + u.turn
      WHERE u.source_id = f.source_id AND u.block = f.id - f.source_id * 4294967296 AND t.session_id ${test})`;
  return `f.session_id ${test}`;
}

function renumbered(
  { table, row }: FoundRow,
  numbers: Readonly<Record<"turns" | "blocks" | "slice_items", Map<number, number>>>,
) {
  const moved = (column: string, map: Map<number, number>) => {
    const old = row[column];
    return old === undefined ? {} : { [column]: map.get(Number(old)) ?? null };
  };
  if (table === "turn_blocks") return { ...row, ...moved("turn", numbers.turns), ...moved("block", numbers.blocks) };
  if (table === "slice_snapshots") return { ...row, ...moved("first_item", numbers.slice_items) };
  return row;
}

function blobOf(db: Database, { table, row }: FoundRow): Uint8Array | null {
  if (table !== "files" || typeof row.content_hash !== "string") return null;
  const found = db
    .query<{ content: Uint8Array }, [string]>("SELECT content FROM _blobs WHERE sha256 = ?")
    .get(row.content_hash);
  return found?.content ?? null;
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
  ${factTables
    .filter((table) => table !== "blocks" && table !== "turn_blocks")
    .map((table) => {
      const isTold = toldElsewhere(table);
      return `AND NOT EXISTS (
    SELECT 1 FROM _${table} AS f WHERE f.id >= s.source_id * 4294967296 AND f.id < (s.source_id + 1) * 4294967296 AND (
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
    SELECT 1 FROM _${table} AS r WHERE r.id >= s.source_id * 4294967296 AND r.id < (s.source_id + 1) * 4294967296 AND ${twin}))`;
}
