CREATE VIEW executions AS
-- Code that a sandbox ran, one row an execution; ask for ORDER BY source_id, ordinal.
SELECT
  id, -- id in tool_invocations
  source_id, -- the log
  source_line, -- line of the log
  session_id, -- stated or derived session; NULL: not known
  session_inferred, -- 1: derived
  run_id AS container_id, -- container that was started last before it; NULL: the log does not say
  (id & 4294967295) + 1 AS ordinal, -- place among the executions of its log, from 1
  timestamp, -- UTC
  CASE WHEN timestamp IS NULL THEN NULL WHEN time_assumed = 1 THEN 'assumed' ELSE 'stated' END AS time_zone, -- assumed: read as UTC without a stated zone
  CASE WHEN json_valid(params, 6) THEN json_extract(params, '$.code') END AS code, -- source text; NULL: not said
  CASE WHEN json_valid(params, 6) THEN json_extract(params, '$.timeout') END AS timeout_s, -- seconds allowed; NULL: not said
  result_success AS success, -- 1 succeeded, 0 failed, NULL not said
  rendered_output AS stdout, -- what it printed; NULL: not said
  CASE WHEN json_valid(result_value, 6) THEN json_extract(result_value, '$.error') END AS error, -- traceback or message in full; NULL: none
  error_type, -- class of the exception; NULL: none, or not named
  result_message AS error_message -- the exception as the traceback ends; NULL: none
FROM _tool_invocations
WHERE superseded = 0 AND tool_name = 'python_exec' AND adapter = 'bind';

CREATE VIEW python_variables AS
-- Variables of a sandbox's interpreter, in the newest saved state of each session; older states are in documents.
SELECT
  id, -- id in documents; its order is the state's order
  source_id, -- the state
  session_id, -- stated or derived session; NULL: not known
  session_inferred, -- 1: derived
  key AS name, -- variable
  CASE WHEN json_valid(payload, 6) THEN json_extract(payload, '$.type') END AS type, -- Python class; NULL: not said
  CASE WHEN json_valid(payload, 6) THEN json_extract(payload, '$.value') END AS value, -- Python's text of it, cut by the sandbox at 1,000 characters; NULL: not said
  timestamp AS captured_at, -- UTC, by the container's clock, whose zone may differ from the log's
  CASE WHEN timestamp IS NULL THEN NULL WHEN time_assumed = 1 THEN 'assumed' ELSE 'stated' END AS time_zone -- assumed: read as UTC without a stated zone
FROM _documents
WHERE superseded = 0 AND kind = 'bind.python_variable' AND source_id NOT IN (SELECT source_id FROM _bind_older_states);

CREATE VIEW python_modules AS
-- Modules that a sandbox's interpreter had loaded, in the newest saved state of each session.
SELECT
  id, -- id in documents; its order is the state's order
  source_id, -- the state
  session_id, -- stated or derived session; NULL: not known
  session_inferred, -- 1: derived
  key AS name, -- module
  timestamp AS captured_at, -- UTC, by the container's clock, whose zone may differ from the log's
  CASE WHEN timestamp IS NULL THEN NULL WHEN time_assumed = 1 THEN 'assumed' ELSE 'stated' END AS time_zone -- assumed: read as UTC without a stated zone
FROM _documents
WHERE superseded = 0 AND kind = 'bind.python_module' AND source_id NOT IN (SELECT source_id FROM _bind_older_states);

CREATE VIEW _bind_older_states AS
-- Saved states of interpreters of which their session has a newer one.
SELECT
  older.source_id -- the state
FROM _documents AS older
JOIN _documents AS newer ON +newer.session_id = older.session_id AND +newer.timestamp > older.timestamp
WHERE older.superseded = 0 AND older.kind = 'bind.python_state' AND newer.superseded = 0 AND newer.kind = 'bind.python_state';

