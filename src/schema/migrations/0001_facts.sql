-- Why: the first schema (two unique indexes stand here because loading relies on them; the others are made after the load). Facts that importers write, what is derived from them, and where both come from.
-- A column says what NULL means only where it is more than "the artifact does not say".
-- Facts share: id = source_id * 2^32 + n (events and slice items count together, so that both can stand in one view); source_line = line, entry or row number; session_inferred = 1 where session_id was derived; superseded = 1 where a newer artifact of the same thing exists.

CREATE TABLE _bundles (
  bundle_id TEXT PRIMARY KEY,          -- leaf bundle: one run of `create`
  root_id TEXT NOT NULL,               -- names the place that its paths count from
  created_at TEXT NOT NULL,            -- UTC
  dbundle_version TEXT NOT NULL,
  source_directory TEXT,
  description TEXT,
  tags TEXT,                           -- JSON object
  search TEXT NOT NULL CHECK (search IN ('default', 'full', 'none')),
  originals TEXT NOT NULL CHECK (originals IN ('keep', 'drop')),
  fidelity TEXT                        -- 'partial:…' or 'redacted:…'; NULL: whole
) STRICT;

CREATE TABLE _meta (
  id INTEGER PRIMARY KEY CHECK (id = 1),
  bundle_id TEXT NOT NULL,
  created_at TEXT NOT NULL,
  dbundle_version TEXT NOT NULL,       -- of the newest leaf
  wink_version TEXT,
  schema_version INTEGER NOT NULL,     -- as PRAGMA user_version; every migration sets both
  root_session_id TEXT,
  source_directory TEXT,
  experiment_name TEXT,
  experiment_tag TEXT,
  description TEXT,
  tags TEXT,
  fidelity TEXT NOT NULL,
  content_digest TEXT NOT NULL,
  search TEXT NOT NULL,
  complete INTEGER NOT NULL,
  file_digest TEXT NOT NULL            -- 'dbundle-sha256:' and the sha256 of this file with these 64 digits zeroed
) STRICT;

CREATE TABLE _sources (
  source_id INTEGER PRIMARY KEY,
  source_key TEXT NOT NULL,            -- sha256 of the bytes; of a store, of its sorted (suffix, sha256)
  importer TEXT NOT NULL,              -- id of the importer, 'opaque', or 'wrapper'
  importer_version INTEGER NOT NULL,
  forced INTEGER NOT NULL DEFAULT 0,   -- 1: the user named the reading
  append_only INTEGER NOT NULL DEFAULT 0, -- 1: a format that grows at its end, so a prefix is an older copy
  is_archive INTEGER NOT NULL DEFAULT 0,  -- 1: its facts have the archive as their place
  sha256 TEXT NOT NULL,
  size_bytes INTEGER NOT NULL,
  line_count INTEGER,                  -- NULL: not a text
  row_count INTEGER NOT NULL,
  issue_count INTEGER NOT NULL,
  status TEXT NOT NULL CHECK (status IN ('imported', 'partial', 'opaque', 'failed')),
  imported_at TEXT NOT NULL,
  head BLOB NOT NULL,                  -- the first bytes, at most 128
  superseded INTEGER NOT NULL DEFAULT 0
) STRICT;

CREATE UNIQUE INDEX _sources_key ON _sources (source_key);

CREATE TABLE _source_parts (
  id INTEGER PRIMARY KEY,
  source_id INTEGER NOT NULL,
  part INTEGER NOT NULL,
  suffix TEXT NOT NULL,                -- '' for a file; '-wal', '-journal' beside a store
  sha256 TEXT NOT NULL,
  size_bytes INTEGER NOT NULL
) STRICT;

CREATE TABLE _source_chunks (
  id INTEGER PRIMARY KEY,              -- source_id * 2^32 + chunk index
  source_id INTEGER NOT NULL,
  part INTEGER NOT NULL,
  byte_offset INTEGER NOT NULL,
  size_bytes INTEGER NOT NULL,
  first_line INTEGER,
  sha256 TEXT NOT NULL,
  data BLOB                            -- zstd; NULL: a container holds the bytes, or originals were dropped
) STRICT;

CREATE TABLE _occurrences (
  id INTEGER PRIMARY KEY,
  bundle_id TEXT NOT NULL,
  root_id TEXT NOT NULL,
  source_id INTEGER NOT NULL,
  container_id INTEGER,                -- NULL: found in the folder itself
  path TEXT NOT NULL,
  folder TEXT NOT NULL,                -- the path without its last part
  entry_index INTEGER
) STRICT;

