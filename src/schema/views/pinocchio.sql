CREATE VIEW turns AS
-- Snapshots of turns: one row a turn and phase; a turn of which no snapshot exists has one row without a phase.
SELECT
  id, -- local id
  source_id, -- the source
  source_member, -- table of a store; NULL: the source itself
  source_line, -- row, item or line
  session_id, -- stated or derived session
  session_inferred, -- 1: derived
  run_id, -- NULL: not stated
  conversation_id, -- NULL: not stated (web chats have one name for session and conversation)
  turn_id, -- the artifact's own id
  phase, -- draft, pre_inference, post_inference, post_tools, final, pre, post; NULL: not known
  sequence, -- order as stated; NULL: none
  timestamp, -- UTC of the snapshot; NULL: not known
  CASE WHEN timestamp IS NULL THEN NULL WHEN time_assumed = 1 THEN 'assumed' ELSE 'stated' END AS time_zone, -- assumed: read as UTC without a stated zone
  turn_created_at, -- UTC of the turn; NULL: not recorded
  updated_at, -- UTC of its last change; NULL: not recorded
  runtime_key, -- runtime that made it; NULL: not said
  inference_id, -- id of the model's call; NULL: not said
  trace_id, -- OpenTelemetry trace
  block_count, -- blocks in it; NULL: its payload could not be read
  metadata, -- JSON as written
  data -- JSON as written
FROM _turns
WHERE superseded = 0;

CREATE VIEW turn_blocks AS
-- Blocks of turns in their order; a block that several snapshots share stands here once for each.
SELECT
  u.id, -- local id
  u.source_id, -- the source
  u.source_member, -- table of a store; NULL: the source itself
  u.source_line, -- row, item or line
  u.session_id, -- stated or derived session
  u.run_id, -- NULL: not stated
  t.conversation_id, -- NULL: not stated
  t.turn_id, -- the artifact's own id
  t.phase, -- phase of the snapshot; NULL: not known
  t.id AS turn_row, -- id of the row in turns
  u.ordinal, -- place in the turn, from 0
  b.id AS block_row, -- local id of the block: equal where a block is shared; NULL: the store lacks it
  b.block_id, -- the artifact's own id
  b.kind, -- user, llm_text, tool_call, tool_use, system, reasoning, other
  b.role, -- NULL: none stated
  b.payload, -- JSON as written
  b.metadata, -- JSON as written
  b.content_hash, -- as stored; NULL: the artifact stores none
  b.computed_hash, -- sha256 over the content, made here
  b.hash_algorithm, -- as stored
  CASE WHEN b.content_hash IS NULL THEN NULL ELSE b.content_hash = b.computed_hash END AS hash_matches, -- 0: the content is not what was hashed; NULL: nothing to compare
  b.timestamp AS first_seen_at -- UTC; NULL: not recorded
FROM _turn_blocks AS u
JOIN _turns AS t ON t.id = u.source_id * 4294967296 + u.turn
LEFT JOIN _blocks AS b ON b.id = u.source_id * 4294967296 + u.block
WHERE u.superseded = 0;

CREATE VIEW timeline_entities AS
-- Entities of conversations' timelines; of a store that keeps versions, each version too (is_current = 0).
SELECT
  id, -- local id
  source_id, -- the source
  source_member, -- table of a store; NULL: the source itself
  source_line, -- row, item or line
  session_id, -- stated or derived session
  session_inferred, -- 1: derived
  conversation_id, -- NULL: not stated
  entity_id, -- the artifact's own id
  kind, -- message, tool_call, ChatMessage, …
  timestamp, -- UTC of its creation (of its first event, where entities have no times); NULL: not known
  updated_at, -- UTC of its last change, likewise
  CASE WHEN timestamp IS NULL THEN NULL WHEN time_assumed = 1 THEN 'assumed' ELSE 'stated' END AS time_zone, -- assumed: read as UTC without a stated zone
  version, -- exact 64-bit version or ordinal; NULL: none stated
  created_ordinal, -- event that made it; NULL: not recorded
  last_event_ordinal, -- event that last changed it; NULL: not recorded
  is_tombstone, -- 1: deleted; NULL: not said
  is_current, -- 1: the state at the end, 0: a version kept beside it
  payload -- JSON as written
