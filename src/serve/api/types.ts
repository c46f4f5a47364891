// What the server's own endpoints answer. The page imports these types; nothing else describes them.
// An integer beyond 2^53 is written with all its digits: read the text with a parser that keeps them.

/** `/-/databases.json` */
export interface Databases {
  readonly ok: true;
  readonly databases: readonly Database[];
}

export interface Database {
  readonly name: string;
  /** The name as it stands in addresses. */
  readonly route: string;
  /** By its first bytes: a bundle that was changed by others shows itself as foreign when it is opened. */
  readonly kind: "bundle" | "foreign";
  /** Bytes. */
  readonly size: number;
  /** UTC. */
  readonly modified_at: string;
  /** Changes with the file. */
  readonly version: string;
  readonly is_mutable: false;
}

/** Every failure, with that status. */
export interface Failure {
  readonly ok: false;
  /** A sentence. */
  readonly error: string;
  readonly errors: readonly string[];
  readonly status: number;
}

/** Events of `/-/events`: `hello` with all versions, then `changed`, `added`, `removed`. */
export interface Hello {
  readonly versions: Readonly<Record<string, string>>;
}
export interface Change {
  readonly kind: "changed" | "added" | "removed";
  readonly name: string;
  readonly version?: string;
}

/** `/B/-/overview.json` */
export interface Overview {
  readonly ok: true;
  /** The row of `bundle_meta`. */
  readonly bundle: BundleHead;
  readonly counts: Counts;
  /** UTC; null: nothing states a time. */
  readonly first_at: string | null;
  readonly last_at: string | null;
  readonly first_failure: ErrorRow | null;
  readonly failed_runs: FailedRuns;
  readonly errors: readonly ErrorGroup[];
  /** By time, the longest first. */
  readonly slowest_steps: readonly Step[];
  /** By tokens, the most first. */
  readonly costliest_steps: readonly Step[];
  readonly sources: readonly SourceGroup[];
  readonly issues: readonly IssueGroup[];
  readonly activity: Histogram;
}

/** Runs that state that they failed, or why. */
export interface FailedRuns {
  readonly run_count: number;
  /** A few, the last one first. */
  readonly examples: readonly FailedRun[];
}

export interface FailedRun {
  readonly run_id: string;
  readonly status: string | null;
  readonly session_id: string | null;
  readonly ended_at: string | null;
  readonly error_type: string | null;
  readonly error_message: string | null;
}

export interface BundleHead {
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
  /** JSON text. */
  readonly tags: string | null;
  readonly fidelity: string;
  readonly content_digest: string;
  readonly bundle_count: number;
}

export interface Counts {
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
  /** Sums of the known parts; null: none known. */
  readonly total_input_tokens: number | null;
  readonly total_output_tokens: number | null;
  readonly total_tokens: number | null;
}

export interface SourceGroup {
  readonly importer: string;
  readonly status: string;
  readonly source_count: number;
  readonly row_count: number;
  readonly issue_count: number;
  readonly size_bytes: number;
}

export interface IssueGroup {
  readonly severity: "info" | "warning" | "data_loss" | "error";
  readonly code: string;
  readonly issue_count: number;
  /** One of them. */
  readonly message: string;
}

/** `/B/-/sessions.json`: all of them, parents not always before children; `parent_session_id` makes the tree. */
export interface Sessions {
  readonly ok: true;
  readonly sessions: readonly Session[];
  /** There are more than one answer holds: see `sessions.json` as a table. */
  readonly truncated: boolean;
}

export interface Session {
  readonly session_id: string;
  /** May name a session that is not among them. */
  readonly parent_session_id: string | null;
  readonly kind: string | null;
  readonly agent_name: string | null;
  readonly title: string | null;
  readonly status: string | null;
  readonly first_at: string | null;
  readonly last_at: string | null;
  readonly tool_invocation_count: number;
  readonly tool_failure_count: number;
  /** Those that only a transcript shows count too. */
  readonly tool_call_count: number;
  readonly error_count: number;
  readonly total_tokens: number | null;
}

