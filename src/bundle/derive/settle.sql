-- What depends on all sources together and is stamped on facts: which sources and lines are superseded, and which
-- session a row without one belongs to. Reads small tables only, so that it can run before the facts are copied.

UPDATE _versions SET superseded = 0 WHERE superseded = 1;

UPDATE _versions SET superseded = 1
WHERE eligible = 0
  OR id IN (
    SELECT id FROM (
      SELECT
        v.id AS id,
        row_number() OVER (
          PARTITION BY v.series
          ORDER BY v.version_at DESC, s.source_key DESC, v.source_member DESC, v.source_line DESC, v.id DESC
        ) AS place
      FROM _versions AS v
      JOIN _sources AS s ON s.source_id = v.source_id
      WHERE v.eligible = 1 AND v.version_at IS NOT NULL AND s.superseded = 0
    )
    WHERE place > 1
  );

-- A session's rows follow the session stated for their run, where the sources that count state just one.
DROP TABLE IF EXISTS temp.settled_runs;
CREATE TEMP TABLE settled_runs (run_id TEXT PRIMARY KEY, session_id TEXT NOT NULL) WITHOUT ROWID;
INSERT INTO settled_runs (run_id, session_id)
SELECT x.run_id, min(x.session_id)
FROM _source_sessions AS x
JOIN _sources AS s ON s.source_id = x.source_id
WHERE x.run_id IS NOT NULL AND x.session_id IS NOT NULL AND s.superseded = 0
GROUP BY x.run_id
HAVING count(DISTINCT x.session_id) = 1;

-- What each source states; an archive is a place of its own.
DROP TABLE IF EXISTS temp.stated_sessions;
CREATE TEMP TABLE stated_sessions (source_id INTEGER PRIMARY KEY, least TEXT NOT NULL, greatest TEXT NOT NULL);
INSERT INTO stated_sessions (source_id, least, greatest)
SELECT x.source_id, min(x.session_id), max(x.session_id)
FROM _source_sessions AS x
JOIN _sources AS s ON s.source_id = x.source_id
WHERE x.session_id IS NOT NULL AND s.superseded = 0
GROUP BY x.source_id;

DROP TABLE IF EXISTS temp.stated_places;
CREATE TEMP TABLE stated_places (root_id TEXT, folder TEXT, least TEXT NOT NULL, greatest TEXT NOT NULL, PRIMARY KEY (root_id, folder)) WITHOUT ROWID;
INSERT INTO stated_places (root_id, folder, least, greatest)
SELECT o.root_id, o.folder, min(x.least), max(x.greatest)
FROM temp.stated_sessions AS x
JOIN _sources AS s ON s.source_id = x.source_id
JOIN _occurrences AS o ON o.source_id = x.source_id
WHERE s.is_archive = 0
GROUP BY o.root_id, o.folder;

-- The sessions of the places in which each source lies.
DROP TABLE IF EXISTS temp.sessions_of_places;
CREATE TEMP TABLE sessions_of_places (source_id INTEGER PRIMARY KEY, least TEXT NOT NULL, greatest TEXT NOT NULL);
INSERT INTO sessions_of_places (source_id, least, greatest)
SELECT o.source_id, min(p.least), max(p.greatest)
FROM _occurrences AS o
JOIN temp.stated_places AS p ON p.root_id = o.root_id AND p.folder = o.folder
GROUP BY o.source_id;

DROP TABLE IF EXISTS temp.old_versions;
CREATE TEMP TABLE old_versions (source_id INTEGER NOT NULL, source_member TEXT, source_line INTEGER);
INSERT INTO old_versions (source_id, source_member, source_line)
SELECT source_id, source_member, source_line FROM _versions WHERE superseded = 1;
CREATE INDEX temp.old_versions_line ON old_versions (source_id, source_line);

DROP TABLE IF EXISTS temp.settled_sources;
CREATE TEMP TABLE settled_sources (
  source_id INTEGER PRIMARY KEY,
  superseded INTEGER NOT NULL,      -- 1: the whole source
  has_old_versions INTEGER NOT NULL, -- 1: some of its lines or members are superseded, see old_versions
  session_id TEXT                   -- for rows that state neither session nor a settled run
);
INSERT INTO settled_sources (source_id, superseded, has_old_versions, session_id)
SELECT
  s.source_id,
  s.superseded,
  EXISTS (SELECT 1 FROM temp.old_versions AS v WHERE v.source_id = s.source_id),
  CASE
    WHEN s.is_archive = 1 AND own.source_id IS NOT NULL THEN CASE WHEN own.least = own.greatest THEN own.least END
    WHEN place.least = place.greatest THEN place.least
  END
FROM _sources AS s
LEFT JOIN temp.stated_sessions AS own ON own.source_id = s.source_id
LEFT JOIN temp.sessions_of_places AS place ON place.source_id = s.source_id;
