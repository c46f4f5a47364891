// Which columns of a row are read first, by its table: what it is, how it ended, when, and what it says.

const order: Readonly<Record<string, readonly string[]>> = {
  tool_calls: [
    "tool_name",
    "status",
    "timestamp",
    "duration_ms",
    "error_type",
    "result_message",
    "params",
    "rendered_output",
    "result_value",
  ],
  prompt_events: [
    "prompt_name",
    "result_type",
    "timestamp",
    "duration_ms",
    "error_type",
    "error_message",
    "total_tokens",
    "input_tokens",
    "output_tokens",
    "output",
    "rendered_text",
  ],
  messages: ["role", "kind", "timestamp", "content"],
  logs: ["level", "event", "timestamp", "logger", "message", "context"],
  errors: ["error_class", "error_type", "error_code", "message", "timestamp", "session_id", "run_id", "stack"],
  events: ["event_type", "timestamp", "payload"],
  sessions: ["session_id", "status", "kind", "agent_name", "title", "first_at", "last_at"],
  runs: ["run_id", "status", "started_at", "ended_at", "error_type", "error_message"],
  sources: ["path", "importer", "status", "size_bytes", "row_count", "issue_count"],
  import_issues: ["severity", "code", "message", "source_id", "source_member", "source_line", "raw"],
  files: ["path", "content_type", "size_bytes", "captured_at"],
};

export function readFirst(table: string): readonly string[] {
  return order[table === "tool_invocations" ? "tool_calls" : table] ?? [];
}
