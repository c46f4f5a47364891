-- The time from the first to the last row that states one.
SELECT min(first_at) AS first_at, max(last_at) AS last_at FROM (
  SELECT (SELECT min(timestamp) FROM logs) AS first_at, (SELECT max(timestamp) FROM logs) AS last_at
  UNION ALL SELECT (SELECT min(timestamp) FROM _events WHERE superseded = 0), (SELECT max(timestamp) FROM _events WHERE superseded = 0)
  UNION ALL SELECT (SELECT min(timestamp) FROM tool_invocations), (SELECT max(timestamp) FROM tool_invocations)
  UNION ALL SELECT (SELECT min(timestamp) FROM prompt_events), (SELECT max(timestamp) FROM prompt_events)
  UNION ALL SELECT min(first_at), max(last_at) FROM sessions
  UNION ALL SELECT min(started_at), max(ended_at) FROM runs
)