CREATE UNIQUE INDEX _occurrences_place ON _occurrences (bundle_id, root_id, path, source_id, ifnull(container_id, 0), ifnull(entry_index, -1));

CREATE TABLE _bundle_issues (
  id INTEGER PRIMARY KEY,
  bundle_id TEXT NOT NULL,
  path TEXT,
  severity TEXT NOT NULL CHECK (severity IN ('info', 'warning', 'data_loss', 'error')),
  code TEXT NOT NULL,
  message TEXT NOT NULL
) STRICT;

CREATE TABLE _readings (
  source_key TEXT NOT NULL,
  importer TEXT NOT NULL,
  importer_version INTEGER NOT NULL,
  forced INTEGER NOT NULL,
  row_count INTEGER NOT NULL,
  issue_count INTEGER NOT NULL,
  PRIMARY KEY (source_key, importer, importer_version, forced, row_count, issue_count)
) STRICT, WITHOUT ROWID;

CREATE TABLE _blobs (
  sha256 TEXT PRIMARY KEY,
  size_bytes INTEGER NOT NULL,
  content BLOB NOT NULL
) STRICT;

CREATE TABLE _issues (
  id INTEGER PRIMARY KEY, source_id INTEGER NOT NULL, source_member TEXT, source_line INTEGER,
  byte_offset INTEGER,
  severity TEXT NOT NULL CHECK (severity IN ('info', 'warning', 'data_loss', 'error')),
  code TEXT NOT NULL,
  message TEXT NOT NULL,
  raw TEXT
) STRICT;

CREATE TABLE _versions (
  id INTEGER PRIMARY KEY, source_id INTEGER NOT NULL, source_member TEXT, source_line INTEGER, -- NULL line: the whole member; NULL member: the whole source
  series TEXT NOT NULL,                -- what this is a version of, for instance a session's id
  version_at TEXT,                     -- the newest wins; NULL: nothing is superseded by it
  eligible INTEGER NOT NULL DEFAULT 1, -- 0: never current
  superseded INTEGER NOT NULL DEFAULT 0
) STRICT;

CREATE TABLE _source_sessions (
  id INTEGER PRIMARY KEY, source_id INTEGER NOT NULL,
  session_id TEXT,
  run_id TEXT                          -- one row a distinct pair that rows of the source state
) STRICT;

CREATE TABLE _source_descriptions (
  id INTEGER PRIMARY KEY, source_id INTEGER NOT NULL,
  key TEXT NOT NULL,                   -- wink_version, experiment_name, experiment_tag
  value TEXT NOT NULL
) STRICT;

CREATE TABLE _session_facts (
  id INTEGER PRIMARY KEY, source_id INTEGER NOT NULL, source_member TEXT, source_line INTEGER,
  session_id TEXT, session_inferred INTEGER NOT NULL DEFAULT 0, run_id TEXT, superseded INTEGER NOT NULL DEFAULT 0,
  parent_session_id TEXT, kind TEXT, agent_name TEXT, title TEXT, runtime_key TEXT,
  created_at TEXT, ended_at TEXT, last_activity_at TEXT, snapshot_at TEXT, time_assumed INTEGER NOT NULL DEFAULT 0,
  status TEXT, tags TEXT, attributes TEXT
) STRICT;

CREATE TABLE _run_facts (
  id INTEGER PRIMARY KEY, source_id INTEGER NOT NULL, source_member TEXT, source_line INTEGER,
  session_id TEXT, session_inferred INTEGER NOT NULL DEFAULT 0, run_id TEXT, superseded INTEGER NOT NULL DEFAULT 0,
  request_id TEXT, attempt INTEGER, worker_id TEXT, trace_id TEXT, span_id TEXT,
  started_at TEXT, ended_at TEXT, time_assumed INTEGER NOT NULL DEFAULT 0,
  status TEXT, error_type TEXT, error_message TEXT, description TEXT, coordinator TEXT, stored_agent_count INTEGER
) STRICT;

CREATE TABLE _logs (
  id INTEGER PRIMARY KEY, source_id INTEGER NOT NULL, source_member TEXT, source_line INTEGER,
  session_id TEXT, session_inferred INTEGER NOT NULL DEFAULT 0, run_id TEXT, superseded INTEGER NOT NULL DEFAULT 0,
  timestamp TEXT, time_assumed INTEGER NOT NULL DEFAULT 0,
  level TEXT, severity INTEGER, logger TEXT, event TEXT, message TEXT, context TEXT,
  trace_id TEXT, span_id TEXT
) STRICT;

