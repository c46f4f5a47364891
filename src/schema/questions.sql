-- what-went-wrong
-- What went wrong, and how often?
-- Failures of all origins, folded by what they say.
SELECT error_class, count(*) AS times, count(DISTINCT session_id) AS sessions, min(timestamp) AS first_at, max(timestamp) AS last_at, min(message) AS message
FROM errors
GROUP BY fingerprint
ORDER BY times DESC, first_at
LIMIT 50;

-- first-failures
-- What failed first in each session?
-- The first failure is often the cause of the others.
SELECT session_id, min(timestamp) AS failed_at, error_class, error_type, message, origin_table, origin_id
FROM errors
WHERE timestamp IS NOT NULL
GROUP BY session_id
ORDER BY failed_at;

-- failed-runs
-- Which runs failed, and why?
-- Runs that ended badly or never ended.
SELECT run_id, session_id, status, started_at, ended_at, error_type, error_message
FROM runs
WHERE status IS NULL OR status <> 'completed'
ORDER BY started_at;

-- failed-tools
-- Which tool calls failed, with what arguments and what answer?
-- The newest first.
SELECT timestamp, session_id, tool_name, status, params, coalesce(result_message, rendered_output, result_value) AS answer, id
FROM tool_calls
WHERE status IN ('error', 'denied')
ORDER BY timestamp DESC
LIMIT 100;

-- unanswered-tools
-- Which tool calls were never answered?
-- The program was perhaps killed while they ran.
SELECT timestamp, session_id, agent_name, tool_name, params, id
FROM tool_calls
WHERE status = 'pending'
ORDER BY timestamp DESC
LIMIT 100;

-- tool-success
-- What tools were called, and how often did they succeed?
-- Calls that do not say whether they succeeded are counted apart.
SELECT tool_name, sum(call_count) AS calls, sum(success_count) AS successes, sum(unknown_count) AS unknown, round(100.0 * sum(success_count) / nullif(sum(call_count - unknown_count), 0), 1) AS success_percent
FROM tool_summary
GROUP BY tool_name
ORDER BY calls DESC;

-- slow-tools
-- Which tools take the time?
-- Over calls with a known duration.
SELECT tool_name, count(*) AS calls, sum(duration_ms) AS total_ms, round(avg(duration_ms)) AS mean_ms, max(duration_ms) AS longest_ms
FROM tool_calls
WHERE duration_ms IS NOT NULL
GROUP BY tool_name
ORDER BY total_ms DESC;

-- repeated-calls
-- Which calls were made again and again with the same arguments?
-- A sign of an agent that goes in circles.
SELECT session_id, tool_name, params, count(*) AS times, min(timestamp) AS first_at, max(timestamp) AS last_at
FROM tool_calls
GROUP BY session_id, tool_name, params
HAVING count(*) > 2
ORDER BY times DESC
LIMIT 50;

-- errors-and-warnings
-- What errors and warnings do the logs hold?
-- The newest first.
SELECT timestamp, level, event, message, error_detail, session_id
FROM error_log
ORDER BY timestamp DESC
LIMIT 50;

-- before-the-end
-- What was logged last in each session?
-- The last ten records of every session.
SELECT l.session_id, l.timestamp, l.level, l.event, l.message
FROM sessions AS s
JOIN logs AS l ON l.id IN (SELECT id FROM logs WHERE session_id = s.session_id ORDER BY timestamp DESC, id DESC LIMIT 10)
ORDER BY l.session_id, l.timestamp;

-- timeline
-- What happened, step by step?
-- Prompts and tool calls in one stream.
SELECT timestamp, event_type, name, success, duration_ms, session_id
FROM execution_timeline
ORDER BY timestamp
LIMIT 500;

-- tokens-by-session
-- What did each session cost in tokens?
-- Sums of what is known.
SELECT session_id, total_input_tokens, total_output_tokens, total_tokens, cache_read_tokens, prompt_count
FROM token_summary
ORDER BY total_tokens DESC;

-- tokens-by-model
-- Which models were asked, and for how many tokens?
-- The model that answered, else the one asked for.
SELECT provider_name, coalesce(response_model, request_model) AS model, count(*) AS calls, sum(input_tokens) AS input_tokens, sum(output_tokens) AS output_tokens, sum(cache_read_tokens) AS cache_read_tokens
FROM prompt_events
WHERE event_type = 'executed'
GROUP BY provider_name, model
ORDER BY input_tokens DESC;

-- slow-prompts
-- Which provider calls were the slowest?
-- With their tokens.
SELECT timestamp, session_id, prompt_name, coalesce(response_model, request_model) AS model, duration_ms, input_tokens, output_tokens, result_type
FROM prompt_events
WHERE event_type = 'executed' AND duration_ms IS NOT NULL
ORDER BY duration_ms DESC
LIMIT 50;

-- sessions
-- Which sessions are there, and how did they end?
-- Parents stand beside their children.
SELECT session_id, parent_session_id, kind, agent_name, status, first_at, last_at
FROM sessions
ORDER BY first_at;

-- log-events
-- Which log events are frequent?
-- By level.
SELECT level, event, count(*) AS times
FROM logs
GROUP BY level, event
ORDER BY times DESC
LIMIT 100;

-- tool-log
-- What do the logs say of tools?
-- Records whose event begins with tool.
SELECT timestamp, event, CASE WHEN json_valid(context, 6) THEN json_extract(context, '$.tool_name') END AS tool, session_id
FROM logs
WHERE event GLOB 'tool.*'
ORDER BY timestamp
LIMIT 500;

-- files
-- Which files did the agent leave?
-- The largest first.
SELECT path, size_bytes, is_binary, content_type, session_id
FROM files
ORDER BY size_bytes DESC
LIMIT 500;

-- conversation
-- What was said?
-- The transcript in its order.
SELECT session_id, agent_source, sequence, timestamp, role, kind, tool_name, content
FROM messages
ORDER BY session_id, timestamp, sequence
LIMIT 500;

-- state
-- What state did the sessions end with?
-- Items of session slices, counted by type.
SELECT session_id, slice_type, count(*) AS items, max(snapshot_at) AS snapshot_at
FROM slice_items
GROUP BY session_id, slice_type
ORDER BY session_id, items DESC;

-- agents-in-trouble
-- Which agents stalled or were escalated?
-- The ones longest without a sign of life first.
SELECT agent_name, state, task_id, branch_name, escalation_level, stalled_since, last_activity
FROM agents
WHERE stalled_since IS NOT NULL OR escalation_level > 0 OR state IN ('stalled', 'zombie')
ORDER BY last_activity;

-- disorder
-- Where are events missing, doubled or out of order?
-- In streams that number their events.
SELECT kind, session_id, stream_id, sequence, previous_sequence, detail
FROM event_anomalies
ORDER BY session_id, stream_id, sequence
LIMIT 200;

-- search-text
-- Where does a word stand?
-- Replace the word; see also the options of search in `dbundle create --help`.
SELECT origin_table, origin_id
FROM search
WHERE text MATCH 'timeout'
ORDER BY rank
LIMIT 50;

-- not-read
-- What could not be read as expected?
-- The worst first.
SELECT severity, code, count(*) AS times, min(path) AS one_path, min(message) AS one_message
FROM import_issues
GROUP BY severity, code
ORDER BY CASE severity WHEN 'error' THEN 0 WHEN 'data_loss' THEN 1 WHEN 'warning' THEN 2 ELSE 3 END, times DESC;

-- sources
-- What was imported?
-- The largest first.
SELECT path, importer, status, row_count, issue_count, size_bytes, line_count
FROM sources
ORDER BY size_bytes DESC;
