-- Which sessions, sources and records belong to the agents in temp.purged_agents. Reads the bundle, writes temp tables only.
DROP TABLE IF EXISTS temp.purged_sessions;
CREATE TEMP TABLE purged_sessions (session_id TEXT PRIMARY KEY) WITHOUT ROWID;
INSERT OR IGNORE INTO purged_sessions
SELECT session_id FROM _agents WHERE session_id IS NOT NULL AND agent_name IN (SELECT agent_name FROM temp.purged_agents)
UNION SELECT claude_session_id FROM _agents WHERE claude_session_id IS NOT NULL AND agent_name IN (SELECT agent_name FROM temp.purged_agents)
UNION SELECT session_id FROM _session_facts WHERE session_id IS NOT NULL AND agent_name IN (SELECT agent_name FROM temp.purged_agents);

-- What lies in an agent's own folder is the agent's, whether or not it says so.
DROP TABLE IF EXISTS temp.purged_sources;
CREATE TEMP TABLE purged_sources (source_id INTEGER PRIMARY KEY);
INSERT OR IGNORE INTO purged_sources
SELECT o.source_id
FROM _occurrences AS o
JOIN temp.purged_agents AS a
WHERE instr(o.path, '.overstory/logs/' || a.agent_name || '/') > 0
  OR instr(o.path, '.overstory/agents/' || a.agent_name || '/') > 0
  OR substr(o.path, -length('.overstory/pending-nudges/' || a.agent_name || '.json')) = '.overstory/pending-nudges/' || a.agent_name || '.json';

-- A record goes whole: what one line or row of a source gave to several tables.
DROP TABLE IF EXISTS temp.purged_records;
CREATE TEMP TABLE purged_records (source_id INTEGER, source_member TEXT, source_line INTEGER);
INSERT INTO purged_records
SELECT source_id, source_member, source_line FROM _agents WHERE agent_name IN (SELECT agent_name FROM temp.purged_agents)
UNION SELECT source_id, source_member, source_line FROM _events
  WHERE agent_name IN (SELECT agent_name FROM temp.purged_agents) OR session_id IN (SELECT session_id FROM temp.purged_sessions)
UNION SELECT source_id, source_member, source_line FROM _tool_invocations
  WHERE agent_name IN (SELECT agent_name FROM temp.purged_agents) OR session_id IN (SELECT session_id FROM temp.purged_sessions)
UNION SELECT source_id, source_member, source_line FROM _prompt_events
  WHERE agent_name IN (SELECT agent_name FROM temp.purged_agents) OR session_id IN (SELECT session_id FROM temp.purged_sessions)
UNION SELECT source_id, source_member, source_line FROM _session_facts
  WHERE agent_name IN (SELECT agent_name FROM temp.purged_agents) OR session_id IN (SELECT session_id FROM temp.purged_sessions)
UNION SELECT l.source_id, l.source_member, l.source_line FROM _logs AS l
  JOIN _sources AS s ON s.source_id = l.source_id
  WHERE s.importer GLOB 'overstory-*' AND l.logger IN (SELECT agent_name FROM temp.purged_agents)
UNION SELECT d.source_id, d.source_member, d.source_line FROM _documents AS d
  WHERE d.kind GLOB 'overstory.*' AND (
    d.key IN (SELECT agent_name FROM temp.purged_agents)
    OR (json_valid(d.payload, 6) AND json_type(d.payload) = 'object' AND EXISTS (
      SELECT 1 FROM json_each(CASE WHEN json_valid(d.payload, 6) THEN d.payload ELSE '{}' END) AS j
      WHERE j.value IN (SELECT agent_name FROM temp.purged_agents)
    ))
  );
DELETE FROM purged_records WHERE source_line IS NULL;
CREATE INDEX temp.purged_records_place ON purged_records (source_id, source_line);
