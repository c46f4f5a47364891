// What a bundle holds, in numbers. The keys of the report are those of `info --json` and stay.

import type { Database } from "bun:sqlite";
import { statSync } from "node:fs";
import errorsSql from "./info/errors.sql" with { type: "text" };
import headSql from "./info/head.sql" with { type: "text" };
import issuesSql from "./info/issues.sql" with { type: "text" };
import sessionsSql from "./info/sessions.sql" with { type: "text" };
import sourcesSql from "./info/sources.sql" with { type: "text" };
import spanSql from "./info/span.sql" with { type: "text" };
import statisticsSql from "./info/statistics.sql" with { type: "text" };
import { reading } from "./viewing/reading.ts";

export interface BundleInfo extends BundleHead, Statistics, Span {
  readonly path: string;
  readonly size_bytes: number;
  readonly sessions: readonly SessionInfo[];
  readonly sources: readonly SourceInfo[];
  /** The ten most frequent. */
  readonly errors: readonly ErrorInfo[];
  readonly issues: readonly IssueInfo[];
}

interface BundleHead {
  readonly bundle_id: string;
  readonly created_at: string;
  readonly dbundle_version: string;
  readonly wink_version: string | null;
  readonly schema_version: number;
  readonly root_session_id: string | null;
  readonly source_directory: string | null;
  readonly experiment_name: string | null;
  readonly experiment_tag: string | null;
  readonly description: string | null;
  /** A JSON object; text when the bundle holds something else. */
  readonly tags: unknown;
  readonly fidelity: string;
  readonly content_digest: string;
  /** Runs of `create` whose sources are in here. */
  readonly bundle_count: number;
}

interface Statistics {
  readonly session_count: number;
  readonly run_count: number;
  readonly log_count: number;
  readonly event_count: number;
  readonly tool_invocation_count: number;
  readonly tool_success_count: number;
  readonly tool_failure_count: number;
  readonly tool_call_count: number;
  readonly prompt_event_count: number;
  readonly prompt_render_count: number;
  readonly prompt_execution_count: number;
  readonly message_count: number;
  readonly file_count: number;
  readonly document_count: number;
  readonly span_count: number;
  readonly error_count: number;
  readonly issue_count: number;
  readonly source_count: number;
  readonly conflict_count: number;
  /** Null: no part of it is known. */
  readonly total_input_tokens: number | null;
  readonly total_output_tokens: number | null;
  readonly total_tokens: number | null;
  /** Totals that an orchestrator reports of its agents; no part of those above. Null: none. */
  readonly reported_input_tokens: number | null;
  readonly reported_output_tokens: number | null;
  /** As the orchestrator reckoned. */
  readonly reported_cost_usd: number | null;
}

interface Span {
  readonly first_at: string | null;
  readonly last_at: string | null;
}

export interface SessionInfo extends Span {
  readonly session_id: string;
  readonly parent_session_id: string | null;
  readonly kind: string | null;
  readonly agent_name: string | null;
  readonly title: string | null;
  readonly status: string | null;
  readonly tool_invocation_count: number;
  readonly tool_failure_count: number;
  readonly error_count: number;
  readonly total_tokens: number | null;
}

export interface SourceInfo {
  readonly path: string | null;
  readonly importer: string;
  readonly importer_version: number;
  readonly status: string;
  readonly row_count: number;
  readonly issue_count: number;
  readonly size_bytes: number;
  readonly source_key: string;
}

export interface ErrorInfo {
  readonly fingerprint: string | null;
  readonly error_count: number;
  readonly session_count: number;
  readonly error_class: string;
  readonly message: string | null;
  readonly first_at: string | null;
}

export interface IssueInfo {
  readonly severity: "info" | "warning" | "data_loss" | "error";
  readonly code: string;
  readonly issue_count: number;
  /** One of them. */
  readonly message: string;
}

export function info(path: string): BundleInfo {
  return reading(path, (db) => {
    const head = only<BundleHead>(db, headSql);
    return {
      path,
      size_bytes: statSync(path).size,
      ...head,
      tags: parsed(head.tags),
      ...only<Span>(db, spanSql),
      ...only<Statistics>(db, statisticsSql),
      sessions: db.query<SessionInfo, []>(sessionsSql).all(),
      sources: db.query<SourceInfo, []>(sourcesSql).all(),
      errors: db.query<ErrorInfo, []>(errorsSql).all(),
      issues: db.query<IssueInfo, []>(issuesSql).all(),
    };
  });
}

function only<T>(db: Database, sql: string): T {
  const row = db.query<T, []>(sql).get();
  if (row === null) throw new Error(`No row from: ${sql}`);
  return row;
}

function parsed(tags: unknown): unknown {
  if (typeof tags !== "string") return tags;
  try {
    return JSON.parse(tags);
  } catch {
    // Somebody else wrote the bundle: shown as it stands.
    return tags;
  }
}