FROM _timeline_entities
WHERE superseded = 0;

CREATE VIEW _conversation_sessions AS
-- Sessions of conversations, and the conversation of each.
SELECT
  session_id, -- stated or derived session
  coalesce(min(conversation_id), session_id) AS conversation_id -- the session's own id where no other is stated
FROM (
  SELECT session_id, conversation_id FROM _turns WHERE superseded = 0
  UNION ALL
  SELECT session_id, conversation_id FROM _timeline_entities WHERE superseded = 0
  UNION ALL
  SELECT session_id, CASE WHEN json_valid(attributes, 6) THEN json_extract(attributes, '$.conv_id') END
  FROM _session_facts
  WHERE superseded = 0 AND kind = 'conversation'
)
WHERE session_id IS NOT NULL
GROUP BY session_id;

CREATE VIEW _conversation_streams AS
-- Sources whose events name no session, but whose stream names its conversation.
SELECT
  source_id, -- the source
  min(key) AS conversation_id -- the conversation
FROM _documents
WHERE superseded = 0 AND kind = 'pinocchio.stream' AND key IS NOT NULL
GROUP BY source_id
HAVING count(DISTINCT key) = 1;

CREATE VIEW conversations AS
-- Conversations over all sources that name them, finished and evicted ones too; ask for ORDER BY last_activity_at DESC.
WITH belonging AS MATERIALIZED (SELECT session_id, conversation_id FROM _conversation_sessions),
noted (conversation_id, session_id, runtime_key, first_at, last_at, status, turn_id, entity, event, error_class, error_at) AS (
  SELECT
    coalesce(t.conversation_id, c.conversation_id), t.session_id, t.runtime_key,
    coalesce(t.turn_created_at, t.timestamp, t.updated_at), coalesce(t.updated_at, t.timestamp, t.turn_created_at),
    NULL, ifnull(t.turn_id, t.id), NULL, NULL, NULL, NULL
  FROM _turns AS t LEFT JOIN belonging AS c ON c.session_id = t.session_id
  WHERE t.superseded = 0
  UNION ALL
  SELECT
    coalesce(e.conversation_id, c.conversation_id), e.session_id, NULL, e.timestamp, ifnull(e.updated_at, e.timestamp),
    NULL, NULL, json_array(e.kind, e.entity_id), NULL, NULL, NULL
  FROM _timeline_entities AS e LEFT JOIN belonging AS c ON c.session_id = e.session_id
  WHERE e.superseded = 0
  UNION ALL
  SELECT c.conversation_id, c.session_id, NULL, min(e.timestamp), max(e.timestamp), NULL, NULL, NULL, count(*), NULL, NULL
  FROM belonging AS c JOIN _events AS e ON e.session_id = c.session_id
  WHERE e.superseded = 0
  GROUP BY c.session_id
  UNION ALL
  SELECT d.conversation_id, NULL, NULL, min(e.timestamp), max(e.timestamp), NULL, NULL, NULL, count(*), NULL, NULL
  FROM _conversation_streams AS d
  JOIN _events AS e ON e.id >= d.source_id * 4294967296 AND e.id < (d.source_id + 1) * 4294967296
  WHERE e.superseded = 0 AND e.session_id IS NULL
  GROUP BY d.source_id
  UNION ALL
  SELECT
    c.conversation_id, s.session_id, s.runtime_key, coalesce(s.created_at, s.last_activity_at),
    coalesce(s.last_activity_at, s.ended_at, s.created_at), s.status, NULL, NULL, NULL, NULL, NULL
  FROM belonging AS c JOIN _session_facts AS s ON s.session_id = c.session_id
  WHERE s.superseded = 0
  UNION ALL
  SELECT c.conversation_id, c.session_id, NULL, NULL, NULL, NULL, NULL, NULL, NULL, x.error_class, x.timestamp
  FROM belonging AS c JOIN _errors AS x ON x.session_id = c.session_id
)
SELECT
  conversation_id, -- the artifacts' own id; of a session that states no other, its own
  substr(max(ifnull(last_at, '                           ') || session_id), 28) AS session_id, -- the session last active; NULL: none stated
  count(DISTINCT session_id) AS session_count, -- sessions that name this conversation
  substr(max(ifnull(last_at, '                           ') || runtime_key), 28) AS runtime_key, -- the latest runtime; NULL: not said
  count(DISTINCT runtime_key) AS runtime_count, -- different runtimes
  min(first_at) AS created_at, -- UTC of the earliest of all rows; NULL: none has a time
  max(last_at) AS last_activity_at, -- UTC of the latest of all rows; NULL: none has a time
  substr(max(ifnull(last_at, '                           ') || status), 28) AS status, -- active, closed, evicted, error as stated; NULL: not stated
  max(entity IS NOT NULL) AS has_timeline, -- 1: entities are here
  max(turn_id IS NOT NULL) AS has_turns, -- 1: turns are here
  max(event IS NOT NULL) AS has_raw_events, -- 1: events of its sessions are here
  count(DISTINCT turn_id) AS turn_count, -- turns
  count(DISTINCT entity) AS entity_count, -- entities
  ifnull(sum(event), 0) AS event_count, -- events
  count(error_class) AS error_count, -- errors
  substr(max(ifnull(error_at, '                           ') || error_class), 28) AS last_error_class, -- class of the latest error; NULL: no error
  max(error_at) AS last_error_at -- UTC; NULL: no error with a time
