// The fact tables and their columns, as importers fill them. A test holds this list against the migrations.

type ColumnKind = "text" | "integer" | "real";

/** Columns that every fact has and the writer fills from `At` and the identities of a row. */
export const provenanceColumns = ["id", "source_id", "source_member", "source_line"] as const;
export const identityColumns = ["session_id", "session_inferred", "run_id", "superseded"] as const;

const time = { timestamp: "text", time_assumed: "integer" } as const;

/** Own columns of each fact table `_<name>`, in storage order. */
export const factColumns = {
  logs: {
    ...time,
    level: "text",
    severity: "integer",
    logger: "text",
    event: "text",
    message: "text",
    context: "text",
    trace_id: "text",
    span_id: "text",
  },
  events: {
    event_id: "text",
    event_type: "text",
    ...time,
    sequence: "integer",
    stream_id: "text",
    agent_name: "text",
    level: "text",
    turn_id: "text",
    call_id: "text",
    payload: "text",
  },
  slice_items: {
    slice_type: "text",
    item_type: "text",
    item_index: "integer",
    policy: "text",
    payload: "text",
    snapshot_at: "text",
    is_event: "integer",
    event_id: "text",
    ...time,
    sequence: "integer",
  },
  slice_snapshots: {
    snapshot_at: "text",
    time_assumed: "integer",
    slice_type: "text",
    item_type: "text",
    item_count: "integer",
    first_item: "integer",
    trigger: "text",
  },
  tool_invocations: {
    origin: "text",
    event_id: "text",
    prompt_name: "text",
    adapter: "text",
    agent_name: "text",
    agent_source: "text",
    turn_id: "text",
    tool_name: "text",
    call_id: "text",
    ...time,
    duration_ms: "real",
    params: "text",
    status: "text",
    result_success: "integer",
    result_message: "text",
    result_value: "text",
    rendered_output: "text",
    error_type: "text",
    input_tokens: "integer",
    output_tokens: "integer",
  },
  prompt_events: {
    event_id: "text",
    event_type: "text",
    prompt_ns: "text",
    prompt_key: "text",
    prompt_name: "text",
    adapter: "text",
    agent_name: "text",
    turn_id: "text",
    ...time,
    duration_ms: "real",
    rendered_text: "text",
    char_count: "integer",
    tool_count: "integer",
    tool_names: "text",
    has_structured_output: "integer",
    output_type: "text",
    override_tag: "text",
    result: "text",
    result_type: "text",
    output: "text",
    error_type: "text",
    error_message: "text",
    provider_name: "text",
    request_model: "text",
    response_model: "text",
    finish_reasons: "text",
    input_tokens: "integer",
    output_tokens: "integer",
    total_tokens: "integer",
    cache_read_tokens: "integer",
    cache_write_tokens: "integer",
    reasoning_tokens: "integer",
    usage: "text",
  },
  messages: {
    message_id: "text",
    parent_message_id: "text",
    agent_source: "text",
    sequence: "integer",
    role: "text",
    kind: "text",
    content: "text",
    content_json: "text",
    model: "text",
    tool_name: "text",
    call_id: "text",
    prompt_name: "text",
    adapter: "text",
    turn_id: "text",
    ...time,
  },
  files: {
    archive_id: "text",
    path: "text",
    size_bytes: "integer",
    content_type: "text",
    is_binary: "integer",
    content: "text",
    content_hash: "text",
    captured_at: "text",
    time_assumed: "integer",
  },
  documents: { kind: "text", key: "text", ...time, payload: "text" },
  spans: {
    trace_id: "text",
    span_id: "text",
    parent_span_id: "text",
    name: "text",
    kind: "text",
    service_name: "text",
    timestamp: "text",
    ended_at: "text",
    time_assumed: "integer",
    duration_ms: "real",
    status: "text",
    status_message: "text",
    attributes: "text",
    events: "text",
    links: "text",
    resource: "text",
  },
  turns: {
    conversation_id: "text",
    turn_id: "text",
    phase: "text",
    sequence: "integer",
    ...time,
    turn_created_at: "text",
    updated_at: "text",
    runtime_key: "text",
    inference_id: "text",
    trace_id: "text",
    block_count: "integer",
    metadata: "text",
    data: "text",
  },
  blocks: {
    block_id: "text",
    content_hash: "text",
    computed_hash: "text",
    hash_algorithm: "text",
    kind: "text",
    role: "text",
    payload: "text",
    metadata: "text",
    ...time,
  },
  turn_blocks: { turn: "integer", block: "integer", ordinal: "integer" },
  timeline_entities: {
    conversation_id: "text",
    entity_id: "text",
    kind: "text",
    timestamp: "text",
    updated_at: "text",
    time_assumed: "integer",
    version: "integer",
    created_ordinal: "integer",
    last_event_ordinal: "integer",
    is_tombstone: "integer",
    is_current: "integer",
    payload: "text",
  },
  agents: {
    agent_name: "text",
    capability: "text",
    state: "text",
    worktree_path: "text",
    branch_name: "text",
    task_id: "text",
    tmux_session: "text",
    pid: "integer",
    parent_agent: "text",
    depth: "integer",
    escalation_level: "integer",
    started_at: "text",
    last_activity: "text",
    stalled_since: "text",
    transcript_path: "text",
    prompt_version: "text",
    claude_session_id: "text",
    time_assumed: "integer",
  },
  error_facts: {
    error_class: "text",
    error_code: "text",
    error_type: "text",
    message: "text",
    stack: "text",
    ...time,
  },
  session_facts: {
    parent_session_id: "text",
    kind: "text",
    agent_name: "text",
    title: "text",
    runtime_key: "text",
    created_at: "text",
    ended_at: "text",
    last_activity_at: "text",
    snapshot_at: "text",
    time_assumed: "integer",
    status: "text",
    tags: "text",
    attributes: "text",
  },
  run_facts: {
    request_id: "text",
    attempt: "integer",
    worker_id: "text",
    trace_id: "text",
    span_id: "text",
    started_at: "text",
    ended_at: "text",
    time_assumed: "integer",
    status: "text",
    error_type: "text",
    error_message: "text",
    description: "text",
    coordinator: "text",
    stored_agent_count: "integer",
  },
} as const satisfies Record<string, Record<string, ColumnKind>>;

