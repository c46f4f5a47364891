// The steps of a session as one would ask for them oneself.

import { type StepKind, type StepsWanted, stepKinds } from "./steps.ts";

const parts: Readonly<Record<StepKind, string>> = {
  prompt: `SELECT timestamp, 'prompt' AS kind, coalesce(prompt_name, prompt_key) AS name, NULL AS outcome, 'prompt_events' AS origin_table, id, source_id, source_line
FROM prompt_events WHERE session_id = :session AND event_type = 'rendered'`,
  answer: `SELECT timestamp, 'answer', coalesce(response_model, request_model, prompt_name), result_type, 'prompt_events', id, source_id, source_line
FROM prompt_events WHERE session_id = :session AND event_type = 'executed'`,
  message: `SELECT timestamp, 'message', coalesce(role, kind), NULL, 'messages', id, source_id, source_line
FROM messages WHERE session_id = :session`,
  tool: `SELECT timestamp, 'tool', tool_name, status, 'tool_calls', id, source_id, source_line
FROM tool_calls WHERE session_id = :session`,
  event: `SELECT timestamp, 'event', event_type, level, 'events', id, source_id, source_line
FROM events WHERE session_id = :session AND (event_id IS NULL OR event_id NOT IN (
  SELECT event_id FROM tool_calls WHERE session_id = :session AND event_id IS NOT NULL
  UNION SELECT event_id FROM prompt_events WHERE session_id = :session AND event_id IS NOT NULL))`,
  error: `SELECT timestamp, 'error', coalesce(error_type, error_code, error_class), 'error', 'errors', id, source_id, NULL
FROM errors WHERE session_id = :session AND origin_table = 'errors'`,
  log: `SELECT timestamp, 'log', coalesce(event, logger), level, 'logs', id, source_id, source_line
FROM logs WHERE session_id = :session`,
};

export function stepsSql({ hidden, failuresOnly, allLogs }: StepsWanted): string {
  const shown = stepKinds.filter((kind) => !hidden.includes(kind));
  const ordered = [...shown].sort((a, b) => Number(b === "prompt") - Number(a === "prompt"));
  const selects = ordered.map((kind) => (kind === "log" && !allLogs ? `${parts.log} AND severity >= 13` : parts[kind]));
  const failed = failuresOnly
    ? "\nWHERE (origin_table, id) IN (SELECT replace(origin_table, 'tool_invocations', 'tool_calls'), origin_id FROM errors)"
    : "";
  const columns = "timestamp, kind, name, outcome, origin_table, id";
  const named = "named(timestamp, kind, name, outcome, origin_table, id, source_id, source_line)";
  return `WITH ${named} AS (\n${selects.join("\nUNION ALL\n")}\n)\nSELECT ${columns} FROM named${failed}\nORDER BY timestamp IS NULL, timestamp, source_id, source_line\nLIMIT 500`;
}
