// Which rows of a bundle belong to the conversation or sessions that are replayed.

import type { Database } from "bun:sqlite";
import { type FactTable, factColumns } from "../../schema/rows.ts";
import { idOf, numberOf } from "../row-ids.ts";

/** What is asked for: sessions, and the conversation that rows without a session may name. */
export interface ReplayChoice {
  readonly sessions: readonly string[];
  /** Null: sessions only. */
  readonly conversation: string | null;
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

/** Notes in temporary tables what was chosen: all SQL of a replay reads them. */
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

/** SQL: whether row `f` of a table belongs to what was chosen. */
export function isChosen(table: FactTable): string {
  return ofRowOrTurn(table, isChosenRow);
}

/** SQL: whether `holds` is true of row `f` of a table, or of a turn in which it stands. */
export function ofRowOrTurn(table: FactTable, holds: (table: FactTable, row: string) => string): string {
  if (table === "turn_blocks")
    return `EXISTS (SELECT 1 FROM _turns AS t WHERE t.id = ${idOf("f.source_id", "f.turn")} AND ${holds("turns", "t")})`;
  if (table === "blocks")
    return `EXISTS (
      SELECT 1 FROM _turn_blocks AS u JOIN _turns AS t ON t.id = ${idOf("u.source_id", "u.turn")}
      WHERE u.source_id = f.source_id AND u.block = ${numberOf("f")} AND ${holds("turns", "t")})`;
  return holds(table, "f");
}

function isChosenRow(table: FactTable, row: string): string {
  const names = "conversation_id" in factColumns[table];
  return `(${row}.session_id IN (SELECT session_id FROM temp.replay_sessions)
    ${names ? `OR ${row}.conversation_id IN (SELECT conversation_id FROM temp.replay_conversation)` : ""}
    OR (${row}.session_id IS NULL AND ${row}.source_id IN (SELECT source_id FROM temp.replay_streams)))`;
}
