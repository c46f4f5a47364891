// The sessions that a person names: by id, by the beginning of one, or by the agent that worked in them.

import type { Database } from "bun:sqlite";
import { UserError } from "../../base/errors.ts";

const listed = 5;

/** All sessions of that name; an agent may have one of the orchestrator and one of its coding agent. Throws a `UserError` when there is none. */
export function sessionsCalled(db: Database, name: string): readonly string[] {
  for (const find of [byId, byAgent, byPrefix]) {
    const found = find(db, name);
    if (found.length > 0) return found;
  }
  throw new UserError(`No session or agent is called "${name}". ${whatThereIs(db)}`);
}

/** The one session of that name. Of an agent's sessions, the one that describes the agent. */
export function sessionCalled(db: Database, name: string): string {
  const found = sessionsCalled(db, name);
  const described = found.length === 1 ? found : found.filter((id) => isDescribed(db, id));
  const [only, second] = described.length > 0 ? described : found;
  if (only === undefined || second !== undefined)
    throw new UserError(`"${name}" names ${found.length} sessions: ${list(found)}. Use the id of one.`);
  return only;
}

/** Null stays null: nothing was asked for. */
export function namedSessions(db: Database, name: string | null): readonly string[] | null {
  return name === null ? null : sessionsCalled(db, name);
}

function ids(db: Database, sql: string, name: string): string[] {
  return db
    .query<{ id: string }, [string]>(sql)
    .all(name)
    .map(({ id }) => id);
}

function byId(db: Database, name: string): string[] {
  return ids(db, "SELECT session_id AS id FROM sessions WHERE session_id = ?", name);
}

function byAgent(db: Database, name: string): string[] {
  const sql = `
    SELECT session_id AS id FROM sessions WHERE agent_name = ?1
    UNION SELECT session_id FROM agents WHERE agent_name = ?1 AND session_id IS NOT NULL
    ORDER BY 1`;
  return ids(db, sql, name);
}

function byPrefix(db: Database, name: string): string[] {
  const sql = "SELECT session_id AS id FROM sessions WHERE substr(session_id, 1, length(?1)) = ?1 ORDER BY 1";
  const found = ids(db, sql, name);
  if (found.length > 1)
    throw new UserError(`"${name}" begins the ids of ${found.length} sessions: ${list(found)}. Write more of one.`);
  return found;
}

function isDescribed(db: Database, id: string): boolean {
  return ids(db, "SELECT session_id AS id FROM sessions WHERE session_id = ? AND kind IS NOT NULL", id).length > 0;
}

function whatThereIs(db: Database): string {
  const found = db
    .query<{ id: string }, []>(`SELECT session_id AS id FROM sessions ORDER BY session_id LIMIT ${listed + 1}`)
    .all()
    .map(({ id }) => id);
  return found.length === 0 ? "The bundle has no sessions." : `There is ${list(found)}.`;
}

function list(found: readonly string[]): string {
  const shown = found.slice(0, listed).map((id) => `"${id}"`);
  return `${shown.join(", ")}${found.length > listed ? " and more" : ""}`;
}
