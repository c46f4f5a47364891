// What happened in a session, step by step: prompts, answers, messages, tool calls, events, warnings and errors in one order.

import { query } from "../api/client.ts";
import { textOf } from "../api/rows.ts";
import { instant } from "../format/times.ts";
import type { Loading } from "../state/answer.ts";

export const stepKinds = ["prompt", "answer", "message", "tool", "event", "log", "error"] as const;
export type StepKind = (typeof stepKinds)[number];

export interface Step {
  readonly table: string;
  readonly id: string;
  readonly kind: StepKind;
  readonly at: string | null;
  readonly ms: number | null;
  readonly name: string | null;
  readonly preview: string | null;
  readonly outcome: string | null;
  readonly durationMs: number | null;
  readonly tokens: number | null;
  readonly isFailed: boolean;
  /** Milliseconds since the step before; null for the first one and where a time is missing. */
  readonly sinceMs: number | null;
}

export interface Steps {
  readonly steps: readonly Step[];
  /** There are more than are shown. */
  readonly isCut: boolean;
}

export const mostSteps = 20_000;
const preview = (expression: string) => `substr(${expression}, 1, 160)`;

/** One SELECT a kind, all with the same columns. */
const parts = {
  rendered: `SELECT timestamp, 'prompt' AS kind, coalesce(prompt_name, prompt_key) AS name, NULL AS outcome, duration_ms, NULL AS tokens, 'prompt_events' AS origin_table, id, source_id, source_line, ${preview("rendered_text")} AS preview
FROM prompt_events WHERE session_id = :session AND event_type = 'rendered'`,
  executed: `SELECT timestamp, 'answer', coalesce(prompt_name, response_model, request_model), result_type, duration_ms, total_tokens, 'prompt_events', id, source_id, source_line, ${preview("coalesce(error_message, output, result)")}
FROM prompt_events WHERE session_id = :session AND event_type = 'executed'`,
  messages: `SELECT timestamp, 'message', coalesce(role, kind), NULL, NULL, NULL, 'messages', id, source_id, source_line, ${preview("coalesce(nullif(content, ''), tool_name, content_json)")}
FROM messages WHERE session_id = :session`,
  tools: `SELECT timestamp, 'tool', tool_name, status, duration_ms, NULL, 'tool_calls', id, source_id, source_line, ${preview("coalesce(CASE WHEN status IN ('error', 'denied') THEN coalesce(result_message, error_type) END, params)")}
FROM tool_calls WHERE session_id = :session`,
  events: `SELECT timestamp, 'event', event_type, CASE WHEN level IN ('error', 'ERROR') THEN 'error' END, NULL, NULL, 'events', id, source_id, source_line, ${preview("payload")}
FROM events WHERE session_id = :session AND (event_id IS NULL OR event_id NOT IN (
  SELECT event_id FROM tool_invocations WHERE session_id = :session AND event_id IS NOT NULL
  UNION SELECT event_id FROM prompt_events WHERE session_id = :session AND event_id IS NOT NULL))`,
  warnings: `SELECT timestamp, 'log', coalesce(event, logger), level, NULL, NULL, 'logs', id, source_id, source_line, ${preview("message")}
FROM logs WHERE session_id = :session AND severity >= 13`,
  otherLogs: `SELECT timestamp, 'log', coalesce(event, logger), level, NULL, NULL, 'logs', id, source_id, source_line, ${preview("message")}
FROM logs WHERE session_id = :session AND (severity < 13 OR severity IS NULL)`,
  errors: `SELECT timestamp, 'error', coalesce(error_type, error_class), 'error', NULL, NULL, 'errors', id, source_id, NULL, ${preview("message")}
FROM errors WHERE session_id = :session AND origin_table = 'errors'`,
} as const;

export interface StepsWanted {
  readonly session: string;
  /** Also the log records below WARNING. */
  readonly allLogs: boolean;
}

export function stepsSql({ allLogs }: Pick<StepsWanted, "allLogs">): string {
  const { otherLogs, ...usual } = parts;
  const selects = allLogs ? [...Object.values(usual), otherLogs] : Object.values(usual);
  return `SELECT * FROM (\n${selects.join("\nUNION ALL\n")}\n)\nORDER BY timestamp IS NULL, timestamp, source_id, source_line, id\nLIMIT ${mostSteps + 1}`;
}

/** One text for all steps: a page of rows each would take dozens of questions. */
function packedSql(wanted: StepsWanted): string {
  const columns = "timestamp, kind, name, outcome, duration_ms, tokens, origin_table, CAST(id AS TEXT), preview";
  return `SELECT json_group_array(json_array(${columns})) AS packed FROM (\n${stepsSql(wanted)}\n)`;
}

const failuresSql = `SELECT json_group_array(DISTINCT origin_table || ':' || origin_id) AS packed FROM errors WHERE session_id = :session`;

export function steps(bundle: string, wanted: StepsWanted): Loading<Steps> {
  const values = { session: wanted.session };
  return {
    key: `steps ${bundle} ${JSON.stringify(wanted)}`,
    load: async (signal) => {
      const [packed, failures] = await Promise.all([
        query(bundle, packedSql(wanted), values, signal),
        query(bundle, failuresSql, values, signal),
      ]);
      const failed = new Set(listOf(textOf(failures.rows[0]?.packed)).map(String));
      const rows = listOf(textOf(packed.rows[0]?.packed));
      return { steps: stepsOf(rows.slice(0, mostSteps), failed), isCut: rows.length > mostSteps };
    },
  };
}

function stepsOf(rows: readonly unknown[], failed: ReadonlySet<string>): Step[] {
  let before: number | null = null;
  return rows.map((row) => {
    const [at, kind, name, outcome, durationMs, tokens, table, id, text] = Array.isArray(row) ? row : [];
    const ms = instant(stringOf(at));
    const sinceMs = ms === null || before === null ? null : ms - before;
    if (ms !== null) before = ms;
    const own = `${table}:${id}`;
    return {
      table: String(table),
      id: String(id),
      kind: stepKinds.find((one) => one === kind) ?? "event",
      at: stringOf(at),
      ms,
      name: stringOf(name),
      preview: stringOf(text),
      outcome: stringOf(outcome),
      durationMs: amountOf(durationMs),
      tokens: amountOf(tokens),
      isFailed: failed.has(own) || failed.has(own.replace("tool_calls:", "tool_invocations:")) || isBad(kind, outcome),
      sinceMs,
    };
  });
}

function isBad(kind: unknown, outcome: unknown): boolean {
  if (kind === "log") return /^(error|critical|fatal)$/i.test(String(outcome));
  return kind === "error" || outcome === "error" || outcome === "denied" || outcome === "timeout";
}

function listOf(text: string | null): readonly unknown[] {
  const list: unknown = text === null ? [] : JSON.parse(text);
  return Array.isArray(list) ? list : [];
}

function stringOf(value: unknown): string | null {
  return value === null || value === undefined ? null : String(value);
}

function amountOf(value: unknown): number | null {
  return typeof value === "number" ? value : null;
}

/** Names a step in addresses. */
export function stepName({ table, id }: Pick<Step, "table" | "id">): string {
  return `${table}:${id}`;
}
