-- What could not be read as expected, by kind, the worst first.
SELECT severity, code, count(*) AS issue_count, min(message) AS message
FROM import_issues
GROUP BY severity, code
ORDER BY CASE severity WHEN 'error' THEN 0 WHEN 'data_loss' THEN 1 WHEN 'warning' THEN 2 ELSE 3 END, count(*) DESC, code
