-- Log records that tell again of a failure that stands in _errors already. Only what the artifacts make certain: the same
-- call or event of the same session; the same session, tool and message; or the same moment and event of one logger.
-- Where several records and several failures are alike, the first is taken for the first, the second for the second.
DELETE FROM _error_repeats;

-- Only sessions in which something failed besides logs are looked at: a log may hold very many errors.
DROP TABLE IF EXISTS temp.tellers;
CREATE TEMP TABLE tellers (log_id INTEGER PRIMARY KEY, session_id TEXT, call_id TEXT, event_id TEXT, tool_name TEXT, error TEXT, timestamp TEXT, source_key TEXT);
INSERT INTO tellers
SELECT
  l.id, l.session_id,
  coalesce(l.context ->> '$.call_id', l.context ->> '$.tool_call_id', l.context ->> '$.tool_use_id'),
  l.context ->> '$.event_id',
  coalesce(l.context ->> '$.tool_name', l.context ->> '$.tool'),
  l.context ->> '$.error',
  l.timestamp, s.source_key
FROM _logs AS l
JOIN _sources AS s ON s.source_id = l.source_id
-- The first bound is that of the index _logs_severe, which SQLite would not see in the second one.
WHERE l.superseded = 0 AND l.severity >= 13 AND l.severity >= 17
  AND l.session_id IN (SELECT e.session_id FROM _errors AS e WHERE e.origin_table IN ('tool_calls', 'prompt_events'))
  AND CASE WHEN json_valid(l.context, 6) THEN json_type(l.context) = 'object' END;

-- A call id that names several calls of a session names none.
INSERT OR IGNORE INTO _error_repeats (log_id, error_id, link)
SELECT log_id, min(error_id), 'call_id'
FROM (
  SELECT
    l.log_id, t.id * 16 + 2 AS error_id, t.status, l.tool_name AS told_tool, t.tool_name,
    count(*) OVER (PARTITION BY l.log_id) AS calls
  FROM temp.tellers AS l
  JOIN _tool_invocations AS t ON t.call_id = l.call_id AND t.session_id = l.session_id
  WHERE t.superseded = 0 AND t.shadowed = 0
)
WHERE calls = 1 AND status IN ('error', 'denied') AND (told_tool IS NULL OR told_tool = tool_name)
GROUP BY log_id;

INSERT OR IGNORE INTO _error_repeats (log_id, error_id, link)
SELECT l.log_id, min(e.id), 'event_id'
FROM temp.tellers AS l
JOIN (
  SELECT e.id, t.session_id, t.event_id
  FROM _errors AS e JOIN _tool_invocations AS t ON t.id = e.origin_id
  WHERE e.origin_table = 'tool_calls' AND t.event_id IS NOT NULL
  UNION ALL
  SELECT e.id, p.session_id, p.event_id
  FROM _errors AS e JOIN _prompt_events AS p ON p.id = e.origin_id
  WHERE e.origin_table = 'prompt_events' AND p.event_id IS NOT NULL
) AS e ON e.event_id = l.event_id AND e.session_id = l.session_id
GROUP BY l.log_id
HAVING count(*) = 1;

-- WINK's adapters give a tool's exception to the model as "Error: <text>" and log the text.
INSERT OR IGNORE INTO _error_repeats (log_id, error_id, link)
WITH told AS (
  SELECT
    l.log_id, l.session_id, l.tool_name, l.error,
    row_number() OVER (PARTITION BY l.session_id, l.tool_name, l.error ORDER BY l.timestamp, l.source_key, l.log_id) AS place
  FROM temp.tellers AS l
  WHERE l.tool_name IS NOT NULL AND l.error IS NOT NULL AND l.log_id NOT IN (SELECT r.log_id FROM _error_repeats AS r)
),
failed AS (
  SELECT
    e.id, e.session_id, t.tool_name, CASE WHEN e.message GLOB 'Error: *' THEN substr(e.message, 8) ELSE e.message END AS error,
    row_number() OVER (
      PARTITION BY e.session_id, t.tool_name, CASE WHEN e.message GLOB 'Error: *' THEN substr(e.message, 8) ELSE e.message END
      ORDER BY e.timestamp, s.source_key, e.id
    ) AS place
  FROM _errors AS e
  JOIN _tool_invocations AS t ON t.id = e.origin_id
  JOIN _sources AS s ON s.source_id = e.source_id
  WHERE e.origin_table = 'tool_calls' AND e.id NOT IN (SELECT r.error_id FROM _error_repeats AS r)
)
SELECT told.log_id, failed.id, 'message'
FROM told
JOIN failed USING (session_id, tool_name, error, place);

-- An overstory agent's logger writes a failure into errors.log, events.ndjson and session.log of one folder.
DROP TABLE IF EXISTS temp.logger_rows;
CREATE TEMP TABLE logger_rows (log_id INTEGER, error_id INTEGER NOT NULL, writes INTEGER NOT NULL, place_key TEXT NOT NULL, place INTEGER NOT NULL);
INSERT INTO logger_rows
WITH written AS (
  SELECT NULL AS log_id, f.id * 16 + 4 AS error_id, 1 AS writes, f.source_id, f.error_code AS event, f.timestamp, f.id, s.source_key
  FROM _error_facts AS f JOIN _sources AS s ON s.source_id = f.source_id
  WHERE f.superseded = 0 AND s.importer = 'overstory-errors-log'
  UNION ALL
  SELECT l.id, l.id * 16 + 7, CASE s.importer WHEN 'overstory-ndjson-log' THEN 2 ELSE 3 END, l.source_id, l.event, l.timestamp, l.id, s.source_key
  FROM _logs AS l JOIN _sources AS s ON s.source_id = l.source_id
  WHERE l.superseded = 0 AND l.severity >= 13 AND l.severity >= 17 AND s.importer IN ('overstory-ndjson-log', 'overstory-text-log')
),
placed AS (
  SELECT
    w.log_id, w.error_id, w.writes, w.id, w.source_key,
    -- A source may lie in several folders: the least of them.
    (
      SELECT min(json_array(o.root_id, o.folder, c.source_key))
      FROM _occurrences AS o LEFT JOIN _sources AS c ON c.source_id = o.container_id
      WHERE o.source_id = w.source_id
    ) AS folder,
    w.event, w.timestamp
  FROM written AS w
  WHERE w.event IS NOT NULL AND w.timestamp IS NOT NULL
)
SELECT
  log_id, error_id, writes, json_array(folder, event, timestamp),
  row_number() OVER (PARTITION BY folder, event, timestamp, writes ORDER BY source_key, id)
FROM placed
WHERE folder IS NOT NULL;

INSERT OR IGNORE INTO _error_repeats (log_id, error_id, link)
SELECT l.log_id, kept.error_id, 'logger'
FROM temp.logger_rows AS l
JOIN temp.logger_rows AS kept ON kept.place_key = l.place_key AND kept.place = l.place
  AND kept.writes = (SELECT min(o.writes) FROM temp.logger_rows AS o WHERE o.place_key = l.place_key AND o.place = l.place)
WHERE l.log_id IS NOT NULL AND l.writes > kept.writes;

DROP TABLE temp.tellers;
DROP TABLE temp.logger_rows;
