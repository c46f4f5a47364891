-- Tools of a run by how often they were called; durations over those that are known. Rows of hooks name no run: their agent does.
SELECT
  t.tool_name,
  count(*) AS call_count,
  sum(t.status IN ('error', 'denied')) AS failure_count,
  avg(t.duration_ms) AS mean_duration_ms, -- NULL: none known
  max(t.duration_ms) AS longest_duration_ms -- NULL: none known
FROM tool_invocations AS t
WHERE t.run_id = ?1 OR (t.run_id IS NULL AND t.agent_name IN (SELECT agent_name FROM agents WHERE run_id = ?1))
GROUP BY t.tool_name
ORDER BY call_count DESC, t.tool_name
