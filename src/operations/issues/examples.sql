-- A few issues of each kind, the worst first, and how many of the kind follow the last of them.
WITH placed AS (
  SELECT
    id, path, source_member, source_line, severity, code, message,
    row_number() OVER kind AS place,
    count(*) OVER (PARTITION BY severity, code) AS of_kind,
    CASE severity WHEN 'info' THEN 1 ELSE 5 END AS examples
  FROM import_issues
  WINDOW kind AS (PARTITION BY severity, code ORDER BY id)
)
SELECT
  path, source_member, source_line, severity, code, message,
  CASE place WHEN examples THEN of_kind - examples ELSE 0 END AS more
FROM placed
WHERE place <= examples
ORDER BY CASE severity WHEN 'error' THEN 0 WHEN 'data_loss' THEN 1 WHEN 'warning' THEN 2 ELSE 3 END, min(id) OVER (PARTITION BY severity, code), id
LIMIT ?
