-- Runs, the newest first; runs that are only mentioned have no time and come last.
SELECT
  r.run_id,
  r.request_id,
  r.session_id,
  r.attempt,
  r.status,
  r.started_at,
  r.ended_at,
  r.coordinator,
  r.description,
  r.error_type,
  r.error_message,
  r.agent_count,
  r.stored_agent_count,
  count(*) OVER () AS total
FROM runs AS r
WHERE ($status IS NULL OR r.status = $status COLLATE NOCASE)
  AND ($active = 0 OR r.status = 'running')
  AND ($coordinator IS NULL OR r.coordinator = $coordinator)
  AND ($since IS NULL OR coalesce(r.ended_at, r.started_at) >= $since)
ORDER BY r.started_at DESC NULLS LAST, r.run_id
LIMIT $limit