/** `/B/-/session.json?session=ID`; without `session`, of the whole bundle. `buckets` of its time: the minimap. */
export interface SessionDetail {
  readonly ok: true;
  /** Null: no session of that id is described, though rows may name it. */
  readonly session: Session | null;
  readonly children: readonly Session[];
  /** Steps of each kind; events that are shown as a tool call or a prompt count among `event` too. */
  readonly counts: Readonly<Record<StepKind, number>>;
  /** Rows of `errors`, of whatever origin. */
  readonly failure_count: number;
  /** How many of them state no time and so are not in the minimap. */
  readonly timeless_counts: Readonly<Record<StepKind | "failure", number>>;
  /** A series a kind, and `failure`; a gap is a run of buckets that count 0. */
  readonly minimap: Histogram;
}

export const stepKinds = ["prompt", "answer", "message", "tool", "event", "error", "log"] as const;
export type StepKind = (typeof stepKinds)[number];

/**
 * `/B/-/steps.json?session=ID`: a window of one stream, in the order of time; steps without a time come last, and steps
 * of one time stand as in their source. Without `session`, of the whole bundle.
 *
 * - Which steps: `kinds=prompt,tool` (else all but log) · `logs=debug|info|warning|error` adds log records from that level
 *   on · `failed=on` only those that failed.
 * - Where the window lies: `_next=PLACE` behind a step · `_previous=PLACE` before it, in the same order · `around=PLACE`
 *   with it in the middle · `at=TIME` from that time on · `start=N` from the N-th step on, from 0 · `fraction=0.5` from
 *   that part of them on. A PLACE is a step's token, or `TABLE:ID`, also of a step that is left out; `_previous=end` is the end.
 * - `_size` steps, at most 1000. `_total=on` counts them all.
 * - Where steps are counted, `start` says how many stand before the window.
 *
 * So the next error from a step is `failed=on&_size=1&_next=tool_calls:5`, the next tool call `kinds=tool&_size=1&…`.
 */
export interface Steps {
  readonly ok: true;
  readonly steps: readonly Step[];
  /** For `_next`; null: this is the end. */
  readonly next: string | null;
  /** For `_previous`; null: this is the beginning. */
  readonly previous: string | null;
  /** Of `around`: the index of that step in `steps`; where it is left out, of the one behind it. Else null. */
  readonly around: number | null;
  /** How many steps stand before this window; null: not known, as nothing was counted. */
  readonly start: number | null;
  /** Null: not asked for, with `_total=on`, `start` or `fraction`. */
  readonly total: StepTotal | null;
}

export interface StepTotal {
  readonly count: number;
  /** False: there are so many events that those which are shown as a tool call or a prompt count twice. */
  readonly is_exact: boolean;
}

export interface Step {
  readonly kind: StepKind;
  /** View that holds the row, and the row's id there: `/B/TABLE/ID.json`. */
  readonly table: string;
  readonly id: number;
  /** For `_next`, `_previous` and `around`. */
  readonly token: string;
  readonly source_id: number;
  readonly source_line: number | null;
  readonly timestamp: string | null;
  readonly session_id: string | null;
  readonly run_id: string | null;
  readonly agent_name: string | null;
  /** Prompt, model, role, tool, event type, error class or event of a log. */
  readonly name: string | null;
  /** ok, error, denied, pending, unknown; of a log its level. Null: nothing is said. */
  readonly outcome: string | null;
  /** It stands in `errors`, or is an event of that level. */
  readonly is_failed: boolean;
  readonly duration_ms: number | null;
  readonly input_tokens: number | null;
  readonly output_tokens: number | null;
  /** The first characters of what it says or was given. */
  readonly text: string | null;
  /** Bytes of the whole of it. */
  readonly text_bytes: number | null;
  /** The first characters of what came back. */
  readonly result: string | null;
  readonly result_bytes: number | null;
}

/**
 * `/B/-/log-lines.json`: log records by time, those without a time last. Which: `level`, `event`, `logger`, `session_id`,
 * each of several values (`level=ERROR&level=WARNING`; empty: not stated), `from` and `to`, `q` words as they stand in message,
 * event or context, `failed=on` from ERROR up. Where the window lies: as of `steps.json`.
 */
