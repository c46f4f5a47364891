CREATE VIEW logs AS
-- Log records. Superseded copies are left out.
SELECT
  id, -- local id
  source_id, -- the source
  source_member, -- member of an archive, table of a store; NULL: the source itself
  source_line, -- line, from 1
  session_id, -- stated or derived session; NULL: not known
  session_inferred, -- 1: the session was derived from the run or the place
  run_id, -- NULL: not stated
  timestamp, -- UTC; NULL: none or unreadable
  CASE WHEN timestamp IS NULL THEN NULL WHEN time_assumed = 1 THEN 'assumed' ELSE 'stated' END AS time_zone, -- assumed: the record says no zone and was read as UTC
  level, -- as written
  severity, -- OpenTelemetry severity number (13 warning, 17 error, 21 fatal); NULL: an unknown level
  logger, -- logger name
  event, -- structured event name; NULL: none
  message, -- text
  context, -- JSON as written
  trace_id, -- OpenTelemetry trace
  span_id -- OpenTelemetry span
FROM _logs
WHERE superseded = 0;

CREATE VIEW events AS
-- Every event of a session or stream, from event stores, event files and WINK's event slices.
SELECT
  id, -- local id
  source_id, -- the source
  source_member, -- member of an archive, table of a store; NULL: the source itself
  source_line, -- line or row
  session_id, -- stated or derived session
  session_inferred, -- 1: derived
  run_id, -- NULL: not stated
  event_id, -- the artifact's own id: not unique
  event_type, -- type name as written
  timestamp, -- UTC
  CASE WHEN timestamp IS NULL THEN NULL WHEN time_assumed = 1 THEN 'assumed' ELSE 'stated' END AS time_zone, -- assumed: read as UTC without a stated zone
  sequence, -- exact 64-bit order as stated; NULL: none stated
  stream_id, -- stream that the sequence counts in
  agent_name, -- acting agent
  level, -- severity word where events have one
  turn_id, -- turn of a conversation
  call_id, -- tool or provider call
  payload -- JSON or text as written
FROM _events
WHERE superseded = 0
UNION ALL
SELECT
  id,
  source_id,
  source_member,
  source_line,
  session_id,
  session_inferred,
  run_id,
  event_id,
  slice_type,
  timestamp,
  CASE WHEN timestamp IS NULL THEN NULL WHEN time_assumed = 1 THEN 'assumed' ELSE 'stated' END,
  sequence,
  CAST(NULL AS TEXT),
  CAST(NULL AS TEXT),
  CAST(NULL AS TEXT),
  CAST(NULL AS TEXT),
  CAST(NULL AS TEXT),
  payload
FROM _slice_items
WHERE superseded = 0 AND is_event = 1;

CREATE VIEW events_distinct AS
-- Events once per event_id: parent and child sessions record some of them both.
SELECT
  min(id) AS id, -- local id of one of them
  event_id, -- the artifact's own id
  event_type, -- type name as written
  min(timestamp) AS timestamp, -- UTC
  count(*) AS occurrence_count, -- rows with this event_id
  count(DISTINCT session_id) AS session_count -- sessions that recorded it
FROM events
WHERE event_id IS NOT NULL
GROUP BY event_id, event_type;

CREATE VIEW slice_items AS
-- Items of session slices, as in the newest snapshot of each session.
SELECT
  id, -- local id
  source_id, -- the source
  source_member, -- member of an archive; NULL: the source itself
  source_line, -- line of the snapshot
  session_id, -- session of the snapshot
  run_id, -- run of an event item; NULL: not stated
  slice_type, -- qualified class name of the slice
  item_type, -- qualified class name of the item
  item_index, -- position in the slice, from 0
  policy, -- state or log; NULL: not stated
  payload, -- JSON as written
  snapshot_at -- UTC time of the snapshot
FROM _slice_items
WHERE superseded = 0;

