CREATE VIEW bundle_meta AS
-- The bundle itself: one row.
SELECT
  id, -- always 1
  bundle_id, -- of one run of create a UUID; of a merge the hash of its leaf bundles' ids
  created_at, -- UTC; of a merge the latest of its leaves
  dbundle_version, -- program version that wrote the newest leaf
  wink_version, -- version of WINK that the artifacts state; NULL: none stated, or several
  schema_version, -- version of this schema
  root_session_id, -- the only session without a known parent that has children, or the only session; NULL: none or several
  source_directory, -- the directory named to create; NULL: several or none
  experiment_name, -- as the artifacts state; NULL: none stated, or several
  experiment_tag, -- as the artifacts state; NULL: none stated, or several
  description, -- given by the user; NULL: none, or the leaves differ
  tags, -- JSON object given by the user; NULL: none, or the leaves differ
  fidelity, -- 'lossless', 'partial:…' or 'redacted:…'
  content_digest, -- sha256 over the set of (source_key, importer, version): names what was read; what a purge took out of it, fidelity says
  complete -- 1: written to the end
FROM _meta;

CREATE VIEW bundles AS
-- The leaf bundles: one row a run of create whose sources are in here.
SELECT
  bundle_id, -- UUID
  root_id, -- names the place that its paths count from
  created_at, -- UTC
  dbundle_version, -- program version that wrote it
  source_directory, -- the directory named to create; NULL: several or none
  description, -- given by the user; NULL: none
  tags, -- JSON object given by the user; NULL: none
  fidelity -- what it lacks; NULL: nothing
FROM _bundles;

CREATE VIEW sources AS
-- The artifacts that were imported, one row a distinct content.
SELECT
  source_id, -- local number; ids of facts are source_id * 4294967296 + n
  source_key, -- sha256 of the bytes; of a SQLite store, of its sorted (suffix, sha256): the source's name everywhere
  importer, -- the format that read it; 'opaque': nobody claimed it; 'wrapper': only its members were read
  importer_version, -- version of that importer
  sha256, -- of the bytes; of a store, of its .db file
  size_bytes, -- bytes, all parts
  line_count, -- lines; NULL: not a text
  row_count, -- rows that the importer wrote
  issue_count, -- rows in import_issues
  CASE WHEN superseded = 1 THEN 'superseded' ELSE status END AS status, -- imported, partial (with issues of loss), opaque, failed, superseded (an older copy of another source)
  imported_at, -- UTC, the earliest time of import
  (SELECT min(path) FROM _occurrences AS o WHERE o.source_id = _sources.source_id) AS path -- one of the paths where it was found
FROM _sources;

CREATE VIEW bundle_sources AS
-- Where sources were found: one row an occurrence.
SELECT
  o.id, -- local number
  o.bundle_id, -- leaf bundle
  o.root_id, -- with the folder: the place
  o.source_id, -- local number of the source
  s.source_key, -- name of the source
  c.source_key AS container_key, -- name of the archive or wrapper that it was in; NULL: a file of the folder
  o.path, -- path inside the root
  o.folder, -- the path without its last part
  o.entry_index -- position in the container, from 0; NULL: no container
FROM _occurrences AS o
JOIN _sources AS s ON s.source_id = o.source_id
LEFT JOIN _sources AS c ON c.source_id = o.container_id;

CREATE VIEW source_chunks AS
-- The original bytes, zstd-compressed, in pieces that end at a line where there are lines.
SELECT
  id, -- local id
  source_id, -- the source
  part, -- 0: the file; 1 and up: the other files of a store
  byte_offset, -- bytes from the start of the part
  size_bytes, -- uncompressed bytes
  first_line, -- number of the first line that begins here; NULL: not a text
  sha256, -- of the uncompressed bytes
  data -- zstd; NULL: a container holds the bytes, or originals were dropped
FROM _source_chunks;

CREATE VIEW import_issues AS
-- Everything that could not be read as expected, and what artifacts say against each other.
SELECT
  i.id, -- local id
  i.source_id, -- the source; NULL: a file that could not become one
  i.source_member, -- member of an archive, table of a store; NULL: the source itself
  i.source_line, -- line, row or entry number; NULL: the whole
  i.byte_offset, -- bytes from the start; NULL: not told
  i.severity, -- info, warning, data_loss, error
  i.code, -- stable name of the problem
  i.message, -- one sentence
  i.raw, -- the text as it stands, cut when very long; NULL: none
  (SELECT min(path) FROM _occurrences AS o WHERE o.source_id = i.source_id) AS path -- one of the paths of the source
FROM _issues AS i
UNION ALL
SELECT
  -b.id,
  CAST(NULL AS INTEGER),
  CAST(NULL AS TEXT),
  CAST(NULL AS INTEGER),
  CAST(NULL AS INTEGER),
  b.severity,
  b.code,
  b.message,
  CAST(NULL AS TEXT),
  b.path
FROM _bundle_issues AS b
UNION ALL
SELECT
  -4294967296 - d.id,
  d.source_id,
  CAST(NULL AS TEXT),
  CAST(NULL AS INTEGER),
  CAST(NULL AS INTEGER),
  d.severity,
  d.code,
  d.message,
  CAST(NULL AS TEXT),
  (SELECT min(path) FROM _occurrences AS o WHERE o.source_id = d.source_id)
FROM _derived_issues AS d;

CREATE VIEW conflicts AS
-- Sources that were read in more than one way; `sources` says which reading is in here.
SELECT
  r.source_key, -- name of the source
  r.importer, -- format of this reading
  r.importer_version, -- its version
  r.forced, -- 1: the user named the reading
  r.row_count, -- rows that it gave
  r.issue_count -- issues that it gave
FROM _readings AS r
WHERE (SELECT count(*) FROM _readings AS other WHERE other.source_key = r.source_key) > 1;

CREATE VIEW blobs AS
-- Bytes of binary files, once per content.
SELECT
  sha256, -- of the bytes
  size_bytes, -- bytes
  content -- the bytes
FROM _blobs;
