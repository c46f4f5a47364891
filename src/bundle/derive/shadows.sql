-- What two sources say alike counts once: a transcript's tool call that the system recorded too, a transcript line that a
-- log repeats, and a call that several artifacts of one conversation tell of (the one with the smallest source key is kept).
UPDATE _tool_invocations SET shadowed = 1
WHERE origin = 'transcript' AND call_id IS NOT NULL AND EXISTS (
  SELECT 1 FROM _tool_invocations AS r
  WHERE r.call_id = _tool_invocations.call_id AND r.origin = 'recorded' AND r.superseded = 0
    AND (r.session_id IS _tool_invocations.session_id OR r.session_id IS NULL OR _tool_invocations.session_id IS NULL)
);

UPDATE _tool_invocations SET shadowed = 1
WHERE origin = 'transcript' AND shadowed = 0 AND superseded = 0 AND call_id IS NOT NULL AND id IN (
  SELECT id FROM (
    SELECT t.id AS id, row_number() OVER (
      PARTITION BY t.session_id, t.agent_source, t.call_id, t.timestamp ORDER BY (t.status = 'pending'), s.source_key, t.id
    ) AS place
    FROM _tool_invocations AS t JOIN _sources AS s ON s.source_id = t.source_id
    WHERE t.origin = 'transcript' AND t.superseded = 0
  ) WHERE place > 1
);

UPDATE _messages SET shadowed = 1
WHERE id IN (
  SELECT id FROM (
    SELECT m.id AS id, row_number() OVER (
      PARTITION BY m.session_id, m.agent_source, m.sequence, m.timestamp, m.kind, m.content, m.call_id
      ORDER BY s.source_key, m.id
    ) AS place, count(*) OVER (
      PARTITION BY m.session_id, m.agent_source, m.sequence, m.timestamp, m.kind, m.content, m.call_id
    ) AS copies
    FROM _messages AS m JOIN _sources AS s ON s.source_id = m.source_id
    WHERE m.superseded = 0 AND m.sequence IS NOT NULL AND m.timestamp IS NOT NULL
  ) WHERE place > 1 AND copies > 1
);

UPDATE _prompt_events SET shadowed = 1
WHERE id IN (
  SELECT id FROM (
    SELECT p.id AS id, s.source_key AS source_key, min(s.source_key) OVER (PARTITION BY p.session_id, p.event_id, p.event_type) AS kept
    FROM _prompt_events AS p JOIN _sources AS s ON s.source_id = p.source_id
    WHERE p.superseded = 0 AND p.session_id IS NOT NULL AND p.event_id IS NOT NULL
  ) WHERE source_key > kept
);

UPDATE _tool_invocations SET shadowed = 1
WHERE id IN (
  SELECT id FROM (
    SELECT t.id AS id, s.source_key AS source_key, min(s.source_key) OVER (PARTITION BY t.session_id, t.turn_id, t.call_id) AS kept
    FROM _tool_invocations AS t JOIN _sources AS s ON s.source_id = t.source_id
    WHERE t.superseded = 0 AND t.origin = 'recorded' AND t.session_id IS NOT NULL AND t.turn_id IS NOT NULL AND t.call_id IS NOT NULL
  ) WHERE source_key > kept
);
