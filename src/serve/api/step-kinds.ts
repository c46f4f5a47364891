// The kinds of steps: where each stands in a bundle, and what of it a line shows.

import type { StepKind } from "./types.ts";

export interface StepSource {
  readonly kind: StepKind;
  /** The view by whose name the page knows the rows. */
  readonly table: string;
  /** Where they are read: the view, or a part of it that an index serves. */
  readonly rows: string;
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
  /** The same with those events that are shown as a tool call or a prompt; only where it differs. */
  readonly everyWhere?: string;
  /** Its last digit (base 16) in ids of `errors`, which are made of the ids of what failed; null: `errors` holds none of them. */
  readonly errorDigit: number | null;
  readonly failed: string;
  /** More columns, for an answer that shows rows of one kind only. */
  readonly more?: readonly string[];
}

/** Whether `errors` holds the row `t`. */
function isAmongErrors(digit: number): string {
  return `EXISTS (SELECT 1 FROM errors AS x WHERE x.id = t.id * 16 + ${digit})`;
}

/** An event that is also a tool call or a prompt is shown as that. Both state the same time. */
const isOnlyEvent = ["tool_calls", "prompt_events"]
  .map(
    (view) => `NOT EXISTS (SELECT 1 FROM ${view} AS o
      WHERE o.session_id IS t.session_id AND o.timestamp = t.timestamp AND o.event_id = t.event_id)`,
  )
  .join(" AND ");

const none = "NULL";

/** The view `events` joins two tables; over both at once SQLite uses no index to count or to order. */
const event = {
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
  errorDigit: null,
  failed: "ifnull(lower(level) IN ('error', 'fatal', 'critical'), 0)",
} as const;

export const stepSources: readonly StepSource[] = [
  {
    kind: "prompt",
    table: "prompt_events",
    rows: "prompt_events",
    name: "coalesce(prompt_name, prompt_key)",
    outcome: none,
    durationMs: none,
    inputTokens: none,
    outputTokens: none,
    agentName: "agent_name",
    text: "rendered_text",
    result: none,
    where: "+event_type = 'rendered'",
    errorDigit: 3,
    failed: isAmongErrors(3),
  },
  {
    kind: "message",
    table: "messages",
    rows: "messages",
    name: "coalesce(role, kind)",
    outcome: none,
    durationMs: none,
    inputTokens: none,
    outputTokens: none,
    agentName: "agent_source",
    text: "coalesce(content, content_json)",
    result: none,
    where: "1",
    errorDigit: null,
    failed: "0",
  },
  { ...event, rows: "_events", where: `superseded = 0 AND ${isOnlyEvent}`, everyWhere: "superseded = 0" },
  {
    ...event,
    rows: "_slice_items",
    name: "slice_type",
    outcome: none,
    agentName: none,
    where: `superseded = 0 AND is_event = 1 AND ${isOnlyEvent}`,
    everyWhere: "superseded = 0 AND is_event = 1",
    failed: "0",
  },
  {
    kind: "tool",
    table: "tool_calls",
    rows: "tool_calls",
    name: "tool_name",
    outcome: "status",
    durationMs: "duration_ms",
    inputTokens: none,
    outputTokens: none,
    agentName: "agent_name",
    text: "params",
    result: "coalesce(result_message, rendered_output, result_value)",
    where: "1",
    errorDigit: 2,
    failed: isAmongErrors(2),
  },
  {
    kind: "answer",
    table: "prompt_events",
    rows: "prompt_events",
    name: "coalesce(response_model, request_model, prompt_name)",
    outcome: "CASE result_type WHEN 'success' THEN 'ok' WHEN 'error' THEN 'error' WHEN 'timeout' THEN 'error' END",
    durationMs: "duration_ms",
    inputTokens: "input_tokens",
    outputTokens: "output_tokens",
    agentName: "agent_name",
    text: "prompt_name",
    result: "coalesce(error_message, output, result)",
    where: "+event_type = 'executed'",
    errorDigit: 3,
    failed: isAmongErrors(3),
  },
  {
    kind: "error",
    table: "errors",
    rows: "errors",
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
    errorDigit: null,
    failed: "1",
  },
  {
    kind: "log",
    table: "logs",
    rows: "logs",
    name: "coalesce(event, logger)",
    outcome: "level",
    durationMs: none,
    inputTokens: none,
    outputTokens: none,
    agentName: none,
    text: "coalesce(message, context)",
    result: none,
    where: "1",
    errorDigit: 7,
    failed: isAmongErrors(7),
  },
];

/** Characters of a text that a line shows. */
const shownCharacters = 400;

/** The columns of `Step` without the token, of the table under the name `t`. */
export function stepColumns({ kind, table, ...source }: StepSource): string {
  const bytes = (sql: string) => (sql === none ? none : `octet_length(${sql})`);
  const start = (sql: string) => (sql === none ? none : `substr(${sql}, 1, ${shownCharacters})`);
  return `'${kind}' AS kind, '${table}' AS "table", id, source_id, source_line, timestamp, session_id, run_id, ${source.agentName} AS agent_name,
    ${source.name} AS name, ${source.outcome} AS outcome, ${source.durationMs} AS duration_ms,
    ${source.inputTokens} AS input_tokens, ${source.outputTokens} AS output_tokens,
    ${start(source.text)} AS text, ${bytes(source.text)} AS text_bytes,
    ${start(source.result)} AS result, ${bytes(source.result)} AS result_bytes, ${source.failed} AS is_failed${(source.more ?? []).map((column) => `, ${column}`).join("")}`;
}

/** The place of a kind in the stream, where steps of one record have one time. */
export function rankOf(kind: StepKind): number {
  return stepSources.findIndex((source) => source.kind === kind);
}
