-- After rows of the sources in temp.cut went: what else these sources held, and what only those rows used.
-- The bytes of a container hold those of its members.
INSERT OR IGNORE INTO temp.cut (source_id, row_count)
WITH RECURSIVE around (source_id) AS (
  SELECT o.container_id FROM _occurrences AS o JOIN temp.cut AS c ON c.source_id = o.source_id WHERE o.container_id IS NOT NULL
  UNION
  SELECT o.container_id FROM _occurrences AS o JOIN around AS a ON a.source_id = o.source_id WHERE o.container_id IS NOT NULL
)
SELECT source_id, 0 FROM around;
UPDATE _source_chunks SET data = NULL WHERE source_id IN (SELECT source_id FROM temp.cut);
-- Its other members lose their bytes too, where the container alone held them; the chunks of members have no data as it is.
UPDATE _issues SET raw = NULL WHERE source_id IN (SELECT source_id FROM temp.cut);
UPDATE _sources SET
  head = x'',
  row_count = row_count - (SELECT c.row_count FROM temp.cut AS c WHERE c.source_id = _sources.source_id)
WHERE source_id IN (SELECT source_id FROM temp.cut);
DELETE FROM _readings WHERE source_key IN (SELECT s.source_key FROM _sources AS s JOIN temp.cut AS c ON c.source_id = s.source_id);
INSERT OR IGNORE INTO _readings (source_key, importer, importer_version, forced, row_count, issue_count)
SELECT source_key, importer, importer_version, forced, row_count, issue_count FROM _sources
WHERE source_id IN (SELECT source_id FROM temp.cut);
DELETE FROM _blobs WHERE NOT EXISTS (SELECT 1 FROM _files AS f WHERE f.content_hash = _blobs.sha256);
UPDATE _bundles SET fidelity = CASE
  WHEN fidelity IS NULL THEN 'partial:purged'
  WHEN instr(fidelity, 'partial:purged') > 0 THEN fidelity
  ELSE fidelity || ' partial:purged'
END;
