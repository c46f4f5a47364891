// One session in full: where it stands in the tree, what it asked, called, cost and failed at, and the head of its transcript.

import type { Database } from "bun:sqlite";
import { type ErrorRow, errorsIn } from "../errors.ts";
import type { ToolStatistic } from "../runs.ts";
import { reading } from "../viewing/reading.ts";
import { sessionCalled } from "../viewing/session-names.ts";
import agentSql from "./agent.sql" with { type: "text" };
import countsSql from "./counts.sql" with { type: "text" };
import { type SandboxReport, sandboxOf } from "./sandbox.ts";
import toolsSql from "./tools.sql" with { type: "text" };

export interface SessionOptions {
  readonly bundle: string;
  /** A session's id, the beginning of one, or an agent's name. */
  readonly name: string;
  /** Of each list; of a sandbox's log, the last so many records. Null: all. */
  readonly limit: number | null;
  /** The interpreter's variables and modules. */
  readonly state: boolean;
  readonly artifacts: boolean;
}

export interface SessionReport {
  readonly session: SessionDetails;
  /** From the root down to the parent. */
  readonly ancestors: readonly string[];
  readonly children: readonly string[];
  /** Null: no orchestrator's store describes it. */
  readonly agent: AgentDetails | null;
  readonly counts: SessionCounts;
  readonly runs: readonly string[];
  readonly tokens: SessionTokens | null;
  readonly tools: readonly ToolStatistic[];
  readonly prompts: readonly PromptRow[];
  readonly tool_calls: readonly ToolCallRow[];
  readonly errors: readonly ErrorRow[];
  readonly messages: readonly MessageRow[];
  /** Null: it is no sandbox's session. */
  readonly sandbox: SandboxReport | null;
}

export interface SessionDetails {
  readonly session_id: string;
  readonly parent_session_id: string | null;
  readonly kind: string | null;
  readonly agent_name: string | null;
  readonly title: string | null;
  readonly runtime_key: string | null;
  readonly created_at: string | null;
  readonly ended_at: string | null;
  readonly last_activity_at: string | null;
  readonly first_at: string | null;
  readonly last_at: string | null;
  readonly status: string | null;
  readonly snapshot_at: string | null;
  readonly tags: string | null;
  readonly attributes: string | null;
}

export interface AgentDetails {
  readonly id: number;
  readonly agent_name: string | null;
  readonly capability: string | null;
  readonly state: string | null;
  readonly is_active: 0 | 1 | null;
  readonly task_id: string | null;
  readonly branch_name: string | null;
  readonly worktree_path: string | null;
  readonly tmux_session: string | null;
  readonly pid: number | null;
  readonly parent_agent: string | null;
  readonly depth: number | null;
  readonly run_id: string | null;
  readonly escalation_level: number | null;
  readonly started_at: string | null;
  readonly last_activity: string | null;
  readonly stalled_since: string | null;
  readonly transcript_path: string | null;
  readonly prompt_version: string | null;
  readonly claude_session_id: string | null;
}

export interface SessionCounts {
  readonly event_count: number;
  readonly log_count: number;
  readonly prompt_event_count: number;
  readonly tool_call_count: number;
  readonly message_count: number;
  readonly error_count: number;
  readonly file_count: number;
  readonly document_count: number;
}

export interface SessionTokens {
  readonly total_input_tokens: number | null;
  readonly total_output_tokens: number | null;
  readonly total_tokens: number | null;
  readonly cache_read_tokens: number | null;
  readonly cache_write_tokens: number | null;
  readonly prompt_count: number;
  readonly known_count: number;
}

export interface PromptRow {
  readonly id: number;
  readonly timestamp: string | null;
  readonly event_type: "rendered" | "executed";
  readonly prompt_name: string | null;
  readonly model: string | null;
  readonly result_type: string | null;
  readonly duration_ms: number | null;
  readonly char_count: number | null;
  readonly total_tokens: number | null;
}

export interface ToolCallRow {
  readonly id: number;
  readonly timestamp: string | null;
  readonly tool_name: string | null;
  readonly status: string;
  readonly duration_ms: number | null;
  readonly params: string | null;
  readonly result_message: string | null;
}

