-- Sources by path.
SELECT path, importer, importer_version, status, row_count, issue_count, size_bytes, source_key
FROM sources
ORDER BY path, source_key
