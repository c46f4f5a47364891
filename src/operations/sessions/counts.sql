-- How many rows of each kind a session has.
SELECT
  (SELECT count(*) FROM events WHERE session_id = ?1) AS event_count,
  (SELECT count(*) FROM logs WHERE session_id = ?1) AS log_count,
  (SELECT count(*) FROM prompt_events WHERE session_id = ?1) AS prompt_event_count,
  (SELECT count(*) FROM tool_calls WHERE session_id = ?1) AS tool_call_count,
  (SELECT count(*) FROM messages WHERE session_id = ?1) AS message_count,
  (SELECT count(*) FROM errors WHERE session_id = ?1) AS error_count,
  (SELECT count(*) FROM files WHERE session_id = ?1) AS file_count,
  (SELECT count(*) FROM documents WHERE session_id = ?1) AS document_count