CREATE TABLE _events (
  id INTEGER PRIMARY KEY, source_id INTEGER NOT NULL, source_member TEXT, source_line INTEGER,
  session_id TEXT, session_inferred INTEGER NOT NULL DEFAULT 0, run_id TEXT, superseded INTEGER NOT NULL DEFAULT 0,
  event_id TEXT, event_type TEXT, timestamp TEXT, time_assumed INTEGER NOT NULL DEFAULT 0,
  sequence INTEGER, stream_id TEXT, agent_name TEXT, level TEXT, turn_id TEXT, call_id TEXT, payload TEXT
) STRICT;

CREATE TABLE _slice_items (
  id INTEGER PRIMARY KEY, source_id INTEGER NOT NULL, source_member TEXT, source_line INTEGER,
  session_id TEXT, session_inferred INTEGER NOT NULL DEFAULT 0, run_id TEXT, superseded INTEGER NOT NULL DEFAULT 0,
  slice_type TEXT, item_type TEXT, item_index INTEGER, policy TEXT, payload TEXT, snapshot_at TEXT,
  is_event INTEGER NOT NULL DEFAULT 0, -- 1: the item is a dispatched event and stands in `events` too
  event_id TEXT, timestamp TEXT, time_assumed INTEGER NOT NULL DEFAULT 0, sequence INTEGER
) STRICT;

CREATE TABLE _slice_snapshots (
  id INTEGER PRIMARY KEY, source_id INTEGER NOT NULL, source_member TEXT, source_line INTEGER,
  session_id TEXT, session_inferred INTEGER NOT NULL DEFAULT 0, run_id TEXT, superseded INTEGER NOT NULL DEFAULT 0,
  snapshot_at TEXT, time_assumed INTEGER NOT NULL DEFAULT 0,
  slice_type TEXT, item_type TEXT, item_count INTEGER,
  first_item INTEGER,                  -- n of the first of item_count consecutive rows of _slice_items; NULL: none
  trigger TEXT
) STRICT;

CREATE TABLE _tool_invocations (
  id INTEGER PRIMARY KEY, source_id INTEGER NOT NULL, source_member TEXT, source_line INTEGER,
  session_id TEXT, session_inferred INTEGER NOT NULL DEFAULT 0, run_id TEXT, superseded INTEGER NOT NULL DEFAULT 0,
  origin TEXT NOT NULL DEFAULT 'recorded' CHECK (origin IN ('recorded', 'transcript')),
  shadowed INTEGER NOT NULL DEFAULT 0, -- 1: a transcript's call that is recorded too, or one that another source tells of as well
  event_id TEXT, prompt_name TEXT, adapter TEXT, agent_name TEXT, agent_source TEXT, turn_id TEXT,
  tool_name TEXT, call_id TEXT, timestamp TEXT, time_assumed INTEGER NOT NULL DEFAULT 0, duration_ms REAL,
  params TEXT, status TEXT NOT NULL DEFAULT 'unknown' CHECK (status IN ('ok', 'error', 'denied', 'pending', 'unknown')),
  result_success INTEGER CHECK (result_success IN (0, 1)),
  result_message TEXT, result_value TEXT, rendered_output TEXT, error_type TEXT,
  input_tokens INTEGER, output_tokens INTEGER
) STRICT;

CREATE TABLE _prompt_events (
  id INTEGER PRIMARY KEY, source_id INTEGER NOT NULL, source_member TEXT, source_line INTEGER,
  session_id TEXT, session_inferred INTEGER NOT NULL DEFAULT 0, run_id TEXT, superseded INTEGER NOT NULL DEFAULT 0,
  shadowed INTEGER NOT NULL DEFAULT 0, -- 1: another source tells of the same call of the same session
  event_id TEXT, event_type TEXT NOT NULL CHECK (event_type IN ('rendered', 'executed')),
  prompt_ns TEXT, prompt_key TEXT, prompt_name TEXT, adapter TEXT, agent_name TEXT, turn_id TEXT,
  timestamp TEXT, time_assumed INTEGER NOT NULL DEFAULT 0, duration_ms REAL,
  rendered_text TEXT, char_count INTEGER, tool_count INTEGER, tool_names TEXT,
  has_structured_output INTEGER, output_type TEXT, override_tag TEXT,
  result TEXT, result_type TEXT CHECK (result_type IN ('success', 'error', 'timeout')),
  output TEXT, error_type TEXT, error_message TEXT,
  provider_name TEXT, request_model TEXT, response_model TEXT, finish_reasons TEXT,
  input_tokens INTEGER, output_tokens INTEGER, total_tokens INTEGER,
  cache_read_tokens INTEGER, cache_write_tokens INTEGER, reasoning_tokens INTEGER, usage TEXT
) STRICT;

