-- The numbers of a bundle. The names of the columns are stable keys.
SELECT
  (SELECT count(*) FROM sessions) AS session_count,
  (SELECT count(*) FROM runs) AS run_count,
  (SELECT count(*) FROM logs) AS log_count,
  (SELECT count(*) FROM events) AS event_count,
  (SELECT count(*) FROM tool_invocations) AS tool_invocation_count,
  (SELECT count(*) FROM tool_invocations WHERE result_success = 1) AS tool_success_count,
  (SELECT count(*) FROM tool_invocations WHERE result_success = 0) AS tool_failure_count,
  (SELECT count(*) FROM tool_calls) AS tool_call_count,
  (SELECT count(*) FROM prompt_events) AS prompt_event_count,
  (SELECT count(*) FROM prompt_events WHERE event_type = 'rendered') AS prompt_render_count,
  (SELECT count(*) FROM prompt_events WHERE event_type = 'executed') AS prompt_execution_count,
  (SELECT count(*) FROM messages) AS message_count,
  (SELECT count(*) FROM files) AS file_count,
  (SELECT count(*) FROM documents) AS document_count,
  (SELECT count(*) FROM spans) AS span_count,
  (SELECT count(*) FROM errors) AS error_count,
  (SELECT count(*) FROM import_issues) AS issue_count,
  (SELECT count(*) FROM sources) AS source_count,
  (SELECT count(DISTINCT source_key) FROM conflicts) AS conflict_count,
  (SELECT sum(total_input_tokens) FROM token_summary) AS total_input_tokens, -- NULL: none known
  (SELECT sum(total_output_tokens) FROM token_summary) AS total_output_tokens, -- NULL: none known
  (SELECT sum(total_tokens) FROM token_summary) AS total_tokens, -- NULL: none known
  (SELECT sum(input_tokens) FROM agent_metrics) AS reported_input_tokens, -- NULL: no orchestrator reports any
  (SELECT sum(output_tokens) FROM agent_metrics) AS reported_output_tokens, -- NULL: no orchestrator reports any
  (SELECT sum(estimated_cost_usd) FROM agent_metrics) AS reported_cost_usd -- NULL: no orchestrator reports any
