-- Sessions in the order of their time, with what their agents' store says of them; counts only of those that are shown.
WITH described AS (
  SELECT session_id, max(id) AS id FROM agents WHERE session_id IS NOT NULL GROUP BY session_id
),
chosen AS MATERIALIZED (
  SELECT
    s.session_id,
    s.parent_session_id,
    s.kind,
    ifnull(s.agent_name, a.agent_name) AS agent_name,
    s.title,
    s.status,
    CASE
      WHEN a.is_active IS NOT NULL THEN a.is_active
      WHEN s.status IS NOT NULL THEN s.status IN ('active', 'running', 'idle')
    END AS is_active,
    a.capability,
    a.task_id,
    a.parent_agent,
    a.depth,
    a.run_id,
    coalesce(s.created_at, a.started_at, s.first_at) AS started_at,
    coalesce(s.last_at, s.last_activity_at, s.ended_at) AS last_at,
    count(*) OVER () AS total
  FROM sessions AS s
  LEFT JOIN described AS d ON d.session_id = s.session_id
  LEFT JOIN agents AS a ON a.id = d.id
  WHERE ($status IS NULL OR s.status = $status COLLATE NOCASE)
    AND ($kind IS NULL OR s.kind = $kind)
    AND ($name IS NULL OR s.session_id IN (SELECT value FROM json_each($name)))
    AND ($since IS NULL OR coalesce(s.last_at, s.last_activity_at, s.ended_at, s.created_at) >= $since)
    AND ($active = 0 OR CASE
      WHEN a.is_active IS NOT NULL THEN a.is_active
      ELSE s.status IN ('active', 'running', 'idle')
    END = 1)
    AND ($run IS NULL OR s.session_id IN (SELECT session_id FROM agents WHERE run_id = $run)
      OR (NOT EXISTS (SELECT 1 FROM agents WHERE run_id = $run) AND s.session_id IN (
        SELECT session_id FROM runs WHERE run_id = $run
        UNION ALL SELECT session_id FROM events WHERE run_id = $run
        UNION ALL SELECT session_id FROM tool_invocations WHERE run_id = $run
        UNION ALL SELECT session_id FROM prompt_events WHERE run_id = $run
        UNION ALL SELECT session_id FROM logs WHERE run_id = $run
      )))
  ORDER BY started_at NULLS LAST, s.session_id
  LIMIT $limit
)
SELECT
  c.*,
  (SELECT count(*) FROM tool_invocations AS t WHERE t.session_id = c.session_id) AS tool_invocation_count,
  (SELECT count(*) FROM errors AS e WHERE e.session_id = c.session_id) AS error_count,
  (SELECT sum(p.total_tokens) FROM prompt_events AS p WHERE p.session_id = c.session_id AND p.event_type = 'executed') AS total_tokens -- NULL: none known
FROM chosen AS c
ORDER BY c.started_at NULLS LAST, c.session_id