CREATE VIEW execution_artifacts AS
-- Files that executions of a sandbox made, as its log names them, with the source that holds their bytes.
SELECT
  a.id, -- id in files
  a.source_id, -- the log
  a.source_line, -- line of the log
  a.session_id, -- stated or derived session; NULL: not known
  a.run_id AS container_id, -- container; NULL: the log does not say
  a.execution_id, -- id in executions of the one before it in the same container; NULL: none
  a.artifact_id, -- the sandbox's id, the same for equal bytes; NULL: the sandbox did not keep the bytes
  a.filename, -- name at that moment; the store has the first name of equal bytes
  a.size_bytes, -- bytes as logged
  a.content_type, -- MIME type as logged
  a.timestamp, -- UTC
  CASE WHEN a.timestamp IS NULL THEN NULL WHEN a.time_assumed = 1 THEN 'assumed' ELSE 'stated' END AS time_zone, -- assumed: read as UTC without a stated zone
  a.content_hash, -- sha256 as the artifact store says; NULL: no store names the artifact
  (SELECT min(b.source_key) FROM _sources AS b WHERE b.sha256 = a.content_hash) AS bytes_source_key -- source_key of the source with these bytes; NULL: not in this bundle
FROM (
  SELECT
    f.id,
    f.source_id,
    f.source_line,
    f.session_id,
    f.run_id,
    f.archive_id AS artifact_id,
    f.path AS filename,
    f.size_bytes,
    f.content_type,
    f.captured_at AS timestamp,
    f.time_assumed,
    (
      SELECT max(t.id) FROM _tool_invocations AS t
      WHERE t.id BETWEEN f.source_id * 4294967296 AND f.source_id * 4294967296 + 4294967295
        AND t.source_line < f.source_line AND t.run_id IS f.run_id
    ) AS execution_id,
    (
      SELECT min(+k.content_hash) FROM _sources AS store
      CROSS JOIN _files AS k ON k.id BETWEEN store.source_id * 4294967296 AND store.source_id * 4294967296 + 4294967295
      WHERE store.importer = 'bind-artifact-store' AND k.archive_id = f.archive_id AND +k.content_hash IS NOT NULL
    ) AS content_hash
  FROM _sources AS log
  CROSS JOIN _files AS f ON f.id BETWEEN log.source_id * 4294967296 AND log.source_id * 4294967296 + 4294967295
  WHERE log.importer = 'bind-session-log' AND +f.superseded = 0
) AS a;

CREATE VIEW bind_checks AS
-- Where the artifacts of a sandbox contradict each other or leave something open.
SELECT
  'bind.execution-count' AS code, -- bind.execution-count, .stale-state, .artifact-bytes-missing, .blob-damaged, .blob-unattributed
  id, -- id of what it is about in documents or files; of a blob, the first id of its source
  'warning' AS severity, -- warning or info
  session_id, -- session; NULL: not known
  source_id, -- the artifact in question
  'The metadata count ' || stated || ' executions, the log has ' || found || '.' AS message -- one sentence
FROM _bind_execution_counts
WHERE stated <> found
UNION ALL
SELECT
  'bind.stale-state',
  id,
  'warning',
  session_id,
  source_id,
  'The saved Python state is from before the last start of the container.'
FROM _bind_state_times
WHERE logged_ms + 60000 < 900000 AND after_start_ms > logged_ms + 60000
UNION ALL
SELECT
  'bind.artifact-bytes-missing',
  id,
  'info',
  session_id,
  source_id,
  'The bytes of ' || ifnull(filename, 'a file') || ' (' || ifnull(artifact_id, 'not kept by the sandbox') || ') are not in this bundle.'
FROM execution_artifacts
WHERE bytes_source_key IS NULL
UNION ALL
SELECT
  'bind.blob-damaged',
  s.source_id * 4294967296,
  'warning',
  CAST(NULL AS TEXT),
  s.source_id,
  'The blob ' || (SELECT min(b.path) FROM _bind_blobs AS b WHERE b.source_id = s.source_id AND b.name <> b.sha256) || ' has other bytes than its name says.'
