CREATE VIEW sessions AS
-- Sessions, conversations and agents' sessions, folded from everything that names them.
SELECT
  session_id, -- the artifacts' own id
  parent_session_id, -- may name a session that no artifact describes; NULL: a root, or not known
  kind, -- wink, agent, conversation, sandbox; NULL: only mentioned
  agent_name, -- acting agent
  title, -- title
  runtime_key, -- latest runtime of a conversation
  created_at, -- UTC; NULL: not recorded (a snapshot's time is snapshot_at)
  ended_at, -- UTC; NULL: not recorded
  last_activity_at, -- UTC as stated
  first_at, -- UTC of the earliest row of the session
  last_at, -- UTC of the latest row of the session
  status, -- as stated; NULL: not known
  snapshot_at, -- UTC of the newest snapshot
  tags, -- JSON object as written
  attributes -- JSON as written
FROM _sessions
WHERE superseded = 0;

CREATE VIEW runs AS
-- Runs, folded from everything that names them.
SELECT
  run_id, -- the artifacts' own id
  request_id, -- correlates retries
  session_id, -- session; NULL: not known or several
  attempt, -- from 1
  worker_id, -- worker
  trace_id, -- OpenTelemetry trace
  span_id, -- OpenTelemetry span
  started_at, -- UTC; NULL: not recorded
  ended_at, -- UTC; NULL: not recorded
  status, -- running, completed, failed; NULL: not known
  error_type, -- kind of failure
  error_message, -- text
  description, -- text
  coordinator, -- coordinating agent or session
  agent_count, -- agents that name this run; NULL: the system has no agents
  stored_agent_count -- as stored by the orchestrator; may be stale
FROM _runs;

CREATE VIEW errors AS
-- Every failure of whatever origin, once: log records that tell of one again stand in error_repeats.
SELECT
  id, -- local id
  source_id, -- the source
  source_member, -- member of an archive, table of a store; NULL: the source itself
  source_line, -- line or row
  error_class, -- validation, provider, tool, projection, storage, transport, runtime
  error_code, -- stable slug
  error_type, -- type as written
  message, -- text
  stack, -- stack trace as written
  fingerprint, -- message with numbers, ids, paths and times folded
  timestamp, -- UTC
  CASE WHEN timestamp IS NULL THEN NULL WHEN time_assumed = 1 THEN 'assumed' ELSE 'stated' END AS time_zone, -- assumed: read as UTC without a stated zone
  session_id, -- stated or derived session
  run_id, -- NULL: not stated
  origin_table, -- view that holds the row it was found in; errors: the artifact states it as an error
  origin_id -- id of that row
FROM _errors;

CREATE VIEW error_repeats AS
-- Log records of errors that tell again of a failure which `errors` lists at another row, where the artifacts make that certain.
SELECT
  error_id, -- id in errors
  'logs' AS origin_table, -- view that holds the record
  log_id AS origin_id, -- id of that record
  link -- what makes it certain: call_id, event_id, message (same session, tool and message), logger (one logger wrote both at once)
FROM _error_repeats;

CREATE VIEW event_anomalies AS
-- Duplicates, gaps and disorder in numbered streams.
SELECT
  a.id, -- local id
  a.kind, -- duplicate, gap, out_of_order, missing_sequence
  a.session_id, -- session
  a.stream_id, -- stream
  a.sequence, -- number of the event
  a.previous_sequence, -- number before it
  a.event_row AS event_id, -- id of the row in events
  a.detail -- one sentence
FROM _event_anomalies AS a;

CREATE VIEW execution_timeline AS
-- Prompts and tool calls in one stream; ask for ORDER BY timestamp.
SELECT
  timestamp, -- UTC
  'prompt_rendered' AS event_type, -- prompt_rendered, tool_invoked, prompt_executed
  prompt_name AS name, -- prompt or tool
  session_id, -- stated or derived session
  char_count AS detail, -- characters of the prompt; NULL for a tool; tokens of an execution
  CAST(NULL AS INTEGER) AS success, -- 1, 0, NULL not said
  CAST(NULL AS REAL) AS duration_ms, -- milliseconds; NULL: not recorded
  run_id, -- NULL: not stated
  CASE WHEN timestamp IS NULL THEN NULL WHEN time_assumed = 1 THEN 'assumed' ELSE 'stated' END AS time_zone, -- assumed: read as UTC without a stated zone
  'prompt_events' AS origin_table, -- view that holds the row
  id AS origin_id -- id of that row
FROM _prompt_events
WHERE superseded = 0 AND shadowed = 0 AND event_type = 'rendered'
UNION ALL
SELECT
  timestamp,
  'tool_invoked',
  tool_name,
  session_id,
  CAST(NULL AS INTEGER),
  result_success,
  duration_ms,
  run_id,
  CASE WHEN timestamp IS NULL THEN NULL WHEN time_assumed = 1 THEN 'assumed' ELSE 'stated' END,
  'tool_invocations',
  id
FROM _tool_invocations
WHERE superseded = 0 AND shadowed = 0 AND origin = 'recorded'
UNION ALL
SELECT
  timestamp,
  'prompt_executed',
  prompt_name,
  session_id,
  total_tokens,
  CASE result_type WHEN 'success' THEN 1 WHEN 'error' THEN 0 WHEN 'timeout' THEN 0 END,
  duration_ms,
  run_id,
  CASE WHEN timestamp IS NULL THEN NULL WHEN time_assumed = 1 THEN 'assumed' ELSE 'stated' END,
  'prompt_events',
  id
FROM _prompt_events
WHERE superseded = 0 AND shadowed = 0 AND event_type = 'executed';

CREATE VIEW token_summary AS
-- Tokens per session, over executed prompts.
SELECT
  session_id, -- stated or derived session; NULL: not known
  sum(input_tokens) AS total_input_tokens, -- known parts; NULL: none known
  sum(output_tokens) AS total_output_tokens, -- known parts; NULL: none known
  sum(total_tokens) AS total_tokens, -- known parts; NULL: none known
  count(*) AS prompt_count, -- executed prompts
  sum(cache_read_tokens) AS cache_read_tokens, -- known parts; NULL: none known
  sum(cache_write_tokens) AS cache_write_tokens, -- known parts; NULL: none known
  count(total_tokens) AS known_count -- executed prompts that state tokens
FROM _prompt_events
WHERE superseded = 0 AND shadowed = 0 AND event_type = 'executed'
GROUP BY session_id;

CREATE VIEW token_usage AS
-- Tokens per run, each event once though parent and child sessions record it.
SELECT
  r.run_id, -- run
  (SELECT sum(e.input_tokens) FROM _distinct_executions AS e WHERE e.run_id = r.run_id) AS total_input_tokens, -- known parts; NULL: none known
  (SELECT sum(e.output_tokens) FROM _distinct_executions AS e WHERE e.run_id = r.run_id) AS total_output_tokens, -- known parts; NULL: none known
  (SELECT sum(e.total_tokens) FROM _distinct_executions AS e WHERE e.run_id = r.run_id) AS total_tokens, -- known parts; NULL: none known
  (SELECT sum(e.cache_read_tokens) FROM _distinct_executions AS e WHERE e.run_id = r.run_id) AS cache_read_tokens, -- known parts; NULL: none known
  (SELECT sum(e.cache_write_tokens) FROM _distinct_executions AS e WHERE e.run_id = r.run_id) AS cache_write_tokens, -- known parts; NULL: none known
  (SELECT count(*) FROM _distinct_executions AS e WHERE e.run_id = r.run_id) AS prompt_count, -- executed prompts
  (
    SELECT count(DISTINCT ifnull(t.event_id, t.id)) FROM _tool_invocations AS t
    WHERE t.run_id = r.run_id AND t.superseded = 0 AND t.shadowed = 0 AND t.origin = 'recorded'
  ) AS tool_count -- tool invocations
FROM _runs AS r;

CREATE VIEW _distinct_executions AS
-- Executed prompts of runs, once per event_id.
SELECT
  run_id, -- run
  ifnull(event_id, id) AS event_key, -- the artifact's id, else the local one
  max(input_tokens) AS input_tokens, -- tokens
  max(output_tokens) AS output_tokens, -- tokens
  max(total_tokens) AS total_tokens, -- tokens
  max(cache_read_tokens) AS cache_read_tokens, -- tokens
  max(cache_write_tokens) AS cache_write_tokens -- tokens
FROM _prompt_events
WHERE superseded = 0 AND shadowed = 0 AND event_type = 'executed' AND run_id IS NOT NULL
GROUP BY run_id, ifnull(event_id, id);

CREATE VIEW token_summary_by_run AS
-- Runs with their tokens: the first draft's token_summary.
SELECT
  r.run_id, -- run
  r.request_id, -- correlates retries
  r.status, -- running, completed, failed; NULL: not known
  t.total_input_tokens, -- known parts; NULL: none known
  t.total_output_tokens, -- known parts; NULL: none known
  t.total_tokens, -- known parts; NULL: none known
  t.prompt_count, -- executed prompts
  t.tool_count -- tool invocations
FROM _runs AS r
LEFT JOIN token_usage AS t ON t.run_id = r.run_id;

CREATE VIEW tool_summary AS
-- Tools per session: how often called, how often well.
SELECT
  session_id, -- stated or derived session; NULL: not known
  tool_name, -- tool
  count(*) AS call_count, -- calls
  sum(result_success) AS success_count, -- calls that say they succeeded; NULL: none says
  round(100.0 * sum(result_success) / count(result_success), 1) AS success_rate, -- percent of the calls that say; NULL: none says
  count(*) - count(result_success) AS unknown_count, -- calls that do not say
  avg(duration_ms) AS mean_duration_ms, -- milliseconds over known durations; NULL: none known
  max(duration_ms) AS longest_duration_ms -- milliseconds; NULL: none known
FROM _tool_invocations
WHERE superseded = 0 AND shadowed = 0 AND origin = 'recorded'
GROUP BY session_id, tool_name;

CREATE VIEW error_log AS
-- Log records from WARNING up, whatever their level is called.
SELECT
  timestamp, -- UTC
  level, -- as written
  logger, -- logger name
  event, -- structured event name
  message, -- text
  CASE WHEN json_valid(context, 6) THEN json_extract(context, '$.error') END AS error_detail, -- context.error; NULL: none
  session_id, -- stated or derived session
  run_id, -- NULL: not stated
  id -- id in logs
FROM _logs
WHERE superseded = 0 AND severity >= 13;

CREATE VIEW error_summary AS
-- Log records from ERROR up: the first draft's view.
SELECT
  run_id, -- NULL: not stated
  timestamp, -- UTC
  level, -- as written
  event, -- structured event name
  message, -- text
  CASE WHEN json_valid(context, 6) THEN json_extract(context, '$.error_type') END AS error_type, -- context.error_type; NULL: none
  session_id, -- stated or derived session
  id -- id in logs
FROM _logs
WHERE superseded = 0 AND severity >= 17;

CREATE VIEW ids AS
-- Every identity key and where it occurs.
SELECT
  'session_id' AS kind, -- session_id, run_id, request_id, event_id, call_id, trace_id, span_id, message_id, turn_id, stream_id
  session_id AS value, -- the id
  'sessions' AS origin_table, -- view that holds it
  CAST(NULL AS INTEGER) AS origin_id -- id of the row there; NULL: the value is its key
FROM _sessions
UNION ALL SELECT 'run_id', run_id, 'runs', CAST(NULL AS INTEGER) FROM _runs
UNION ALL SELECT 'request_id', request_id, 'runs', CAST(NULL AS INTEGER) FROM _runs WHERE request_id IS NOT NULL
UNION ALL SELECT 'trace_id', trace_id, 'runs', CAST(NULL AS INTEGER) FROM _runs WHERE trace_id IS NOT NULL
UNION ALL SELECT 'event_id', event_id, 'events', id FROM _events WHERE superseded = 0 AND event_id IS NOT NULL
UNION ALL SELECT 'event_id', event_id, 'events', id FROM _slice_items WHERE superseded = 0 AND event_id IS NOT NULL
UNION ALL SELECT 'event_id', event_id, 'tool_invocations', id FROM _tool_invocations WHERE superseded = 0 AND shadowed = 0 AND event_id IS NOT NULL
UNION ALL SELECT 'call_id', call_id, 'tool_calls', id FROM _tool_invocations WHERE superseded = 0 AND shadowed = 0 AND call_id IS NOT NULL
UNION ALL SELECT 'event_id', event_id, 'prompt_events', id FROM _prompt_events WHERE superseded = 0 AND shadowed = 0 AND event_id IS NOT NULL
UNION ALL SELECT 'message_id', message_id, 'messages', id FROM _messages WHERE superseded = 0 AND message_id IS NOT NULL
UNION ALL SELECT 'turn_id', turn_id, 'turns', id FROM _turns WHERE superseded = 0 AND turn_id IS NOT NULL
UNION ALL SELECT 'stream_id', stream_id, 'events', id FROM _events WHERE superseded = 0 AND stream_id IS NOT NULL
UNION ALL SELECT 'trace_id', trace_id, 'spans', id FROM _spans WHERE superseded = 0 AND trace_id IS NOT NULL
UNION ALL SELECT 'span_id', span_id, 'spans', id FROM _spans WHERE superseded = 0 AND span_id IS NOT NULL;

CREATE VIEW search AS
-- Full text: WHERE text MATCH 'words'. Rows lead to origin_table and origin_id; the text itself stands there.
SELECT
  text, -- the index: only for MATCH, reads as NULL
  CASE rowid % 16 WHEN 1 THEN 'messages' WHEN 2 THEN 'tool_calls' WHEN 3 THEN 'prompt_events' WHEN 4 THEN 'errors' WHEN 5 THEN 'files' WHEN 6 THEN 'documents' WHEN 7 THEN 'logs' WHEN 8 THEN 'events' END AS origin_table, -- view that holds the row
  rowid / 16 AS origin_id, -- id of that row
  rank -- smaller is better; only with MATCH
FROM _search;
