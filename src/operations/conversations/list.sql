-- Conversations by their latest activity, live or not.
SELECT
  conversation_id, session_id, session_count, runtime_key, runtime_count, created_at, last_activity_at, status,
  has_timeline, has_turns, has_raw_events, turn_count, entity_count, event_count, error_count, last_error_class, last_error_at,
  count(*) OVER () AS total
FROM conversations
WHERE ($status IS NULL OR status = $status COLLATE NOCASE)
  AND ($since IS NULL OR last_activity_at >= $since)
  AND ($session IS NULL OR conversation_id IN (
    SELECT conversation_id FROM conversation_timeline WHERE session_id IN (SELECT value FROM json_each($session))
  ))
  AND ($class IS NULL OR conversation_id IN (
    SELECT conversation_id FROM conversation_timeline WHERE kind = 'error' AND name = $class
  ))
  AND ($tool IS NULL OR conversation_id IN (
    SELECT conversation_id FROM conversation_timeline WHERE kind = 'tool' AND name = $tool
  ))
  AND (($model IS NULL AND $provider IS NULL) OR conversation_id IN (
    SELECT c.conversation_id
    FROM conversation_timeline AS c
    JOIN prompt_events AS p ON p.id = c.origin_id
    WHERE c.kind = 'model_call'
      AND ($model IS NULL OR $model IN (p.request_model, p.response_model))
      AND ($provider IS NULL OR p.provider_name = $provider)
  ))
ORDER BY last_activity_at DESC NULLS LAST, conversation_id
LIMIT $limit
