-- Sessions in the order of their time, with what went wrong and what it cost.
SELECT
  s.session_id,
  s.parent_session_id,
  s.kind,
  s.agent_name,
  s.title,
  s.status,
  coalesce(s.first_at, s.created_at) AS first_at,
  coalesce(s.last_at, s.ended_at) AS last_at,
  ifnull(t.tool_count, 0) AS tool_invocation_count,
  ifnull(t.failure_count, 0) AS tool_failure_count,
  ifnull(e.error_count, 0) AS error_count,
  k.total_tokens
FROM sessions AS s
LEFT JOIN (
  SELECT session_id, sum(call_count) AS tool_count, sum(call_count - unknown_count) - sum(ifnull(success_count, 0)) AS failure_count
  FROM tool_summary GROUP BY session_id
) AS t ON t.session_id = s.session_id
LEFT JOIN (SELECT session_id, count(*) AS error_count FROM errors GROUP BY session_id) AS e ON e.session_id = s.session_id
LEFT JOIN token_summary AS k ON k.session_id = s.session_id
ORDER BY coalesce(s.first_at, s.created_at) NULLS LAST, s.session_id
LIMIT 10001