CREATE VIEW slice_history AS
-- Items of session slices in all snapshots, also older ones and those taken before a request.
SELECT
  id, -- local id
  source_id, -- the source
  source_member, -- member of an archive; NULL: the source itself
  source_line, -- line of the snapshot
  session_id, -- session of the snapshot
  run_id, -- run of an event item; NULL: not stated
  slice_type, -- qualified class name of the slice
  item_type, -- qualified class name of the item
  item_index, -- position in the slice, from 0
  policy, -- state or log; NULL: not stated
  payload, -- JSON as written
  snapshot_at, -- UTC time of the snapshot
  superseded -- 1: a newer snapshot of the session exists, or it is the state before a request
FROM _slice_items;

CREATE VIEW slice_snapshots AS
-- One row a slice and snapshot, all snapshots.
SELECT
  id, -- local id
  source_id, -- the source
  source_member, -- member of an archive; NULL: the source itself
  source_line, -- line of the snapshot
  session_id, -- session of the snapshot
  run_id, -- NULL: not stated
  snapshot_at, -- UTC
  slice_type, -- qualified class name of the slice
  item_count, -- items in the slice
  (
    SELECT '[' || ifnull(group_concat(item.payload, ','), '') || ']'
    FROM _slice_items AS item -- read in the order of its key, the order of the slice
    WHERE item.id >= whole.source_id * 4294967296 + whole.first_item
      AND item.id < whole.source_id * 4294967296 + whole.first_item + whole.item_count
  ) AS items, -- JSON array of the items as written
  trigger, -- what caused the snapshot; NULL: not stated
  superseded -- 1: a newer snapshot of the session exists, or it is the state before a request
FROM _slice_snapshots AS whole;

CREATE VIEW tool_invocations AS
-- Tool calls as the system itself recorded them.
SELECT
  id, -- local id
  source_id, -- the source
  source_member, -- member of an archive, table of a store; NULL: the source itself
  source_line, -- line or row
  session_id, -- stated or derived session
  session_inferred, -- 1: derived
  run_id, -- NULL: not stated
  event_id, -- the artifact's own id: not unique
  event_id AS invocation_id, -- the same, by the first draft's name
  prompt_name, -- prompt that the call belongs to
  adapter, -- adapter or system that ran it
  agent_name, -- acting agent
  turn_id, -- turn of a conversation
  tool_name, -- tool
  call_id, -- the provider's id of the call
  timestamp, -- UTC
  CASE WHEN timestamp IS NULL THEN NULL WHEN time_assumed = 1 THEN 'assumed' ELSE 'stated' END AS time_zone, -- assumed: read as UTC without a stated zone
  duration_ms, -- milliseconds; NULL: not recorded
  params, -- JSON as written
  status, -- ok, error, denied, pending (no result recorded), unknown
  result_success, -- 1 succeeded, 0 failed, NULL not said
  result_message, -- text
  result_value, -- JSON as written
  rendered_output, -- text that the model was given
  error_type, -- kind of failure
  input_tokens, -- tokens of the response that made the call; repeated for parallel calls, so do not add
  output_tokens -- likewise
FROM _tool_invocations
WHERE superseded = 0 AND shadowed = 0 AND origin = 'recorded';

CREATE VIEW tool_calls AS
-- All tool calls: those that the system recorded and those that only a transcript shows.
SELECT
  id, -- local id
  source_id, -- the source
  source_member, -- member of an archive, table of a store; NULL: the source itself
  source_line, -- line or row
  session_id, -- stated or derived session
  session_inferred, -- 1: derived
  run_id, -- NULL: not stated
  origin, -- recorded, or transcript
  event_id, -- the artifact's own id; NULL: none
  prompt_name, -- prompt that the call belongs to
  adapter, -- adapter or system that ran it
  agent_name, -- acting agent
  agent_source, -- main, or the sub-agent of the transcript
  tool_name, -- tool
  call_id, -- the provider's id of the call
  timestamp, -- UTC
  CASE WHEN timestamp IS NULL THEN NULL WHEN time_assumed = 1 THEN 'assumed' ELSE 'stated' END AS time_zone, -- assumed: read as UTC without a stated zone
  duration_ms, -- milliseconds; NULL: not recorded
  params, -- JSON as written
  status, -- ok, error, denied, pending (no result seen), unknown
  result_success, -- 1 succeeded, 0 failed, NULL not said
  result_message, -- text
  result_value, -- JSON as written
  rendered_output, -- text that the model was given
  error_type -- kind of failure
