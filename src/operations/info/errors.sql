-- Failures folded by what they say, the most frequent first.
SELECT
  fingerprint,
  count(*) AS error_count,
  count(DISTINCT session_id) AS session_count,
  min(error_class) AS error_class,
  min(message) AS message,
  min(timestamp) AS first_at
FROM errors
GROUP BY fingerprint
ORDER BY count(*) DESC, min(timestamp), fingerprint
LIMIT 10