CREATE TABLE _messages (
  id INTEGER PRIMARY KEY, source_id INTEGER NOT NULL, source_member TEXT, source_line INTEGER,
  session_id TEXT, session_inferred INTEGER NOT NULL DEFAULT 0, run_id TEXT, superseded INTEGER NOT NULL DEFAULT 0,
  shadowed INTEGER NOT NULL DEFAULT 0, -- 1: the same transcript line stands in another source
  message_id TEXT, parent_message_id TEXT, agent_source TEXT, sequence INTEGER, role TEXT, kind TEXT,
  content TEXT, content_json TEXT, model TEXT, tool_name TEXT, call_id TEXT, prompt_name TEXT, adapter TEXT, turn_id TEXT,
  timestamp TEXT, time_assumed INTEGER NOT NULL DEFAULT 0
) STRICT;

CREATE TABLE _files (
  id INTEGER PRIMARY KEY, source_id INTEGER NOT NULL, source_member TEXT, source_line INTEGER,
  session_id TEXT, session_inferred INTEGER NOT NULL DEFAULT 0, run_id TEXT, superseded INTEGER NOT NULL DEFAULT 0,
  archive_id TEXT, path TEXT, size_bytes INTEGER, content_type TEXT, is_binary INTEGER, content TEXT,
  content_hash TEXT, captured_at TEXT, time_assumed INTEGER NOT NULL DEFAULT 0
) STRICT;

CREATE TABLE _documents (
  id INTEGER PRIMARY KEY, source_id INTEGER NOT NULL, source_member TEXT, source_line INTEGER,
  session_id TEXT, session_inferred INTEGER NOT NULL DEFAULT 0, run_id TEXT, superseded INTEGER NOT NULL DEFAULT 0,
  kind TEXT NOT NULL, key TEXT, timestamp TEXT, time_assumed INTEGER NOT NULL DEFAULT 0, payload TEXT
) STRICT;

CREATE TABLE _spans (
  id INTEGER PRIMARY KEY, source_id INTEGER NOT NULL, source_member TEXT, source_line INTEGER,
  session_id TEXT, session_inferred INTEGER NOT NULL DEFAULT 0, run_id TEXT, superseded INTEGER NOT NULL DEFAULT 0,
  trace_id TEXT, span_id TEXT, parent_span_id TEXT, name TEXT, kind TEXT, service_name TEXT,
  timestamp TEXT, ended_at TEXT, time_assumed INTEGER NOT NULL DEFAULT 0, duration_ms REAL,
  status TEXT, status_message TEXT, attributes TEXT, events TEXT, links TEXT, resource TEXT
) STRICT;

CREATE TABLE _turns (
  id INTEGER PRIMARY KEY, source_id INTEGER NOT NULL, source_member TEXT, source_line INTEGER,
  session_id TEXT, session_inferred INTEGER NOT NULL DEFAULT 0, run_id TEXT, superseded INTEGER NOT NULL DEFAULT 0,
  conversation_id TEXT, turn_id TEXT, phase TEXT, sequence INTEGER,
  timestamp TEXT, time_assumed INTEGER NOT NULL DEFAULT 0, -- of this snapshot (phase) of the turn
  turn_created_at TEXT, updated_at TEXT, runtime_key TEXT, inference_id TEXT, trace_id TEXT,
  block_count INTEGER, metadata TEXT, data TEXT
) STRICT;

CREATE TABLE _blocks (
  id INTEGER PRIMARY KEY, source_id INTEGER NOT NULL, source_member TEXT, source_line INTEGER,
  session_id TEXT, session_inferred INTEGER NOT NULL DEFAULT 0, run_id TEXT, superseded INTEGER NOT NULL DEFAULT 0,
  block_id TEXT, content_hash TEXT, computed_hash TEXT, hash_algorithm TEXT, kind TEXT, role TEXT,
  payload TEXT, metadata TEXT, timestamp TEXT, time_assumed INTEGER NOT NULL DEFAULT 0
) STRICT;

CREATE TABLE _turn_blocks (
  id INTEGER PRIMARY KEY, source_id INTEGER NOT NULL, source_member TEXT, source_line INTEGER,
  session_id TEXT, session_inferred INTEGER NOT NULL DEFAULT 0, run_id TEXT, superseded INTEGER NOT NULL DEFAULT 0,
  turn INTEGER,                        -- n of the row of _turns
  block INTEGER,                       -- n of the row of _blocks
  ordinal INTEGER
) STRICT;

