-- A sandbox's log as it was written; records that are no executions stand in events.
SELECT source_id, source_line, event, timestamp, container_id, code, success, stdout, error, artifacts FROM (
  SELECT
    source_id, source_line, event_type AS event, timestamp,
    CASE WHEN json_valid(payload) THEN json_extract(payload, '$.container_id') END AS container_id,
    NULL AS code, NULL AS success, NULL AS stdout, NULL AS error,
    CASE WHEN json_valid(payload) THEN json_extract(payload, '$.artifacts') END AS artifacts
  FROM events WHERE session_id = ?1
  UNION ALL
  SELECT source_id, source_line, 'code_execution', timestamp, NULL, code, success, stdout, error, NULL
  FROM executions WHERE session_id = ?1
)
ORDER BY source_id DESC, source_line DESC
LIMIT ?2
