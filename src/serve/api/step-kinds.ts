// The kinds of steps: where each stands in a bundle, and what of it a line shows.

import type { StepKind } from "./types.ts";

export interface StepSource {
  readonly kind: StepKind;
  readonly table: string;
  readonly name: string;
  readonly outcome: string;
  readonly durationMs: string;
  readonly inputTokens: string;
  readonly outputTokens: string;
  readonly agentName: string;
  readonly text: string;
  readonly result: string;
  /** Which rows of the table are such steps; a "+" keeps SQLite at the index on time. */
  readonly where: string;
  readonly failed: string;
}

/** An event that is also a tool call or a prompt is shown as that. Both state the same time. */
const isOnlyEvent = ["tool_calls", "prompt_events"]
  .map(
    (view) => `NOT EXISTS (SELECT 1 FROM ${view} AS o
      WHERE o.session_id IS t.session_id AND o.timestamp = t.timestamp AND o.event_id = t.event_id)`,
  )
  .join(" AND ");

const none = "NULL";

export const stepSources: readonly StepSource[] = [
  {
    kind: "prompt",
    table: "prompt_events",
    name: "coalesce(prompt_name, prompt_key)",
    outcome: none,
    durationMs: none,
    inputTokens: none,
    outputTokens: none,
    agentName: "agent_name",
    text: "rendered_text",
    result: none,
    where: "+event_type = 'rendered'",
    failed: "0",
  },
  {
    kind: "message",
    table: "messages",
    name: "coalesce(role, kind)",
    outcome: none,
    durationMs: none,
    inputTokens: none,
    outputTokens: none,
    agentName: "agent_source",
    text: "coalesce(content, content_json)",
    result: none,
    where: "1",
    failed: "0",
  },
  {
    kind: "event",
    table: "events",
    name: "event_type",
    outcome: "level",
    durationMs: none,
    inputTokens: none,
    outputTokens: none,
    agentName: "agent_name",
    text: "payload",
    result: none,
    where: isOnlyEvent,
    failed: "lower(level) IN ('error', 'fatal', 'critical')",
  },
  {
    kind: "tool",
    table: "tool_calls",
    name: "tool_name",
    outcome: "status",
    durationMs: "duration_ms",
    inputTokens: none,
    outputTokens: none,
    agentName: "agent_name",
    text: "params",
    result: "coalesce(result_message, rendered_output, result_value)",
    where: "1",
    failed: "status IN ('error', 'denied')",
  },
  {
    kind: "answer",
    table: "prompt_events",
    name: "coalesce(response_model, request_model, prompt_name)",
    outcome: "CASE result_type WHEN 'success' THEN 'ok' WHEN 'error' THEN 'error' WHEN 'timeout' THEN 'error' END",
    durationMs: "duration_ms",
    inputTokens: "input_tokens",
    outputTokens: "output_tokens",
    agentName: "agent_name",
    text: "prompt_name",
    result: "coalesce(error_message, output, result)",
    where: "+event_type = 'executed'",
    failed: "result_type IN ('error', 'timeout')",
  },
  {
    kind: "error",
    table: "errors",
    name: "coalesce(error_type, error_code, error_class)",
    outcome: "'error'",
    durationMs: none,
    inputTokens: none,
    outputTokens: none,
    agentName: none,
    text: "message",
    result: none,
    // Others are seen at the row that failed.
    where: "origin_table = 'errors'",
    failed: "1",
  },
  {
    kind: "log",
    table: "logs",
    name: "coalesce(event, logger)",
    outcome: "level",
    durationMs: none,
    inputTokens: none,
    outputTokens: none,
    agentName: none,
    text: "coalesce(message, context)",
    result: none,
    where: "1",
    failed: "severity >= 17",
  },
];

/** Characters of a text that a line shows. */
export const shownCharacters = 400;

/** The columns of `Step`, in its order, without the token. */
export function stepColumns({ kind, table, ...source }: StepSource): string {
  const bytes = (sql: string) => (sql === none ? none : `octet_length(${sql})`);
  const start = (sql: string) => (sql === none ? none : `substr(${sql}, 1, ${shownCharacters})`);
  return `'${kind}' AS kind, '${table}' AS "table", id, timestamp, session_id, run_id, ${source.agentName} AS agent_name,
    ${source.name} AS name, ${source.outcome} AS outcome, ${source.durationMs} AS duration_ms,
    ${source.inputTokens} AS input_tokens, ${source.outputTokens} AS output_tokens,
    ${start(source.text)} AS text, ${bytes(source.text)} AS text_bytes,
    ${start(source.result)} AS result, ${bytes(source.result)} AS result_bytes`;
}