FROM noted
WHERE conversation_id IS NOT NULL
GROUP BY conversation_id;

CREATE VIEW conversation_timeline AS
-- All that happened in a conversation in one stream; ask for ORDER BY timestamp, sequence.
WITH belonging AS MATERIALIZED (SELECT session_id, conversation_id FROM _conversation_sessions)
SELECT
  c.conversation_id, -- the artifacts' own id; of a session that states no other, its own
  e.session_id, -- stated or derived session
  e.timestamp, -- UTC; NULL: the record has no time
  e.sequence, -- order as stated; NULL: none
  'event' AS kind, -- event, turn, message, entity, tool, model_call, error
  e.event_type AS name, -- type, phase, role, tool, model or error class
  e.turn_id, -- turn; NULL: not stated
  e.call_id, -- tool or provider call; NULL: not stated
  e.payload AS detail, -- payload, content, arguments or message
  CASE WHEN e.timestamp IS NULL THEN NULL WHEN e.time_assumed = 1 THEN 'assumed' ELSE 'stated' END AS time_zone, -- assumed: read as UTC without a stated zone
  e.source_id, -- the source
  'events' AS origin_table, -- view that holds the row
  e.id AS origin_id -- id of that row
FROM _events AS e
JOIN belonging AS c ON c.session_id = e.session_id
WHERE e.superseded = 0
UNION ALL
SELECT
  d.conversation_id,
  e.session_id,
  e.timestamp,
  e.sequence,
  'event',
  e.event_type,
  e.turn_id,
  e.call_id,
  e.payload,
  CASE WHEN e.timestamp IS NULL THEN NULL WHEN e.time_assumed = 1 THEN 'assumed' ELSE 'stated' END,
  e.source_id,
  'events',
  e.id
FROM _conversation_streams AS d
JOIN _events AS e ON e.id >= d.source_id * 4294967296 AND e.id < (d.source_id + 1) * 4294967296
WHERE e.superseded = 0 AND e.session_id IS NULL
UNION ALL
SELECT
  coalesce(t.conversation_id, c.conversation_id),
  t.session_id,
  coalesce(t.timestamp, t.turn_created_at),
  t.sequence,
  'turn',
  t.phase,
  t.turn_id,
  CAST(NULL AS TEXT),
  t.metadata,
  CASE WHEN coalesce(t.timestamp, t.turn_created_at) IS NULL THEN NULL WHEN t.time_assumed = 1 THEN 'assumed' ELSE 'stated' END,
  t.source_id,
  'turns',
  t.id
