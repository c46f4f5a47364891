-- Made before the rows come: entries that come nearly in order or are few cost less to keep up than another pass over a
-- table that does not fit the cache. As in indexes.sql, each serves a view's filter, facet or order.
CREATE INDEX _logs_run ON _logs (run_id) WHERE superseded = 0 AND run_id IS NOT NULL;
CREATE INDEX _logs_timestamp ON _logs (timestamp) WHERE superseded = 0;
-- With id between them, a page is in order and a histogram by level needs no row.
CREATE INDEX _logs_severe ON _logs (timestamp, id, level, severity) WHERE superseded = 0 AND severity >= 13;
CREATE INDEX _events_run ON _events (run_id) WHERE superseded = 0 AND run_id IS NOT NULL;
CREATE INDEX _events_timestamp ON _events (timestamp) WHERE superseded = 0;
