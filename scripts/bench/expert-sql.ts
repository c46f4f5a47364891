// What someone who knows the sqlite3 shell writes for the whole job: no originals, digests, issues or views, the same indexes.

const fast = "PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA cache_size = -32768;";

const columns = "timestamp, level, logger, event, message, session_id, context";

const table = `
CREATE TABLE logs (
  id INTEGER PRIMARY KEY, source_id INTEGER, timestamp TEXT, level TEXT, logger TEXT, event TEXT, message TEXT, session_id TEXT, context TEXT
);
`;

const indexes = `
CREATE INDEX logs_session ON logs (session_id, timestamp);
CREATE INDEX logs_level ON logs (level);
CREATE INDEX logs_event ON logs (event);
CREATE INDEX logs_timestamp ON logs (timestamp);
`;

export const expertSql = {
  schema: `${fast} ${table}
CREATE TEMP TABLE lines (line TEXT);
CREATE TABLE cells (timestamp TEXT, level TEXT, logger TEXT, event TEXT, message TEXT, session_id TEXT, context TEXT);
`,
  /** Makes `.import` take a line as one cell. */
  lines: `.mode ascii
.separator "\\037" "\\n"
`,
  /** Of lines that were imported as one cell each. */
  load: `
INSERT INTO logs (id, source_id, ${columns})
SELECT rowid, 1, line ->> 'timestamp', line ->> 'level', line ->> 'logger', line ->> 'event', line ->> 'message',
  line ->> '$.context.session_id', line -> 'context'
FROM lines;
${indexes}`,
  /** Of cells that jq wrote. */
  cells: `${fast}
INSERT INTO logs (id, source_id, ${columns}) SELECT rowid, 1, ${columns} FROM cells;
DROP TABLE cells;
${indexes}`,
  merge: `${fast} ${table}
ATTACH 'e-large.db' AS one; ATTACH 'e-small.db' AS two;
INSERT INTO logs SELECT * FROM one.logs;
INSERT INTO logs SELECT id + (SELECT max(id) FROM one.logs), 2, ${columns} FROM two.logs;
${indexes}`,
};