FROM _tool_invocations
WHERE superseded = 0 AND shadowed = 0;

CREATE VIEW prompt_events AS
-- Prompts rendered and provider calls executed.
SELECT
  id, -- local id
  source_id, -- the source
  source_member, -- member of an archive, table of a store; NULL: the source itself
  source_line, -- line or row
  session_id, -- stated or derived session
  session_inferred, -- 1: derived
  run_id, -- NULL: not stated
  event_id, -- the artifact's own id: not unique
  event_type, -- rendered or executed
  prompt_ns, -- namespace of the prompt
  prompt_key, -- key of the prompt
  prompt_name, -- name of the prompt
  adapter, -- adapter or system
  agent_name, -- acting agent
  turn_id, -- turn of a conversation
  timestamp, -- UTC
  CASE WHEN timestamp IS NULL THEN NULL WHEN time_assumed = 1 THEN 'assumed' ELSE 'stated' END AS time_zone, -- assumed: read as UTC without a stated zone
  duration_ms, -- milliseconds; NULL: not recorded
  rendered_text, -- the prompt as sent
  char_count, -- characters of rendered_text
  tool_count, -- tools offered; NULL: not recorded
  tool_names, -- JSON array; NULL: not recorded
  has_structured_output, -- 1 or 0; NULL: not recorded
  output_type, -- qualified class name
  override_tag, -- tag of the prompt override used
  result, -- JSON as written
  result_type, -- success, error, timeout; NULL: not said
  output, -- JSON or text of the answer
  error_type, -- kind of failure
  error_message, -- text
  provider_name, -- provider
  request_model, -- model asked for
  response_model, -- model that answered
  finish_reasons, -- JSON array or word
  input_tokens, -- all input tokens, cached ones included
  output_tokens, -- all output tokens, reasoning included
  total_tokens, -- sum of the known parts
  cache_read_tokens, -- part of input_tokens read from a cache
  cache_write_tokens, -- part of input_tokens written to a cache
  reasoning_tokens, -- part of output_tokens
  usage -- the provider's usage object as written
FROM _prompt_events
WHERE superseded = 0 AND shadowed = 0;

CREATE VIEW prompt_renders AS
-- Prompts rendered, by the first draft's names.
SELECT
  event_id AS render_id, -- the artifact's own id: not unique
  run_id, -- NULL: not stated
  session_id, -- stated or derived session
  prompt_ns, -- namespace of the prompt
  prompt_key, -- key of the prompt
  prompt_name, -- name of the prompt
  adapter, -- adapter or system
  timestamp, -- UTC
  rendered_text, -- the prompt as sent
  char_count, -- characters of rendered_text
  tool_count, -- tools offered; NULL: not recorded
  tool_names, -- JSON array; NULL: not recorded
  has_structured_output, -- 1 or 0; NULL: not recorded
  output_type, -- qualified class name
  override_tag, -- tag of the prompt override used
  id -- local id
FROM _prompt_events
WHERE superseded = 0 AND shadowed = 0 AND event_type = 'rendered';

CREATE VIEW prompt_executions AS
-- Provider calls executed, by the first draft's names.
SELECT
  event_id AS execution_id, -- the artifact's own id: not unique
  run_id, -- NULL: not stated
  session_id, -- stated or derived session
  prompt_name, -- name of the prompt
  adapter, -- adapter or system
  timestamp, -- UTC
  duration_ms, -- milliseconds; NULL: not recorded
  result_type, -- success, error, timeout; NULL: not said
  output, -- JSON or text of the answer
  error_type, -- kind of failure
  error_message, -- text
  input_tokens, -- all input tokens, cached ones included
  output_tokens, -- all output tokens, reasoning included
  total_tokens, -- sum of the known parts
  cache_read_tokens, -- part of input_tokens read from a cache
  cache_write_tokens, -- part of input_tokens written to a cache
  id -- local id
FROM _prompt_events
WHERE superseded = 0 AND shadowed = 0 AND event_type = 'executed';

