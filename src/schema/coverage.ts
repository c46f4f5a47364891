// What debugging a long agent run asks for, line by line, and where a bundle holds it. The view `coverage` is made from this list.

export type CoverageStatus =
  /** The artifacts carry it and the bundle shows it. */
  | "supported"
  /** Some artifacts carry it, or a part of it. */
  | "partial"
  /** No artifact carries it. */
  | "absent"
  /** A later version will have it. */
  | "planned";

export interface CoverageItem {
  readonly area: string;
  readonly item: string;
  readonly status: CoverageStatus;
  /** The view, or view and column, that holds it. */
  readonly heldBy: string | null;
  /** What follows `SELECT count(*) FROM` to count the rows that hold it. */
  readonly rows: string | null;
  readonly note: string | null;
}

export const coverage: readonly CoverageItem[] = [
  ...area("identity", [
    held(
      "session_id",
      "supported",
      "sessions.session_id",
      "_sessions WHERE superseded = 0",
      "Some systems name their conversations so.",
    ),
    held(
      "conversation_id",
      "supported",
      "turns.conversation_id",
      "_turns WHERE superseded = 0 AND conversation_id IS NOT NULL",
      "Also in timeline_entities.",
    ),
    held("turn_id", "supported", "turns.turn_id", "_turns WHERE superseded = 0 AND turn_id IS NOT NULL", null),
    held("run_id", "supported", "runs.run_id", "_runs", null),
    held(
      "request_id",
      "partial",
      "runs.request_id",
      "_runs WHERE request_id IS NOT NULL",
      "No artifact carries an idempotency key.",
    ),
    held(
      "event_id, stream_id, sequence",
      "supported",
      "events.sequence",
      "events WHERE sequence IS NOT NULL",
      "Exact 64-bit integers; NULL where none is stated.",
    ),
    held(
      "trace_id",
      "supported",
      "runs.trace_id",
      "_runs WHERE trace_id IS NOT NULL",
      "Also in logs, turns and spans.",
    ),
    held(
      "span_id",
      "supported",
      "spans.span_id",
      "_spans WHERE superseded = 0 AND span_id IS NOT NULL",
      "Also in logs and runs.",
    ),
    held("all ids in one place", "supported", "ids", "ids", null),
  ]),
  ...area("time", [
    held(
      "occurred at",
      "supported",
      "events.timestamp",
      "events WHERE timestamp IS NOT NULL",
      "UTC; time_zone says where a zone was assumed.",
    ),
    held(
      "ingested at",
      "supported",
      "sources.imported_at",
      "_sources",
      "Time of the import; some stores' times are their own ingest times.",
    ),
    held(
      "updated at",
      "supported",
      "turns.updated_at",
      "_turns WHERE superseded = 0 AND updated_at IS NOT NULL",
      "Also in timeline_entities.",
    ),
    held(
      "time as written",
      "supported",
      "source_chunks",
      "_source_chunks",
      "`dbundle raw` shows the record as it stood.",
    ),
  ]),
  ...area("conversation", [
    held(
      "runtime key",
      "supported",
      "sessions.runtime_key",
      "_sessions WHERE superseded = 0 AND runtime_key IS NOT NULL",
      null,
    ),
    absent("runtime fingerprint, profile", "No artifact writes them."),
    held(
      "created, last activity",
      "supported",
      "sessions.last_at",
      "_sessions WHERE superseded = 0 AND last_at IS NOT NULL",
      "first_at and last_at span all rows; created_at and last_activity_at are as stated.",
    ),
    held(
      "status, closed, evicted",
      "supported",
      "sessions.status",
      "_sessions WHERE superseded = 0 AND status IS NOT NULL",
      "As stated, never inferred from silence.",
    ),
    held(
      "live runtime: sockets, queue, buffers",
      "partial",
      "sessions.attributes",
      "_sessions WHERE superseded = 0 AND kind = 'conversation' AND attributes IS NOT NULL",
      "Only in captures of a debug API; kept as written.",
    ),
    held("what it has: timeline, turns, events", "supported", "conversations", "conversations", null),
    held(
      "incidents",
      "supported",
      "conversations.last_error_class",
      "_errors WHERE session_id IS NOT NULL",
      "All failures with class, message and time: errors.",
    ),
  ]),
  ...area("timeline entities", [
    held("entities and versions", "supported", "timeline_entities", "_timeline_entities WHERE superseded = 0", null),
    held(
      "first and last seen",
      "supported",
      "timeline_entities.last_event_ordinal",
      "_timeline_entities WHERE superseded = 0 AND last_event_ordinal IS NOT NULL",
      "NULL where the store keeps no ordinals.",
    ),
    held("gaps, duplicates, disorder", "supported", "event_anomalies", "_event_anomalies", null),
    held("projections that lag behind", "supported", "projection_lag", "projection_lag", null),
    absent("handler version, upsert latency, drops", "No artifact writes them."),
  ]),
  ...area("turns", [
    held(
      "identity, phase, blocks",
      "supported",
      "turns.phase",
      "_turns WHERE superseded = 0 AND phase IS NOT NULL",
      "Blocks in order: turn_blocks.",
    ),
    held(
      "time per phase",
      "supported",
      "turn_phase_timings",
      "_turns WHERE superseded = 0 AND phase IS NOT NULL AND timestamp IS NOT NULL",
      null,
    ),
    held(
      "lineage and reuse of blocks",
      "supported",
      "block_lineage",
      "_blocks WHERE superseded = 0",
      "Stored hashes are checked.",
    ),
    held("parse quality", "supported", "import_issues", "_issues", "What could not be parsed is kept as text."),
  ]),
  ...area("events", [
    held(
      "raw records",
      "supported",
      "source_chunks.data",
      "_source_chunks WHERE data IS NOT NULL",
      "Byte for byte; none with --originals drop.",
    ),
    held("type, id, order, data", "supported", "events", "events", "Also the event items of session slices."),
    held(
      "where it came from",
      "partial",
      "sources.importer",
      "_sources",
      "The format of the artifact; no artifact names the transport.",
    ),
    held("decode failures", "supported", "import_issues.code", "_issues", null),
  ]),
  ...area("provider", [
    held(
      "provider, model, call",
      "supported",
      "prompt_events.request_model",
      "_prompt_events WHERE superseded = 0 AND event_type = 'executed'",
      "NULL where the artifact names no model.",
    ),
    held(
      "usage, cached and reasoning tokens",
      "supported",
      "prompt_events.total_tokens",
      "_prompt_events WHERE superseded = 0 AND event_type = 'executed' AND total_tokens IS NOT NULL",
      "The last statement of a call counts.",
    ),
    held(
      "finish reason",
      "supported",
      "prompt_events.finish_reasons",
      "_prompt_events WHERE superseded = 0 AND finish_reasons IS NOT NULL",
      null,
    ),
    held(
      "latency",
      "partial",
      "prompt_events.duration_ms",
      "_prompt_events WHERE superseded = 0 AND duration_ms IS NOT NULL",
      "Whole calls; no artifact splits queue and work.",
    ),
    absent("hashes of bodies, retries, backoff", "No artifact writes them."),
  ]),
  ...area("tools", [
    held(
      "id, arguments, result, status",
      "supported",
      "tool_calls",
      "_tool_invocations WHERE superseded = 0 AND shadowed = 0",
      null,
    ),
    held(
      "duration",
      "partial",
      "tool_calls.duration_ms",
      "_tool_invocations WHERE superseded = 0 AND shadowed = 0 AND duration_ms IS NOT NULL",
      "NULL where nothing states it.",
    ),
    held(
      "calls without a result",
      "supported",
      "tool_calls.status",
      "_tool_invocations WHERE superseded = 0 AND shadowed = 0 AND status = 'pending'",
      "Never taken for a success.",
    ),
    held(
      "timeouts",
      "partial",
      "executions.timeout_s",
      "_tool_invocations WHERE superseded = 0 AND tool_name = 'python_exec' AND adapter = 'bind'",
      "The time allowed; sandboxes only.",
    ),
    held(
      "files made",
      "supported",
      "files",
      "_files WHERE superseded = 0",
      "execution_artifacts ties those of sandboxes to their execution.",
    ),
    absent("requests and writes elsewhere", "No artifact writes them."),
    planned("raw and redacted variants", "Comes with redaction."),
  ]),
  ...area("middleware", [
    held(
      "prompts as rendered",
      "supported",
      "prompt_events.rendered_text",
      "_prompt_events WHERE superseded = 0 AND event_type = 'rendered'",
      null,
    ),
    held(
      "mode switches",
      "partial",
      "events.event_type",
      "_events WHERE superseded = 0 AND event_type = 'agent.mode'",
      "Without durations.",
    ),
    absent("guardrails, confidence", "No artifact writes them."),
  ]),
  ...area("system", [
    held(
      "transport",
      "partial",
      "events.event_type",
      "_events WHERE superseded = 0 AND event_type = 'ws.hello'",
      "Only the greeting of a connection.",
    ),
    held("log lines", "supported", "logs", "_logs WHERE superseded = 0", null),
    held("errors by class and code", "supported", "errors.error_class", "_errors", null),
  ]),
  ...area("storage", [
    planned("redaction by default", "What is imported is kept as it is."),
    planned("sensitivity of fields", "Comes with redaction."),
    planned("retention tiers", "--originals drop leaves the original bytes out."),
    held("rollups", "supported", "token_summary", "token_summary", "Also tool_summary, token_usage, error_summary."),
  ]),
  ...area("questions", [
    held("recent conversations", "supported", "conversations", "conversations", "Order by last_activity_at."),
    held(
      "one conversation in order",
      "supported",
      "conversation_timeline",
      "_conversation_sessions",
      "Turns, events, calls and messages in one stream; the rows counted are conversations' sessions.",
    ),
    held(
      "filters by class, tool, model, status",
      "supported",
      "errors.error_class",
      "_errors",
      "Indexed; facets in the browser.",
    ),
    held(
      "from a row to its record",
      "supported",
      "events.source_line",
      "events WHERE source_line IS NOT NULL",
      "With source_id and source_member, on every fact.",
    ),
    held(
      "replay of one conversation",
      "supported",
      "conversations",
      "conversations",
      "extract --conversation ID writes a folder that, imported, gives the same rows.",
    ),
  ]),
];

type Line = Omit<CoverageItem, "area">;

function area(name: string, lines: readonly Line[]): CoverageItem[] {
  return lines.map((line) => ({ area: name, ...line }));
}

function held(item: string, status: "supported" | "partial", heldBy: string, rows: string, note: string | null): Line {
  return { item, status, heldBy, rows, note };
}

function absent(item: string, note: string): Line {
  return { item, status: "absent", heldBy: null, rows: null, note };
}

function planned(item: string, note: string): Line {
  return { item, status: "planned", heldBy: null, rows: null, note };
}