FROM _turns AS t
LEFT JOIN belonging AS c ON c.session_id = t.session_id
WHERE t.superseded = 0
UNION ALL
SELECT
  c.conversation_id,
  m.session_id,
  m.timestamp,
  m.sequence,
  'message',
  m.role,
  m.turn_id,
  m.call_id,
  ifnull(m.content, m.content_json),
  CASE WHEN m.timestamp IS NULL THEN NULL WHEN m.time_assumed = 1 THEN 'assumed' ELSE 'stated' END,
  m.source_id,
  'messages',
  m.id
FROM _messages AS m
JOIN belonging AS c ON c.session_id = m.session_id
WHERE m.superseded = 0 AND m.shadowed = 0
UNION ALL
SELECT
  coalesce(e.conversation_id, c.conversation_id),
  e.session_id,
  ifnull(e.updated_at, e.timestamp),
  ifnull(e.version, e.last_event_ordinal),
  'entity',
  e.kind,
  CAST(NULL AS TEXT),
  CAST(NULL AS TEXT),
  e.payload,
  CASE WHEN ifnull(e.updated_at, e.timestamp) IS NULL THEN NULL WHEN e.time_assumed = 1 THEN 'assumed' ELSE 'stated' END,
  e.source_id,
  'timeline_entities',
  e.id
FROM _timeline_entities AS e
LEFT JOIN belonging AS c ON c.session_id = e.session_id
WHERE e.superseded = 0 AND (e.is_current = 1 OR e.is_tombstone = 1)
UNION ALL
SELECT
  c.conversation_id,
  t.session_id,
  t.timestamp,
  CAST(NULL AS INTEGER),
  'tool',
  t.tool_name,
  t.turn_id,
  t.call_id,
  t.params,
  CASE WHEN t.timestamp IS NULL THEN NULL WHEN t.time_assumed = 1 THEN 'assumed' ELSE 'stated' END,
  t.source_id,
  'tool_calls',
  t.id
FROM _tool_invocations AS t
JOIN belonging AS c ON c.session_id = t.session_id
WHERE t.superseded = 0 AND t.shadowed = 0
UNION ALL
SELECT
  c.conversation_id,
  p.session_id,
  p.timestamp,
  CAST(NULL AS INTEGER),
  'model_call',
  p.request_model,
  p.turn_id,
  p.event_id,
  p.usage,
  CASE WHEN p.timestamp IS NULL THEN NULL WHEN p.time_assumed = 1 THEN 'assumed' ELSE 'stated' END,
  p.source_id,
  'prompt_events',
  p.id
FROM _prompt_events AS p
JOIN belonging AS c ON c.session_id = p.session_id
WHERE p.superseded = 0 AND p.shadowed = 0 AND p.event_type = 'executed'
UNION ALL
SELECT
  c.conversation_id,
  x.session_id,
  x.timestamp,
  CAST(NULL AS INTEGER),
  'error',
  x.error_class,
  CAST(NULL AS TEXT),
  CAST(NULL AS TEXT),
  x.message,
  CASE WHEN x.timestamp IS NULL THEN NULL WHEN x.time_assumed = 1 THEN 'assumed' ELSE 'stated' END,
  x.source_id,
  'errors',
  x.id
FROM _errors AS x
JOIN belonging AS c ON c.session_id = x.session_id;

