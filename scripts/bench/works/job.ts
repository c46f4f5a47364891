// The whole job: import two logs, merge, ask two questions, export CSV and JSON; beside scripts that an expert writes for it.

import { join } from "node:path";
import { expertDuckdb } from "../expert-duckdb.ts";
import { expertSql } from "../expert-sql.ts";
import type { Command } from "../measure.ts";
import { type Bench, ifInstalled, logFile, shell } from "./work.ts";

/** What each leaves in the folder, PREFIX in front: `levels.csv`, `events.csv`, `both.csv`, `both.json`. */
export interface Job {
  readonly name: string;
  readonly prefix: string;
  /** Null: not installed. */
  readonly command: Command | null;
}

/** In each script `$1` and `$2` are the logs, `$3` the folder, then the two questions and what is exported. */
const ours = `
program=$7; cd "$3"
"$program" create "$1" -o large.db --force --search none
"$program" create "$2" -o small.db --force --search none
"$program" merge large.db small.db -o both.db --force
"$program" query both.db --format csv "$4" > ours-levels.csv
"$program" query both.db --format csv "$5" > ours-events.csv
"$program" export both.db --query "$6" --format csv > ours-both.csv
"$program" export both.db --query "$6" --format json > ours-both.json
`;

/** All steps after the import are the same with the shell of SQLite. */
const sqliteEnd = (prefix: string) => `
sqlite3 e-both.db ".read expert-merge.sql"
sqlite3 -csv -header e-both.db "$4" > ${prefix}-levels.csv
sqlite3 -csv -header e-both.db "$5" > ${prefix}-events.csv
sqlite3 -csv -header e-both.db "$6" > ${prefix}-both.csv
sqlite3 -json e-both.db "$6" > ${prefix}-both.json
`;

const begin = `large=$1 small=$2; cd "$3"; rm -f e-large.db e-small.db e-both.db; `;

const sqliteOnly = `${begin}
sqlite3 e-large.db ".read expert-schema.sql" ".read expert-lines.sql" ".import '$large' lines" ".read expert-load.sql"
sqlite3 e-small.db ".read expert-schema.sql" ".read expert-lines.sql" ".import '$small' lines" ".read expert-load.sql"
${sqliteEnd("sqlite3")}`;

const jqRow = "[.timestamp, .level, .logger, .event, .message, .context.session_id, (.context | tojson)] | @csv";

const jqAndSqlite = `${begin}
for name in large small; do
  eval "log=\\$$name"
  sqlite3 e-$name.db ".read expert-schema.sql"
  jq -r '${jqRow}' "$log" | sqlite3 e-$name.db ".import --csv /dev/stdin cells" ".read expert-cells.sql"
done
${sqliteEnd("jq")}`;

const sqliteUtils = `${begin}
for name in large small; do
  eval "log=\\$$name"
  sqlite-utils insert e-$name.db cells "$log" --nl --batch-size 10000
  sqlite-utils create-view e-$name.db loaded "SELECT rowid AS id, timestamp, level, logger, event, message, context ->> '$.session_id' AS session_id, context FROM cells"
done
sqlite-utils create-table e-both.db logs id integer source_id integer timestamp text level text logger text event text message text session_id text context text --pk id
sqlite-utils query e-both.db "INSERT INTO logs SELECT id, 1, timestamp, level, logger, event, message, session_id, context FROM one.loaded" --attach one e-large.db
sqlite-utils query e-both.db "INSERT INTO logs SELECT id + (SELECT max(id) FROM logs), 2, timestamp, level, logger, event, message, session_id, context FROM two.loaded" --attach two e-small.db
sqlite-utils create-index e-both.db logs session_id timestamp
for column in level event timestamp; do sqlite-utils create-index e-both.db logs $column; done
sqlite-utils query e-both.db "$4" --csv > sqlite-utils-levels.csv
sqlite-utils query e-both.db "$5" --csv > sqlite-utils-events.csv
sqlite-utils query e-both.db "$6" --csv > sqlite-utils-both.csv
sqlite-utils query e-both.db "$6" > sqlite-utils-both.json
`;

const duckdb = `${begin} rm -f e-*.duckdb
duckdb e-large.duckdb -c "$(sed "s|LOG|$large|; s|SOURCE|1|" expert-duckdb-load.sql)" > /dev/null
duckdb e-small.duckdb -c "$(sed "s|LOG|$small|; s|SOURCE|2|" expert-duckdb-load.sql)" > /dev/null
duckdb e-both.duckdb -c "$(cat expert-duckdb-merge.sql)" > /dev/null
duckdb e-both.duckdb -c "COPY ($4) TO 'duckdb-levels.csv' (HEADER)"
duckdb e-both.duckdb -c "COPY ($5) TO 'duckdb-events.csv' (HEADER)"
duckdb e-both.duckdb -c "COPY ($6) TO 'duckdb-both.csv' (HEADER)"
duckdb e-both.duckdb -c "COPY ($6) TO 'duckdb-both.json' (ARRAY true)"
`;

/** The last one is what is exported. */
const questions = [
  "SELECT level, count(*) AS n FROM logs GROUP BY level ORDER BY n DESC",
  "SELECT event, count(*) AS n FROM logs WHERE level IN ('WARNING', 'ERROR') GROUP BY event ORDER BY n DESC, event",
  "SELECT id, source_id, timestamp, level, logger, event, message, session_id, context FROM logs",
];

/** Ours first. Writes what the scripts read. */
export async function jobs(bench: Bench): Promise<Job[]> {
  const logs = [await logFile(bench, 1), await logFile(bench, 2, Math.ceil(bench.rows / 10))];
  for (const [name, sql] of Object.entries({ ...expertSql, ...expertDuckdb }))
    await Bun.write(join(bench.folder, `expert-${name}.sql`), sql);
  const command = (script: string) =>
    shell(`set -e; ${script}`, "sh", ...logs, bench.folder, ...questions, bench.program);
  return [
    { name: "dbundle", prefix: "ours", command: command(ours) },
    { name: "sqlite3", prefix: "sqlite3", command: ifInstalled(["sqlite3"], command(sqliteOnly)) },
    { name: "jq + sqlite3", prefix: "jq", command: ifInstalled(["jq", "sqlite3"], command(jqAndSqlite)) },
    { name: "sqlite-utils", prefix: "sqlite-utils", command: ifInstalled(["sqlite-utils"], command(sqliteUtils)) },
    { name: "DuckDB", prefix: "duckdb", command: ifInstalled(["duckdb"], command(duckdb)) },
  ];
}
