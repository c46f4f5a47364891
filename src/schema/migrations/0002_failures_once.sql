-- Why: a failed tool call and the log record that tells of it again were two errors; the second is now kept as a repeat of the first. (Version 2 also has other indexes on logs and events.)
CREATE TABLE _error_repeats (
  log_id INTEGER PRIMARY KEY,          -- in _logs
  error_id INTEGER NOT NULL,           -- in _errors
  link TEXT NOT NULL CHECK (link IN ('call_id', 'event_id', 'message', 'logger'))
) STRICT;