FROM _sources AS s
WHERE s.source_id IN (SELECT source_id FROM _bind_blobs WHERE name <> sha256)
UNION ALL
SELECT
  'bind.blob-unattributed',
  s.source_id * 4294967296,
  'info',
  CAST(NULL AS TEXT),
  s.source_id,
  'No artifact store here names the blob ' || (SELECT min(b.path) FROM _bind_blobs AS b WHERE b.source_id = s.source_id AND b.name = b.sha256) || '.'
FROM _sources AS s
WHERE s.source_id IN (SELECT source_id FROM _bind_blobs WHERE name = sha256)
  AND NOT EXISTS (SELECT 1 FROM _files AS f WHERE f.content_hash = s.sha256);

CREATE VIEW _bind_execution_counts AS
-- Executions of a session as its metadata count them and as its logs show them; only sessions that have a log.
SELECT
  d.id, -- the metadata, in documents
  d.session_id, -- session
  d.source_id, -- the metadata
  CASE WHEN json_valid(d.payload, 6) THEN json_extract(d.payload, '$.execution_count') END AS stated, -- NULL: not said
  (
    SELECT count(*) FROM _tool_invocations AS t
    WHERE t.session_id = d.session_id AND t.superseded = 0 AND +t.tool_name = 'python_exec' AND t.adapter = 'bind'
  ) AS found -- executions in the log
FROM _documents AS d
WHERE d.superseded = 0 AND d.kind = 'bind.session_metadata'
  AND EXISTS (
    SELECT 1 FROM _events AS e
    WHERE e.session_id = d.session_id AND e.superseded = 0 AND +e.event_type = 'session_started'
  );

CREATE VIEW _bind_state_times AS
-- How long after the last start of its container a state was saved, if the zones of both clocks differ by quarter hours.
SELECT
  id, -- the state, in documents
  session_id, -- session
  source_id, -- the state
  CAST(round((unixepoch(last_at, 'subsec') - unixepoch(started_at, 'subsec')) * 1000) AS INTEGER) AS logged_ms, -- milliseconds from the last start to the last execution, 0 without one
  (CAST(round((unixepoch(saved_at, 'subsec') - unixepoch(started_at, 'subsec')) * 1000) AS INTEGER) % 900000 + 900000) % 900000 AS after_start_ms -- milliseconds, without whole quarter hours
FROM (
  SELECT
    id,
    session_id,
    source_id,
    saved_at,
    started_at,
    max(started_at, ifnull((SELECT max(e.timestamp) FROM executions AS e WHERE e.session_id = s.session_id), started_at)) AS last_at
  FROM (
    SELECT
      d.id,
      d.session_id,
      d.source_id,
      d.timestamp AS saved_at,
      (
        SELECT max(e.timestamp) FROM _events AS e
        WHERE e.session_id = d.session_id AND e.superseded = 0 AND e.event_type = 'session_started'
      ) AS started_at
    FROM _documents AS d
    WHERE d.superseded = 0 AND d.kind = 'bind.python_state' AND d.source_id NOT IN (SELECT source_id FROM _bind_older_states)
  ) AS s
);

CREATE VIEW _bind_blobs AS
-- Places of files of a blob store: the name is a sha256 whose first digits name the two folders.
SELECT
  source_id, -- the blob
  path, -- where it was found
  name, -- sha256 by its name
  sha256 -- sha256 of its bytes
FROM (
  SELECT o.source_id, o.path, o.folder, substr(o.path, length(o.folder) + 2) AS name, s.sha256
  FROM _occurrences AS o
  JOIN _sources AS s ON s.source_id = o.source_id
)
WHERE length(name) = 64 AND name NOT GLOB '*[^0-9a-f]*' AND folder GLOB '*' || substr(name, 1, 2) || '/' || substr(name, 3, 2);