export interface LogLines extends Steps {
  readonly steps: readonly LogLine[];
}

export interface LogLine extends Step {
  readonly level: string | null;
  /** OpenTelemetry's number. */
  readonly severity: number | null;
  readonly logger: string | null;
  readonly event: string | null;
}

/**
 * `/B/-/log-facets.json?facet=level,event`, under the filter of `log-lines.json`; each facet under all choices but its
 * own. `_size` values of each, the most frequent first. Without `facet`, all four.
 */
export interface LogFacets {
  readonly ok: true;
  readonly facets: readonly LogFacetCounts[];
}

export interface LogFacetCounts {
  readonly name: "level" | "event" | "logger" | "session_id";
  readonly values: readonly LogFacetValue[];
  /** There are more values. */
  readonly truncated: boolean;
}

export interface LogFacetValue {
  /** Null: not stated. */
  readonly value: string | null;
  readonly count: number;
}

/** `/B/-/tables.json`: each table and view; `names=logs,files` only those, hidden ones too. Of any SQLite file. */
export interface TableCounts {
  readonly ok: true;
  readonly tables: readonly TableCount[];
}

export interface TableCount {
  readonly name: string;
  readonly type: "table" | "view";
  /** Null: it takes too long to count them, or it cannot be done. */
  readonly row_count: number | null;
}

/** `/B/-/tools.json`: calls by the tool's name, those that fail most first. `session` narrows them. */
export interface Tools {
  readonly ok: true;
  readonly tools: readonly ToolSummary[];
  readonly truncated: boolean;
}

export interface ToolSummary {
  readonly tool_name: string | null;
  readonly call_count: number;
  readonly session_count: number;
  readonly ok_count: number;
  readonly error_count: number;
  readonly denied_count: number;
  readonly pending_count: number;
  readonly unknown_count: number;
  /** Milliseconds over known durations; null: none known. */
  readonly total_ms: number | null;
  readonly mean_ms: number | null;
  readonly longest_ms: number | null;
}

/** `/B/-/errors.json`: failures folded by what they say, the most frequent first. `session`, `class` narrow them. */
export interface Errors {
  readonly ok: true;
  readonly groups: readonly ErrorGroup[];
  readonly truncated: boolean;
  /** Of all groups, those left out too. */
  readonly group_count: number;
  readonly error_count: number;
}

export interface ErrorGroup {
  readonly fingerprint: string | null;
  readonly error_class: string;
  readonly error_type: string | null;
  /** Of the first of them, as all that follows. */
  readonly error_code: string | null;
  /** Null: it is no tool call, or its tool is not named. */
  readonly tool_name: string | null;
  readonly message: string | null;
  readonly error_count: number;
  readonly session_count: number;
  readonly first_at: string | null;
  readonly last_at: string | null;
  /** Milliseconds of the failed tool calls; null: none known. */
  readonly wasted_ms: number | null;
  /** In `errors`, of the first. */
  readonly example_id: number;
}

/** A row of `errors`, without its stack. */
export interface ErrorRow {
  readonly id: number;
  readonly error_class: string;
  readonly error_code: string | null;
  readonly error_type: string | null;
  readonly message: string | null;
  readonly timestamp: string | null;
  readonly session_id: string | null;
  readonly run_id: string | null;
  readonly origin_table: string | null;
  readonly origin_id: number | null;
}

export interface Histogram {
  /** UTC; null: nothing in it states a time. */
  readonly from: string | null;
  readonly to: string | null;
  /** Length of a bucket. */
  readonly bucket_ms: number;
  readonly series: readonly Series[];
}

export interface Series {
  /** A level, or a kind of step. */
  readonly name: string;
  /** One number a bucket. */
  readonly counts: readonly number[];
}

/**
 * `/B/-/log-histogram.json?buckets=60` under the filter of `log-lines.json`, and under those of `/B/logs.json`. A series a
 * level; without a filter `lower` is all below WARNING.
 */
export interface LogHistogram extends Histogram {
  readonly ok: true;
  /** Records under the filter that state no time; they come last. */
  readonly timeless_count: number;
}