CREATE VIEW turn_phase_timings AS
-- When each phase of a turn was recorded, and how long after the one before.
WITH phases AS (
  SELECT
    conversation_id, session_id, turn_id, phase,
    min(timestamp) AS first_at, max(timestamp) AS last_at, count(DISTINCT timestamp) AS snapshot_count
  FROM _turns
  WHERE superseded = 0 AND phase IS NOT NULL AND timestamp IS NOT NULL
  GROUP BY conversation_id, session_id, turn_id, phase
),
placed AS (
  SELECT
    *,
    lag(phase) OVER turn AS previous_phase,
    lag(first_at) OVER turn AS previous_at,
    first_value(first_at) OVER turn AS turn_at
  FROM phases
  WINDOW turn AS (PARTITION BY conversation_id, session_id, turn_id ORDER BY first_at, phase)
)
SELECT
  conversation_id, -- NULL: not stated
  session_id, -- stated or derived session
  turn_id, -- the artifact's own id
  phase, -- name of the phase
  first_at, -- UTC of its first snapshot
  last_at, -- UTC of its last snapshot
  snapshot_count, -- snapshots at different times
  previous_phase, -- the phase recorded before; NULL: the first
  (CAST(strftime('%s', substr(first_at, 1, 19)) AS INTEGER) - CAST(strftime('%s', substr(previous_at, 1, 19)) AS INTEGER)) * 1000.0
    + (CAST(substr(first_at, 21, 6) AS INTEGER) - CAST(substr(previous_at, 21, 6) AS INTEGER)) / 1000.0 AS since_previous_ms, -- milliseconds; NULL: the first phase
  (CAST(strftime('%s', substr(first_at, 1, 19)) AS INTEGER) - CAST(strftime('%s', substr(turn_at, 1, 19)) AS INTEGER)) * 1000.0
    + (CAST(substr(first_at, 21, 6) AS INTEGER) - CAST(substr(turn_at, 21, 6) AS INTEGER)) / 1000.0 AS since_first_ms -- milliseconds after the first phase
FROM placed;

CREATE VIEW block_lineage AS
-- Blocks of conversations by content: how often each version is used, and which version came before it.
WITH versions AS (
  SELECT
    coalesce(t.conversation_id, t.session_id) AS conversation_id, b.block_id, ifnull(b.content_hash, b.computed_hash) AS content_hash,
    min(b.kind) AS kind, min(t.timestamp) AS first_used_at, max(t.timestamp) AS last_used_at,
    count(DISTINCT json_array(t.turn_id, t.phase, t.timestamp)) AS snapshot_count, count(DISTINCT t.turn_id) AS turn_count,
    min(CASE WHEN b.content_hash IS NULL THEN NULL ELSE b.content_hash = b.computed_hash END) AS hash_matches
  FROM _turn_blocks AS u
  JOIN _turns AS t ON t.id = u.source_id * 4294967296 + u.turn
  JOIN _blocks AS b ON b.id = u.source_id * 4294967296 + u.block
  WHERE u.superseded = 0 AND b.block_id IS NOT NULL
  GROUP BY 1, 2, 3
)
SELECT
  conversation_id, -- of a session that states no other, its own id; NULL: none stated
  block_id, -- the artifact's own id
  content_hash, -- names this version of the block; computed where none is stored
  kind, -- kind of block
  row_number() OVER edits AS version, -- 1: the first content, 2 and up: an edit
  lag(content_hash) OVER edits AS previous_hash, -- the version before; NULL: the first
  first_used_at, -- UTC of the first snapshot with it
  last_used_at, -- UTC of the last snapshot with it
  snapshot_count, -- snapshots that hold it
  turn_count, -- turns that hold it
  hash_matches -- 0: the stored hash is not that of the content; NULL: no hash is stored
FROM versions
WINDOW edits AS (PARTITION BY conversation_id, block_id ORDER BY first_used_at, content_hash);

CREATE VIEW projection_lag AS
-- How far projectors of event stores had come: a cursor behind the last event means work that was not done.
SELECT
  d.id, -- local id, in documents
  d.source_id, -- the source
  json_extract(d.payload, '$.projector') AS projector, -- name of the projector
  json_extract(d.payload, '$.session_id') AS session_id, -- session
  json_extract(d.payload, '$.cursor') AS cursor, -- last event that was projected
  (SELECT max(e.sequence) FROM _events AS e WHERE e.session_id = json_extract(d.payload, '$.session_id') AND e.source_id = d.source_id AND e.superseded = 0) AS last_sequence, -- last event of the session; NULL: no events
  json_extract(d.payload, '$.updated_at') AS updated_at -- as written
FROM _documents AS d
WHERE d.superseded = 0 AND d.kind = 'sqlite.sessionstream_projection_cursors' AND json_valid(d.payload, 6);