CREATE VIEW messages AS
-- The transcript: what was said, by whom, in which order.
SELECT
  id, -- local id
  source_id, -- the source
  source_member, -- member of an archive, table of a store; NULL: the source itself
  source_line, -- line or row
  session_id, -- stated or derived session
  session_inferred, -- 1: derived
  run_id, -- NULL: not stated
  message_id, -- the artifact's own id
  parent_message_id, -- the message that this one answers
  agent_source, -- main, or the sub-agent
  sequence, -- order within the agent source as stated
  role, -- user, assistant, system, tool; NULL: not said
  kind, -- kind of entry, for instance assistant_message, tool_use, thinking
  content, -- text; NULL: none
  content_json, -- JSON as written; NULL: plain text
  model, -- model that wrote it
  tool_name, -- tool that is called or answers
  call_id, -- id of that call
  prompt_name, -- prompt that it belongs to
  adapter, -- adapter or system
  turn_id, -- turn of a conversation
  timestamp, -- UTC
  CASE WHEN timestamp IS NULL THEN NULL WHEN time_assumed = 1 THEN 'assumed' ELSE 'stated' END AS time_zone -- assumed: read as UTC without a stated zone
FROM _messages
WHERE superseded = 0 AND shadowed = 0;

CREATE VIEW files AS
-- Files of workspace archives and debug bundles, one row an entry.
SELECT
  f.id, -- local id
  f.source_id, -- the archive's source
  f.source_member, -- member of an archive; NULL: the source itself
  f.source_line, -- entry number, from 1
  f.session_id, -- stated or derived session
  f.session_inferred, -- 1: derived
  f.run_id, -- NULL: not stated
  ifnull(f.archive_id, (SELECT s.source_key FROM _sources AS s WHERE s.source_id = f.source_id)) AS archive_id, -- the artifact's own id of the archive, else its source_key
  f.path, -- path as found in the archive
  f.size_bytes, -- bytes
  f.content_type, -- MIME type by name and first bytes; NULL: not known
  f.is_binary, -- 1: the bytes are no UTF-8
  f.content, -- text; NULL: binary (see blobs) or unreadable
  f.content_hash, -- sha256 of the bytes
  f.captured_at, -- UTC time of the entry
  CASE WHEN f.captured_at IS NULL THEN NULL WHEN f.time_assumed = 1 THEN 'assumed' ELSE 'stated' END AS time_zone -- assumed: read as UTC without a stated zone
FROM _files AS f
WHERE f.superseded = 0;

CREATE VIEW documents AS
-- State that is no event: metadata, manifests, environment, rows of stores with no typed table, unclaimed files.
SELECT
  id, -- local id
  source_id, -- the source
  source_member, -- member of an archive, table of a store; NULL: the source itself
  source_line, -- line or row
  session_id, -- stated or derived session
  session_inferred, -- 1: derived
  run_id, -- NULL: not stated
  kind, -- what it is, for instance wink.manifest, overstory.mail, text
  key, -- its name or id within the kind
  timestamp, -- UTC
  CASE WHEN timestamp IS NULL THEN NULL WHEN time_assumed = 1 THEN 'assumed' ELSE 'stated' END AS time_zone, -- assumed: read as UTC without a stated zone
  payload -- JSON or text as written; NULL: binary or too long, see the originals
FROM _documents
WHERE superseded = 0;

CREATE VIEW spans AS
-- Trace spans.
SELECT
  id, -- local id
  source_id, -- the source
  source_member, -- member of an archive; NULL: the source itself
  source_line, -- line or row
  session_id, -- stated or derived session
  run_id, -- NULL: not stated
  trace_id, -- OpenTelemetry trace
  span_id, -- OpenTelemetry span
  parent_span_id, -- parent span; NULL: a root
  name, -- span name
  kind, -- span kind
  service_name, -- service.name of the resource
  timestamp, -- UTC start
  ended_at, -- UTC end
  duration_ms, -- milliseconds
  status, -- ok, error, unset
  status_message, -- text
  attributes, -- JSON as written
  events, -- JSON as written
  links, -- JSON as written
  resource -- JSON as written
FROM _spans
WHERE superseded = 0;
