-- What artifacts say against each other stands in import_issues too.
DELETE FROM _derived_issues;
INSERT INTO _derived_issues (source_id, severity, code, message)
SELECT c.source_id, c.severity, c.code, c.message
FROM bind_checks AS c
JOIN _sources AS s ON s.source_id = c.source_id
ORDER BY c.code, s.source_key, c.message;
