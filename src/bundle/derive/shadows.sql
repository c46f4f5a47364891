-- What two sources say alike: a transcript's tool call that the system recorded too, and a transcript line that a log repeats.
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
