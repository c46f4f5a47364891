// What someone who knows DuckDB writes for the whole job. It wants no indexes.

const columns = "timestamp, level, logger, event, message, context ->> '$.session_id' AS session_id, context";

export const expertDuckdb = {
  "duckdb-load": `
CREATE TABLE logs AS SELECT row_number() OVER () AS id, SOURCE AS source_id, ${columns}
FROM read_json('LOG', format = 'newline_delimited', columns = {timestamp: 'VARCHAR', level: 'VARCHAR', logger: 'VARCHAR', event: 'VARCHAR', message: 'VARCHAR', context: 'JSON'});
`,
  "duckdb-merge": `
ATTACH 'e-large.duckdb' AS one (READ_ONLY);
ATTACH 'e-small.duckdb' AS two (READ_ONLY);
CREATE TABLE logs AS SELECT * FROM one.logs;
INSERT INTO logs SELECT id + (SELECT max(id) FROM one.logs), * EXCLUDE (id) FROM two.logs;
`,
};
