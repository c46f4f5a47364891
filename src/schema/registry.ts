// What the schema's text cannot say about the public views: keys, labels, times, and questions worth asking.

export interface ViewInfo {
  readonly name: string;
  /** Columns that identify a row; keyset pages and row pages go by them. */
  readonly key: readonly string[];
  /** Column that names a row to a person. */
  readonly label?: string;
  /** Column to order by time. */
  readonly time?: string;
}

/** All public views, most asked for first. A test holds the list against the schema. */
export const views: readonly ViewInfo[] = [
  { name: "bundle_meta", key: ["id"], label: "bundle_id" },
  { name: "sessions", key: ["session_id"], label: "session_id", time: "first_at" },
  { name: "runs", key: ["run_id"], label: "run_id", time: "started_at" },
  { name: "errors", key: ["id"], label: "message", time: "timestamp" },
  { name: "error_repeats", key: ["origin_table", "origin_id"] },
  { name: "execution_timeline", key: ["origin_table", "origin_id"], label: "name", time: "timestamp" },
  { name: "tool_invocations", key: ["id"], label: "tool_name", time: "timestamp" },
  { name: "tool_calls", key: ["id"], label: "tool_name", time: "timestamp" },
  { name: "prompt_events", key: ["id"], label: "prompt_name", time: "timestamp" },
  { name: "prompt_renders", key: ["id"], label: "prompt_name", time: "timestamp" },
  { name: "prompt_executions", key: ["id"], label: "prompt_name", time: "timestamp" },
  { name: "messages", key: ["id"], label: "content", time: "timestamp" },
  { name: "logs", key: ["id"], label: "event", time: "timestamp" },
  { name: "events", key: ["id"], label: "event_type", time: "timestamp" },
  { name: "events_distinct", key: ["event_id", "event_type"], label: "event_type", time: "timestamp" },
  { name: "slice_items", key: ["id"], label: "item_type", time: "snapshot_at" },
  { name: "slice_history", key: ["id"], label: "item_type", time: "snapshot_at" },
  { name: "slice_snapshots", key: ["id"], label: "slice_type", time: "snapshot_at" },
  { name: "files", key: ["id"], label: "path", time: "captured_at" },
  { name: "documents", key: ["id"], label: "key", time: "timestamp" },
  { name: "spans", key: ["id"], label: "name", time: "timestamp" },
  { name: "token_summary", key: ["session_id"] },
  { name: "token_usage", key: ["run_id"] },
  { name: "token_summary_by_run", key: ["run_id"] },
  { name: "tool_summary", key: ["session_id", "tool_name"], label: "tool_name" },
  { name: "error_log", key: ["id"], label: "message", time: "timestamp" },
  { name: "error_summary", key: ["id"], label: "message", time: "timestamp" },
  { name: "conversations", key: ["conversation_id"], label: "conversation_id", time: "last_activity_at" },
  { name: "conversation_timeline", key: ["origin_table", "origin_id"], label: "name", time: "timestamp" },
  { name: "turns", key: ["id"], label: "turn_id", time: "timestamp" },
  { name: "turn_blocks", key: ["id"], label: "block_id", time: "first_seen_at" },
  { name: "timeline_entities", key: ["id"], label: "entity_id", time: "timestamp" },
  {
    name: "turn_phase_timings",
    key: ["conversation_id", "session_id", "turn_id", "phase"],
    label: "phase",
    time: "first_at",
  },
  {
    name: "block_lineage",
    key: ["conversation_id", "block_id", "content_hash"],
    label: "block_id",
    time: "first_used_at",
  },
  { name: "projection_lag", key: ["id"], label: "projector" },
  { name: "event_anomalies", key: ["id"], label: "kind" },
  { name: "ids", key: ["kind", "value", "origin_table", "origin_id"], label: "value" },
  { name: "executions", key: ["id"], label: "code", time: "timestamp" },
  { name: "execution_artifacts", key: ["id"], label: "filename", time: "timestamp" },
  { name: "python_variables", key: ["id"], label: "name", time: "captured_at" },
  { name: "python_modules", key: ["id"], label: "name", time: "captured_at" },
  { name: "bind_checks", key: ["code", "id"], label: "message" },
  { name: "agents", key: ["id"], label: "agent_name", time: "started_at" },
  { name: "agent_mail", key: ["id"], label: "subject", time: "timestamp" },
  { name: "agent_metrics", key: ["id"], label: "agent_name", time: "timestamp" },
  { name: "agent_token_snapshots", key: ["id"], label: "agent_name", time: "timestamp" },
  { name: "merge_queue", key: ["id"], label: "branch_name", time: "enqueued_at" },
  { name: "coverage", key: ["area", "item"], label: "item" },
  { name: "search", key: ["origin_table", "origin_id"] },
  { name: "import_issues", key: ["id"], label: "message" },
  { name: "sources", key: ["source_id"], label: "path" },
  { name: "bundle_sources", key: ["id"], label: "path" },
  { name: "source_chunks", key: ["id"] },
  { name: "conflicts", key: ["source_key", "importer", "importer_version", "forced", "row_count", "issue_count"] },
  { name: "bundles", key: ["bundle_id"], label: "bundle_id", time: "created_at" },
  { name: "blobs", key: ["sha256"] },
];
