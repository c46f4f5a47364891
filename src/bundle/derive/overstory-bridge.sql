-- overstory's own rule for what it had before SQLite: a sessions.db that has rows wins over the sessions.json beside it, an
-- empty one does not. A JSON file that also lies in a folder without such a store still counts.
-- Runs before versions are settled and reads small tables only; a store has rows where it states a session.
UPDATE _sources SET superseded = 1
WHERE importer = 'overstory-sessions-json'
  AND EXISTS (SELECT 1 FROM _occurrences AS o WHERE o.source_id = _sources.source_id)
  AND NOT EXISTS (
    SELECT 1 FROM _occurrences AS o
    WHERE o.source_id = _sources.source_id
      AND NOT EXISTS (
        SELECT 1
        FROM _occurrences AS beside
        JOIN _sources AS store ON store.source_id = beside.source_id
        JOIN _source_sessions AS stated ON stated.source_id = store.source_id
        WHERE store.importer = 'overstory-sessions-store'
          AND stated.session_id IS NOT NULL
          AND beside.root_id = o.root_id
          AND beside.folder = o.folder
          AND beside.container_id IS o.container_id
      )
  );
