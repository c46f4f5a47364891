CREATE VIEW coverage AS
-- What debugging asks for and where this bundle holds it; generated from src/schema/coverage.ts.
SELECT
  'identity' AS area, -- part of the list
  'session_id' AS item, -- what is asked for
  'supported' AS status, -- supported, partial, absent (no artifact carries it), planned (a later version)
  'sessions.session_id' AS held_by, -- view, or view.column, that holds it; NULL: none
  (SELECT count(*) FROM _sessions WHERE superseded = 0) AS row_count, -- rows of this bundle that hold it; NULL: nothing to count
  'Some systems name their conversations so.' AS note -- what else to know; NULL: nothing
UNION ALL
SELECT 'identity', 'conversation_id', 'supported', 'turns.conversation_id', (SELECT count(*) FROM _turns WHERE superseded = 0 AND conversation_id IS NOT NULL), 'Also in timeline_entities.'
UNION ALL
SELECT 'identity', 'turn_id', 'supported', 'turns.turn_id', (SELECT count(*) FROM _turns WHERE superseded = 0 AND turn_id IS NOT NULL), CAST(NULL AS TEXT)
UNION ALL
SELECT 'identity', 'run_id', 'supported', 'runs.run_id', (SELECT count(*) FROM _runs), CAST(NULL AS TEXT)
UNION ALL
SELECT 'identity', 'request_id', 'partial', 'runs.request_id', (SELECT count(*) FROM _runs WHERE request_id IS NOT NULL), 'No artifact carries an idempotency key.'
UNION ALL
SELECT 'identity', 'event_id, stream_id, sequence', 'supported', 'events.sequence', (SELECT count(*) FROM events WHERE sequence IS NOT NULL), 'Exact 64-bit integers; NULL where none is stated.'
UNION ALL
SELECT 'identity', 'trace_id', 'supported', 'runs.trace_id', (SELECT count(*) FROM _runs WHERE trace_id IS NOT NULL), 'Also in logs, turns and spans.'
UNION ALL
SELECT 'identity', 'span_id', 'supported', 'spans.span_id', (SELECT count(*) FROM _spans WHERE superseded = 0 AND span_id IS NOT NULL), 'Also in logs and runs.'
UNION ALL
SELECT 'identity', 'all ids in one place', 'supported', 'ids', (SELECT count(*) FROM ids), CAST(NULL AS TEXT)
UNION ALL
SELECT 'time', 'occurred at', 'supported', 'events.timestamp', (SELECT count(*) FROM events WHERE timestamp IS NOT NULL), 'UTC; time_zone says where a zone was assumed.'
UNION ALL
SELECT 'time', 'ingested at', 'supported', 'sources.imported_at', (SELECT count(*) FROM _sources), 'Time of the import; some stores'' times are their own ingest times.'
UNION ALL
SELECT 'time', 'updated at', 'supported', 'turns.updated_at', (SELECT count(*) FROM _turns WHERE superseded = 0 AND updated_at IS NOT NULL), 'Also in timeline_entities.'
UNION ALL
SELECT 'time', 'time as written', 'supported', 'source_chunks', (SELECT count(*) FROM _source_chunks), '`dbundle raw` shows the record as it stood.'
UNION ALL
SELECT 'conversation', 'runtime key', 'supported', 'sessions.runtime_key', (SELECT count(*) FROM _sessions WHERE superseded = 0 AND runtime_key IS NOT NULL), CAST(NULL AS TEXT)
UNION ALL
SELECT 'conversation', 'runtime fingerprint, profile', 'absent', CAST(NULL AS TEXT), CAST(NULL AS INTEGER), 'No artifact writes them.'
UNION ALL
SELECT 'conversation', 'created, last activity', 'supported', 'sessions.last_at', (SELECT count(*) FROM _sessions WHERE superseded = 0 AND last_at IS NOT NULL), 'first_at and last_at span all rows; created_at and last_activity_at are as stated.'
UNION ALL
SELECT 'conversation', 'status, closed, evicted', 'supported', 'sessions.status', (SELECT count(*) FROM _sessions WHERE superseded = 0 AND status IS NOT NULL), 'As stated, never inferred from silence.'
UNION ALL
SELECT 'conversation', 'live runtime: sockets, queue, buffers', 'partial', 'sessions.attributes', (SELECT count(*) FROM _sessions WHERE superseded = 0 AND kind = 'conversation' AND attributes IS NOT NULL), 'Only in captures of a debug API; kept as written.'
UNION ALL
SELECT 'conversation', 'what it has: timeline, turns, events', 'supported', 'conversations', (SELECT count(*) FROM conversations), CAST(NULL AS TEXT)
UNION ALL
SELECT 'conversation', 'incidents', 'supported', 'conversations.last_error_class', (SELECT count(*) FROM _errors WHERE session_id IS NOT NULL), 'All failures with class, message and time: errors.'
UNION ALL
SELECT 'timeline entities', 'entities and versions', 'supported', 'timeline_entities', (SELECT count(*) FROM _timeline_entities WHERE superseded = 0), CAST(NULL AS TEXT)
UNION ALL
SELECT 'timeline entities', 'first and last seen', 'supported', 'timeline_entities.last_event_ordinal', (SELECT count(*) FROM _timeline_entities WHERE superseded = 0 AND last_event_ordinal IS NOT NULL), 'NULL where the store keeps no ordinals.'
UNION ALL
SELECT 'timeline entities', 'gaps, duplicates, disorder', 'supported', 'event_anomalies', (SELECT count(*) FROM _event_anomalies), CAST(NULL AS TEXT)
UNION ALL
SELECT 'timeline entities', 'projections that lag behind', 'supported', 'projection_lag', (SELECT count(*) FROM projection_lag), CAST(NULL AS TEXT)
UNION ALL
SELECT 'timeline entities', 'handler version, upsert latency, drops', 'absent', CAST(NULL AS TEXT), CAST(NULL AS INTEGER), 'No artifact writes them.'
UNION ALL
SELECT 'turns', 'identity, phase, blocks', 'supported', 'turns.phase', (SELECT count(*) FROM _turns WHERE superseded = 0 AND phase IS NOT NULL), 'Blocks in order: turn_blocks.'
UNION ALL
SELECT 'turns', 'time per phase', 'supported', 'turn_phase_timings', (SELECT count(*) FROM _turns WHERE superseded = 0 AND phase IS NOT NULL AND timestamp IS NOT NULL), CAST(NULL AS TEXT)
UNION ALL
SELECT 'turns', 'lineage and reuse of blocks', 'supported', 'block_lineage', (SELECT count(*) FROM _blocks WHERE superseded = 0), 'Stored hashes are checked.'
UNION ALL
SELECT 'turns', 'parse quality', 'supported', 'import_issues', (SELECT count(*) FROM _issues), 'What could not be parsed is kept as text.'
UNION ALL
SELECT 'events', 'raw records', 'supported', 'source_chunks.data', (SELECT count(*) FROM _source_chunks WHERE data IS NOT NULL), 'Byte for byte; none with --originals drop.'
UNION ALL
SELECT 'events', 'type, id, order, data', 'supported', 'events', (SELECT count(*) FROM events), 'Also the event items of session slices.'
UNION ALL
SELECT 'events', 'where it came from', 'partial', 'sources.importer', (SELECT count(*) FROM _sources), 'The format of the artifact; no artifact names the transport.'
UNION ALL
SELECT 'events', 'decode failures', 'supported', 'import_issues.code', (SELECT count(*) FROM _issues), CAST(NULL AS TEXT)
UNION ALL
SELECT 'provider', 'provider, model, call', 'supported', 'prompt_events.request_model', (SELECT count(*) FROM _prompt_events WHERE superseded = 0 AND event_type = 'executed'), 'NULL where the artifact names no model.'
UNION ALL
SELECT 'provider', 'usage, cached and reasoning tokens', 'supported', 'prompt_events.total_tokens', (SELECT count(*) FROM _prompt_events WHERE superseded = 0 AND event_type = 'executed' AND total_tokens IS NOT NULL), 'The last statement of a call counts.'
UNION ALL
SELECT 'provider', 'finish reason', 'supported', 'prompt_events.finish_reasons', (SELECT count(*) FROM _prompt_events WHERE superseded = 0 AND finish_reasons IS NOT NULL), CAST(NULL AS TEXT)
UNION ALL
SELECT 'provider', 'latency', 'partial', 'prompt_events.duration_ms', (SELECT count(*) FROM _prompt_events WHERE superseded = 0 AND duration_ms IS NOT NULL), 'Whole calls; no artifact splits queue and work.'
UNION ALL
SELECT 'provider', 'hashes of bodies, retries, backoff', 'absent', CAST(NULL AS TEXT), CAST(NULL AS INTEGER), 'No artifact writes them.'
UNION ALL
SELECT 'tools', 'id, arguments, result, status', 'supported', 'tool_calls', (SELECT count(*) FROM _tool_invocations WHERE superseded = 0 AND shadowed = 0), CAST(NULL AS TEXT)
UNION ALL
SELECT 'tools', 'duration', 'partial', 'tool_calls.duration_ms', (SELECT count(*) FROM _tool_invocations WHERE superseded = 0 AND shadowed = 0 AND duration_ms IS NOT NULL), 'NULL where nothing states it.'
UNION ALL
SELECT 'tools', 'calls without a result', 'supported', 'tool_calls.status', (SELECT count(*) FROM _tool_invocations WHERE superseded = 0 AND shadowed = 0 AND status = 'pending'), 'Never taken for a success.'
UNION ALL
SELECT 'tools', 'timeouts', 'partial', 'executions.timeout_s', (SELECT count(*) FROM _tool_invocations WHERE superseded = 0 AND tool_name = 'python_exec' AND adapter = 'bind'), 'The time allowed; sandboxes only.'
UNION ALL
SELECT 'tools', 'files made', 'supported', 'files', (SELECT count(*) FROM _files WHERE superseded = 0), 'execution_artifacts ties those of sandboxes to their execution.'
UNION ALL
SELECT 'tools', 'requests and writes elsewhere', 'absent', CAST(NULL AS TEXT), CAST(NULL AS INTEGER), 'No artifact writes them.'
UNION ALL
SELECT 'tools', 'raw and redacted variants', 'planned', CAST(NULL AS TEXT), CAST(NULL AS INTEGER), 'Comes with redaction.'
UNION ALL
SELECT 'middleware', 'prompts as rendered', 'supported', 'prompt_events.rendered_text', (SELECT count(*) FROM _prompt_events WHERE superseded = 0 AND event_type = 'rendered'), CAST(NULL AS TEXT)
UNION ALL
SELECT 'middleware', 'mode switches', 'partial', 'events.event_type', (SELECT count(*) FROM _events WHERE superseded = 0 AND event_type = 'agent.mode'), 'Without durations.'
UNION ALL
SELECT 'middleware', 'guardrails, confidence', 'absent', CAST(NULL AS TEXT), CAST(NULL AS INTEGER), 'No artifact writes them.'
UNION ALL
SELECT 'system', 'transport', 'partial', 'events.event_type', (SELECT count(*) FROM _events WHERE superseded = 0 AND event_type = 'ws.hello'), 'Only the greeting of a connection.'
UNION ALL
SELECT 'system', 'log lines', 'supported', 'logs', (SELECT count(*) FROM _logs WHERE superseded = 0), CAST(NULL AS TEXT)
UNION ALL
SELECT 'system', 'errors by class and code', 'supported', 'errors.error_class', (SELECT count(*) FROM _errors), CAST(NULL AS TEXT)
UNION ALL
SELECT 'storage', 'redaction by default', 'planned', CAST(NULL AS TEXT), CAST(NULL AS INTEGER), 'What is imported is kept as it is.'
UNION ALL
SELECT 'storage', 'sensitivity of fields', 'planned', CAST(NULL AS TEXT), CAST(NULL AS INTEGER), 'Comes with redaction.'
UNION ALL
SELECT 'storage', 'retention tiers', 'planned', CAST(NULL AS TEXT), CAST(NULL AS INTEGER), '--originals drop leaves the original bytes out.'
UNION ALL
SELECT 'storage', 'rollups', 'supported', 'token_summary', (SELECT count(*) FROM token_summary), 'Also tool_summary, token_usage, error_summary.'
UNION ALL
SELECT 'questions', 'recent conversations', 'supported', 'conversations', (SELECT count(*) FROM conversations), 'Order by last_activity_at.'
UNION ALL
SELECT 'questions', 'one conversation in order', 'supported', 'conversation_timeline', (SELECT count(*) FROM _conversation_sessions), 'Turns, events, calls and messages in one stream; the rows counted are conversations'' sessions.'
UNION ALL
SELECT 'questions', 'filters by class, tool, model, status', 'supported', 'errors.error_class', (SELECT count(*) FROM _errors), 'Indexed; facets in the browser.'
UNION ALL
SELECT 'questions', 'from a row to its record', 'supported', 'events.source_line', (SELECT count(*) FROM events WHERE source_line IS NOT NULL), 'With source_id and source_member, on every fact.'
UNION ALL
SELECT 'questions', 'replay of one conversation', 'supported', 'conversations', (SELECT count(*) FROM conversations), 'extract --conversation ID writes a folder that, imported, gives the same rows.';
