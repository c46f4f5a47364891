// What the first screen answers: did it succeed, where did it fail first, what cost most, what is in here.

import { query } from "../api/client.ts";
import { countOf, numberOf, type Row, textOf } from "../api/rows.ts";
import type { Loading } from "../state/answer.ts";

export interface Failure {
  readonly id: string;
  readonly timestamp: string | null;
  readonly errorClass: string | null;
  readonly errorType: string | null;
  readonly message: string | null;
  readonly session: string | null;
  readonly originTable: string | null;
  readonly originId: string | null;
}

export interface FailureSummary {
  readonly total: number;
  readonly kinds: number;
  readonly first: Failure | null;
}

export const firstFailureSql = `SELECT id, timestamp, error_class, error_type, message, session_id, origin_table, origin_id
FROM errors
ORDER BY timestamp IS NULL, timestamp, id
LIMIT 1`;

export function failureSummary(bundle: string): Loading<FailureSummary> {
  return {
    key: `failures ${bundle}`,
    load: async (signal) => {
      const [totals, first] = await Promise.all([
        query(bundle, "SELECT count(*) AS total, count(DISTINCT fingerprint) AS kinds FROM errors", {}, signal),
        query(bundle, firstFailureSql, {}, signal),
      ]);
      const [row] = first.rows;
      return {
        total: countOf(totals.rows[0]?.total),
        kinds: countOf(totals.rows[0]?.kinds),
        first: row === undefined ? null : failureOf(row),
      };
    },
  };
}

function failureOf(row: Row): Failure {
  return {
    id: textOf(row.id) ?? "",
    timestamp: textOf(row.timestamp),
    errorClass: textOf(row.error_class),
    errorType: textOf(row.error_type),
    message: textOf(row.message),
    session: textOf(row.session_id),
    originTable: textOf(row.origin_table),
    originId: textOf(row.origin_id),
  };
}

export interface CostlyStep {
  readonly table: "tool_calls" | "prompt_events";
  readonly id: string;
  readonly name: string | null;
  readonly session: string | null;
  readonly timestamp: string | null;
  readonly durationMs: number | null;
  readonly tokens: number | null;
}

const slowSql = `SELECT * FROM (
  SELECT 'tool_calls' AS origin_table, id, tool_name AS name, session_id, timestamp, duration_ms, NULL AS tokens
  FROM tool_calls WHERE duration_ms IS NOT NULL ORDER BY duration_ms DESC LIMIT 6
)
UNION ALL
SELECT * FROM (
  SELECT 'prompt_events', id, prompt_name, session_id, timestamp, duration_ms, total_tokens
  FROM prompt_events WHERE event_type = 'executed' AND duration_ms IS NOT NULL ORDER BY duration_ms DESC LIMIT 6
)
ORDER BY duration_ms DESC
LIMIT 6`;

const tokensSql = `SELECT 'prompt_events' AS origin_table, id, coalesce(prompt_name, response_model, request_model) AS name, session_id, timestamp, duration_ms, total_tokens AS tokens
FROM prompt_events
WHERE event_type = 'executed' AND total_tokens > 0
ORDER BY total_tokens DESC
LIMIT 6`;

export const costlySql = { duration: slowSql, tokens: tokensSql } as const;

export function costliest(bundle: string, by: keyof typeof costlySql): Loading<readonly CostlyStep[]> {
  return {
    key: `costliest ${by} ${bundle}`,
    load: async (signal) => (await query(bundle, costlySql[by], {}, signal)).rows.map(costlyStepOf),
  };
}

function costlyStepOf(row: Row): CostlyStep {
  return {
    table: row.origin_table === "tool_calls" ? "tool_calls" : "prompt_events",
    id: textOf(row.id) ?? "",
    name: textOf(row.name),
    session: textOf(row.session_id),
    timestamp: textOf(row.timestamp),
    durationMs: numberOf(row.duration_ms),
    tokens: numberOf(row.tokens),
  };
}

export interface SourceGroup {
  readonly importer: string;
  readonly status: string;
  readonly sources: number;
  readonly rows: number;
  readonly sizeBytes: number;
}

export interface IssueGroup {
  readonly severity: string;
  readonly code: string;
  readonly count: number;
  readonly message: string | null;
}

export interface Contents {
  readonly meta: Row;
  readonly sources: readonly SourceGroup[];
  readonly issues: readonly IssueGroup[];
}

const sourcesSql = `SELECT importer, status, count(*) AS sources, sum(row_count) AS row_count, sum(size_bytes) AS size_bytes
FROM sources
GROUP BY importer, status
ORDER BY sum(row_count) DESC`;

const issuesSql = `SELECT severity, code, count(*) AS count, min(message) AS message
FROM import_issues
GROUP BY severity, code
ORDER BY CASE severity WHEN 'error' THEN 0 WHEN 'data_loss' THEN 1 WHEN 'warning' THEN 2 ELSE 3 END, count(*) DESC`;

export function contents(bundle: string): Loading<Contents> {
  return {
    key: `contents ${bundle}`,
    load: async (signal) => {
      const [meta, sources, issues] = await Promise.all([
        query(bundle, "SELECT * FROM bundle_meta", {}, signal),
        query(bundle, sourcesSql, {}, signal),
        query(bundle, issuesSql, {}, signal),
      ]);
      return {
        meta: meta.rows[0] ?? {},
        sources: sources.rows.map((row) => ({
          importer: textOf(row.importer) ?? "",
          status: textOf(row.status) ?? "",
          sources: countOf(row.sources),
          rows: numberOf(row.row_count) ?? 0,
          sizeBytes: numberOf(row.size_bytes) ?? 0,
        })),
        issues: issues.rows.map((row) => ({
          severity: textOf(row.severity) ?? "",
          code: textOf(row.code) ?? "",
          count: countOf(row.count),
          message: textOf(row.message),
        })),
      };
    },
  };
}