/** `/B/-/files.json?folder=a/b`: one level of the tree, folders first. `archive` narrows to one archive. */
export interface Files {
  readonly ok: true;
  readonly folder: string;
  readonly folders: readonly FileFolder[];
  readonly files: readonly FileEntry[];
  readonly truncated: boolean;
}

export interface FileFolder {
  readonly name: string;
  readonly file_count: number;
  readonly size_bytes: number | null;
}

export interface FileEntry {
  readonly id: number;
  readonly path: string;
  readonly archive_id: string;
  readonly session_id: string | null;
  readonly size_bytes: number | null;
  readonly content_type: string | null;
  readonly is_binary: number;
  readonly content_hash: string | null;
  readonly captured_at: string | null;
  /** Files of the same path in this bundle, this one included. */
  readonly version_count: number;
}

/** `/B/-/file.json?id=N`. Bytes: `/B/blobs/HASH.blob?_blob_column=content`, text whole: `/B/files/N.blob?_blob_column=content`. */
export interface FileContent {
  readonly ok: true;
  readonly file: FileEntry;
  /** The first MiB of text; null: binary. */
  readonly text: string | null;
  readonly truncated: boolean;
  /** Of binary files: what their first bytes are; only these may become an image. */
  readonly image: "image/png" | "image/jpeg" | "image/gif" | "image/webp" | null;
  /** The same path elsewhere, newest first. */
  readonly versions: readonly FileEntry[];
}

/**
 * `/B/-/raw.json?table=logs&id=N`, or `?source=ADDRESS` as `dbundle raw` takes it. `offset` and `size` are a window of its
 * bytes, at most 4 MiB. A row of `sources` is shown as the source itself.
 */
export interface Raw {
  readonly ok: true;
  /** As `dbundle raw` takes it. */
  readonly address: string;
  /** Null: the bytes are no UTF-8. A character that an end of the window cuts is left out. */
  readonly text: string | null;
  /** Null where `text` says all. */
  readonly base64: string | null;
  readonly offset: number;
  /** There is more behind the window. */
  readonly truncated: boolean;
  /** Bytes of a whole source; null: a part of one, and not known. */
  readonly size_bytes: number | null;
}

/** `/B/-/schema.json` */
export interface Schema {
  readonly ok: true;
  readonly schema_version: number;
  readonly notes: readonly string[];
  readonly tables: readonly SchemaTable[];
  readonly questions: readonly Question[];
}

export interface SchemaTable {
  readonly name: string;
  readonly comment: string;
  readonly key: readonly string[];
  readonly label: string | null;
  readonly time: string | null;
  /** Whether `_search` finds words in it. */
  readonly has_search: boolean;
  readonly columns: readonly { readonly name: string; readonly type: string; readonly comment: string | null }[];
  readonly links: readonly { readonly column: string; readonly table: string; readonly other_column: string }[];
}

export interface Question {
  readonly id: string;
  readonly title: string;
  readonly sentence: string;
  readonly sql: string;
}

/** `/B/-/search.json?q=words`: over all that is indexed, the best first. `table` and `session` narrow it. */
export interface SearchResults {
  readonly ok: true;
  /** `default`: of logs only WARNING and up are found; `none`: nothing is. */
  readonly scope: "default" | "full" | "none";
  readonly hits: readonly SearchHit[];
  /** There are more. */
  readonly truncated: boolean;
  /** Log records below WARNING that a bounded scan found; null: they are in the index, or were not asked for with `logs=on`. */
  readonly logs: LogScan | null;
}

export interface LogScan {
  readonly hits: readonly SearchHit[];
  /** How many records were looked at, from the newest back. */
  readonly scanned: number;
  /** All were. */
  readonly is_whole: boolean;
}

export interface SearchHit {
  readonly table: string;
  readonly id: number;
  readonly timestamp: string | null;
  readonly session_id: string | null;
  readonly name: string | null;
  readonly snippet: readonly SnippetPart[];
}

export interface SnippetPart {
  readonly text: string;
  readonly is_match: boolean;
}