export type FactTable = keyof typeof factColumns;
export const factTables = Object.keys(factColumns) as readonly FactTable[];

/** What a value of each kind may be; `undefined` and `null` are stored as NULL: not known. */
interface ValueOf {
  readonly text: string | null | undefined;
  readonly integer: number | bigint | null | undefined;
  readonly real: number | null | undefined;
}

/** A row of fact table `_T` as an importer hands it over; times are UTC text as `base/time` makes it. */
export type Row<T extends FactTable> = {
  readonly [K in keyof (typeof factColumns)[T]]?: (typeof factColumns)[T][K] extends ColumnKind
    ? ValueOf[(typeof factColumns)[T][K]]
    : never;
} & {
  /** The session that the artifact states for this row; never inferred by an importer. */
  readonly session_id?: string | null | undefined;
  readonly run_id?: string | null | undefined;
};

/** Tables that hang on a source besides its facts, with their own columns; `id`s are numbered like facts'. */
export const attachedColumns = {
  issues: ["source_member", "source_line", "byte_offset", "severity", "code", "message", "raw"],
  versions: ["source_member", "source_line", "series", "version_at", "eligible", "superseded"],
  source_sessions: ["session_id", "run_id"],
  source_descriptions: ["key", "value"],
  source_parts: ["part", "suffix", "sha256", "size_bytes"],
  source_chunks: ["part", "byte_offset", "size_bytes", "first_line", "sha256", "data"],
} as const;
export type AttachedTable = keyof typeof attachedColumns;

export interface StrangeRow {
  readonly table: FactTable;
  readonly row: Row<FactTable>;
}

/** A row that comes from outside, if the schema has such a table and columns, and takes such values; else null. */
export function readRow(name: string, values: Readonly<Record<string, unknown>>): StrangeRow | null {
  const table = factTables.find((known) => known === name);
  return table !== undefined && isRow(table, values) ? { table, row: values } : null;
}

function isRow(table: FactTable, values: Readonly<Record<string, unknown>>): values is Row<FactTable> {
  const columns: Readonly<Record<string, ColumnKind>> = factColumns[table];
  return Object.entries(values).every(([column, value]) => {
    const kind = column === "session_id" || column === "run_id" ? "text" : columns[column];
    if (kind === undefined) return false;
    if (value === null || value === undefined) return true;
    if (kind === "text") return typeof value === "string";
    return typeof value === "number" || (typeof value === "bigint" && kind === "integer");
  });
}