export interface MessageRow {
  readonly id: number;
  readonly timestamp: string | null;
  readonly agent_source: string | null;
  readonly role: string | null;
  readonly kind: string | null;
  readonly content: string | null;
}

/** Throws a `UserError` when there is no such session. */
export function session({ bundle, name, limit, state, artifacts }: SessionOptions): SessionReport {
  return reading(bundle, (db) => {
    const id = sessionCalled(db, name);
    const details = db
      .query<SessionDetails, [string]>(
        `SELECT session_id, parent_session_id, kind, agent_name, title, runtime_key, created_at, ended_at, last_activity_at,
           first_at, last_at, status, snapshot_at, tags, attributes
         FROM sessions WHERE session_id = ?`,
      )
      .get(id);
    if (details === null) throw new Error(`No row of session ${id}`);
    const most = limit ?? -1;
    return {
      session: details,
      ancestors: ancestorsOf(db, details),
      children: names(
        db,
        "SELECT session_id AS name FROM sessions WHERE parent_session_id = ? ORDER BY first_at, session_id",
        id,
      ),
      agent: db.query<AgentDetails, [string]>(agentSql).get(id),
      counts: countsOf(db, id),
      runs: names(db, runsSql, id),
      tokens: db.query<SessionTokens, [string]>(tokensSql).get(id),
      tools: db.query<ToolStatistic, [string]>(toolsSql).all(id),
      prompts: db.query<PromptRow, [string, number]>(promptsSql).all(id, most),
      tool_calls: db.query<ToolCallRow, [string, number]>(callsSql).all(id, most),
      errors: errorsIn(db, id, limit),
      messages: db.query<MessageRow, [string, number]>(messagesSql).all(id, most),
      sandbox: details.kind === "sandbox" ? sandboxOf(db, id, { limit, state, artifacts }) : null,
    };
  });
}

const runsSql = `
  SELECT run_id AS name FROM agents WHERE session_id = ?1 AND run_id IS NOT NULL
  UNION SELECT run_id FROM runs WHERE session_id = ?1
  UNION SELECT run_id FROM tool_invocations WHERE session_id = ?1 AND run_id IS NOT NULL
  UNION SELECT run_id FROM prompt_events WHERE session_id = ?1 AND run_id IS NOT NULL
  ORDER BY 1`;

const tokensSql = `
  SELECT total_input_tokens, total_output_tokens, total_tokens, cache_read_tokens, cache_write_tokens, prompt_count, known_count
  FROM token_summary WHERE session_id = ?`;

const promptsSql = `
  SELECT id, timestamp, event_type, prompt_name, ifnull(response_model, request_model) AS model, result_type, duration_ms,
    char_count, total_tokens
  FROM prompt_events WHERE session_id = ? ORDER BY timestamp, id LIMIT ?`;

const callsSql = `
  SELECT id, timestamp, tool_name, status, duration_ms, params, result_message
  FROM tool_calls WHERE session_id = ? ORDER BY timestamp, id LIMIT ?`;

const messagesSql = `
  SELECT id, timestamp, agent_source, role, kind, ifnull(content, content_json) AS content
  FROM messages WHERE session_id = ? ORDER BY timestamp, sequence, id LIMIT ?`;

function names(db: Database, sql: string, id: string): string[] {
  return db
    .query<{ name: string }, [string]>(sql)
    .all(id)
    .map(({ name }) => name);
}

/** Sessions that name each other as parents end the way up. */
function ancestorsOf(db: Database, { parent_session_id }: SessionDetails): string[] {
  const found: string[] = [];
  const parentOf = db.query<{ parent: string | null }, [string]>(
    "SELECT parent_session_id AS parent FROM sessions WHERE session_id = ?",
  );
  for (let id = parent_session_id; id !== null && !found.includes(id); id = parentOf.get(id)?.parent ?? null)
    found.unshift(id);
  return found;
}

function countsOf(db: Database, id: string): SessionCounts {
  const counts = db.query<SessionCounts, [string]>(countsSql).get(id);
  if (counts === null) throw new Error("No row of counts");
  return counts;
}
