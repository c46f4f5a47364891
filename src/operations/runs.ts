// The runs of a bundle, and one of them in full. The keys of the rows are those of `--json` and stay.

import type { Database } from "bun:sqlite";
import agentsSql from "./runs/agents.sql" with { type: "text" };
import listSql from "./runs/list.sql" with { type: "text" };
import toolsSql from "./runs/tools.sql" with { type: "text" };
import type { Page } from "./viewing/page.ts";
import { reading } from "./viewing/reading.ts";
import { runCalled } from "./viewing/run-names.ts";

export interface RunsOptions {
  readonly bundle: string;
  /** Only those that had not ended. */
  readonly active: boolean;
  readonly status: string | null;
  readonly coordinator: string | null;
  /** UTC. */
  readonly since: string | null;
  /** Null: all. */
  readonly limit: number | null;
}

export interface RunRow {
  readonly run_id: string;
  readonly request_id: string | null;
  readonly session_id: string | null;
  readonly attempt: number | null;
  readonly status: string | null;
  /** Null: the run is only mentioned. */
  readonly started_at: string | null;
  readonly ended_at: string | null;
  readonly coordinator: string | null;
  readonly description: string | null;
  readonly error_type: string | null;
  readonly error_message: string | null;
  readonly agent_count: number | null;
  readonly stored_agent_count: number | null;
}

export interface RunAgent {
  readonly agent_name: string | null;
  readonly capability: string | null;
  readonly state: string | null;
  readonly is_active: 0 | 1 | null;
  readonly session_id: string | null;
  readonly task_id: string | null;
  readonly parent_agent: string | null;
  readonly depth: number | null;
  readonly started_at: string | null;
  readonly last_activity: string | null;
}

export interface ToolStatistic {
  readonly tool_name: string | null;
  readonly call_count: number;
  readonly failure_count: number;
  readonly mean_duration_ms: number | null;
  readonly longest_duration_ms: number | null;
}

export interface RunReport {
  readonly run: RunRow;
  readonly tokens: RunTokens | null;
  readonly agents: readonly RunAgent[];
  readonly tools: readonly ToolStatistic[];
  readonly errors: readonly RunError[];
}

interface RunTokens {
  readonly total_input_tokens: number | null;
  readonly total_output_tokens: number | null;
  readonly total_tokens: number | null;
  readonly prompt_count: number;
  readonly tool_count: number;
}

interface RunError {
  readonly timestamp: string | null;
  readonly error_class: string;
  readonly message: string | null;
  readonly origin_table: string;
  readonly origin_id: number;
}

export function runs({ bundle, active, status, coordinator, since, limit }: RunsOptions): Page<RunRow> {
  // The orchestrator's own word for it.
  const wanted = status?.toLowerCase() === "active" ? "running" : status;
  return reading(bundle, (db) => {
    const found = db.query<RunRow & { total: number }, Record<string, string | number | null>>(listSql).all({
      $active: active ? 1 : 0,
      $status: wanted,
      $coordinator: coordinator,
      $since: since,
      $limit: limit ?? -1,
    });
    return {
      rows: found.map(({ total: _, ...row }) => row),
      total: found[0]?.total ?? 0,
      total_is_exact: true,
    };
  });
}

/** Throws a `UserError` when there is no such run. */
export function run(bundle: string, name: string): RunReport {
  return reading(bundle, (db) => {
    const all = db.query<RunRow & { total: number }, Record<string, string | number | null>>(listSql);
    const found = all
      .all({ $active: 0, $status: null, $coordinator: null, $since: null, $limit: -1 })
      .map(({ total: _, ...row }) => row);
    const id = runCalled(db, name);
    const one = found.find(({ run_id }) => run_id === id);
    if (one === undefined) throw new Error(`The list of runs lacks "${id}"`);
    return {
      run: one,
      tokens: db
        .query<RunTokens, [string]>(
          "SELECT total_input_tokens, total_output_tokens, total_tokens, prompt_count, tool_count FROM token_usage WHERE run_id = ?",
        )
        .get(id),
      agents: db.query<RunAgent, [string]>(agentsSql).all(id),
      tools: db.query<ToolStatistic, [string]>(toolsSql).all(id),
      errors: errorsOf(db, id),
    };
  });
}

function errorsOf(db: Database, run: string): RunError[] {
  return db
    .query<RunError, [string]>(
      `SELECT timestamp, error_class, message, origin_table, origin_id FROM errors
       WHERE run_id = ?1 OR (run_id IS NULL AND session_id IN (SELECT session_id FROM agents WHERE run_id = ?1))
       ORDER BY timestamp DESC, id DESC LIMIT 10`,
    )
    .all(run);
}