CREATE TABLE _timeline_entities (
  id INTEGER PRIMARY KEY, source_id INTEGER NOT NULL, source_member TEXT, source_line INTEGER,
  session_id TEXT, session_inferred INTEGER NOT NULL DEFAULT 0, run_id TEXT, superseded INTEGER NOT NULL DEFAULT 0,
  conversation_id TEXT, entity_id TEXT, kind TEXT, timestamp TEXT, updated_at TEXT, time_assumed INTEGER NOT NULL DEFAULT 0,
  version INTEGER, created_ordinal INTEGER, last_event_ordinal INTEGER, is_tombstone INTEGER, is_current INTEGER, payload TEXT
) STRICT;

CREATE TABLE _agents (
  id INTEGER PRIMARY KEY, source_id INTEGER NOT NULL, source_member TEXT, source_line INTEGER,
  session_id TEXT, session_inferred INTEGER NOT NULL DEFAULT 0, run_id TEXT, superseded INTEGER NOT NULL DEFAULT 0,
  agent_name TEXT, capability TEXT, state TEXT, worktree_path TEXT, branch_name TEXT, task_id TEXT, tmux_session TEXT,
  pid INTEGER, parent_agent TEXT, depth INTEGER, escalation_level INTEGER, started_at TEXT, last_activity TEXT,
  stalled_since TEXT, transcript_path TEXT, prompt_version TEXT, claude_session_id TEXT, time_assumed INTEGER NOT NULL DEFAULT 0
) STRICT;

CREATE TABLE _error_facts (
  id INTEGER PRIMARY KEY, source_id INTEGER NOT NULL, source_member TEXT, source_line INTEGER,
  session_id TEXT, session_inferred INTEGER NOT NULL DEFAULT 0, run_id TEXT, superseded INTEGER NOT NULL DEFAULT 0,
  error_class TEXT CHECK (error_class IN ('validation', 'provider', 'tool', 'projection', 'storage', 'transport', 'runtime')),
  error_code TEXT, error_type TEXT, message TEXT, stack TEXT, timestamp TEXT, time_assumed INTEGER NOT NULL DEFAULT 0
) STRICT;

CREATE TABLE _sessions (
  session_id TEXT PRIMARY KEY,
  parent_session_id TEXT, kind TEXT, agent_name TEXT, title TEXT, runtime_key TEXT,
  created_at TEXT, ended_at TEXT, last_activity_at TEXT, snapshot_at TEXT, status TEXT, tags TEXT, attributes TEXT,
  first_at TEXT, last_at TEXT, superseded INTEGER NOT NULL DEFAULT 0
) STRICT;

CREATE TABLE _runs (
  run_id TEXT PRIMARY KEY,
  request_id TEXT, session_id TEXT, attempt INTEGER, worker_id TEXT, trace_id TEXT, span_id TEXT,
  started_at TEXT, ended_at TEXT, status TEXT, error_type TEXT, error_message TEXT, description TEXT, coordinator TEXT,
  agent_count INTEGER, stored_agent_count INTEGER
) STRICT;

CREATE TABLE _errors (
  id INTEGER PRIMARY KEY,
  source_id INTEGER NOT NULL, source_member TEXT, source_line INTEGER, error_class TEXT NOT NULL, error_code TEXT, error_type TEXT, message TEXT, stack TEXT,
  fingerprint TEXT, timestamp TEXT, time_assumed INTEGER NOT NULL DEFAULT 0, session_id TEXT, run_id TEXT,
  origin_table TEXT NOT NULL, origin_id INTEGER NOT NULL
) STRICT;

CREATE TABLE _event_anomalies (
  id INTEGER PRIMARY KEY,
  kind TEXT NOT NULL CHECK (kind IN ('duplicate', 'gap', 'out_of_order', 'missing_sequence')),
  session_id TEXT, stream_id TEXT, sequence INTEGER, previous_sequence INTEGER, event_row INTEGER NOT NULL, detail TEXT
) STRICT;

CREATE TABLE _derived_issues (
  id INTEGER PRIMARY KEY,
  source_id INTEGER NOT NULL,
  severity TEXT NOT NULL CHECK (severity IN ('info', 'warning', 'data_loss', 'error')),
  code TEXT NOT NULL,
  message TEXT NOT NULL
) STRICT;

CREATE VIRTUAL TABLE _search USING fts5 (text, content = '', tokenize = 'unicode61');
