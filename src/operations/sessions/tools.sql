-- Tools of a session by how often they were called; durations over those that are known.
SELECT
  tool_name,
  count(*) AS call_count,
  sum(status IN ('error', 'denied')) AS failure_count,
  avg(duration_ms) AS mean_duration_ms, -- NULL: none known
  max(duration_ms) AS longest_duration_ms -- NULL: none known
FROM tool_calls
WHERE session_id = ?
GROUP BY tool_name
ORDER BY call_count DESC, tool_name
