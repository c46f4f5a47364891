-- Log records from ERROR up that tell of no failure which stands in _errors already. Ids as in errors.sql.
INSERT INTO _errors (id, source_id, source_member, source_line, error_class, error_code, error_type, message, stack, fingerprint, timestamp, time_assumed, session_id, run_id, origin_table, origin_id)
SELECT
  l.id * 16 + 7, l.source_id, l.source_member, l.source_line,
  CASE WHEN l.event GLOB 'tool[._]*' THEN 'tool' WHEN l.event GLOB 'provider[._]*' OR l.event GLOB 'llm[._]*' THEN 'provider' ELSE 'runtime' END,
  l.event, NULL, l.message, NULL,
  fingerprint(coalesce(nullif(l.message, ''), l.event, l.level)), l.timestamp, l.time_assumed, l.session_id, l.run_id, 'logs', l.id
FROM _logs AS l
-- The first bound is that of the index _logs_severe, which SQLite would not see in the second one.
WHERE l.superseded = 0 AND l.severity >= 13 AND l.severity >= 17
  AND NOT EXISTS (SELECT 1 FROM _error_repeats AS r WHERE r.log_id = l.id);
