// The whole job: import two logs, merge, ask two questions, export CSV and JSON; beside scripts that an expert writes for it.

import { join } from "node:path";
import { expertSql } from "../expert-sql.ts";
import { type Bench, ifInstalled, logFile, shell, type Work } from "./work.ts";

const ours = `
program=$1 large=$2 small=$3; cd "$4"
"$program" create "$large" -o large.db --force --search none
"$program" create "$small" -o small.db --force --search none
"$program" merge large.db small.db -o both.db --force
"$program" query both.db "$5"
"$program" query both.db "$6"
"$program" export both.db --query "$7" --format csv > both.csv
"$program" export both.db --query "$7" --format json > both.json
`;

/** All steps after the import are the same in each expert's script. */
const theirEnd = `
sqlite3 e-both.db ".read expert-merge.sql"
sqlite3 e-both.db "$4"
sqlite3 e-both.db "$5"
sqlite3 -csv -header e-both.db "$6" > e-both.csv
sqlite3 -json e-both.db "$6" > e-both.json
`;

const theirBegin = `large=$1 small=$2; cd "$3"; rm -f e-large.db e-small.db e-both.db; `;

const sqliteOnly = `${theirBegin}
sqlite3 e-large.db ".read expert-schema.sql" ".read expert-lines.sql" ".import '$large' lines" ".read expert-load.sql"
sqlite3 e-small.db ".read expert-schema.sql" ".read expert-lines.sql" ".import '$small' lines" ".read expert-load.sql"
${theirEnd}`;

const jqRow = "[.timestamp, .level, .logger, .event, .message, .context.session_id, (.context | tojson)] | @csv";

const jqAndSqlite = `${theirBegin}
for name in large small; do
  eval "log=\\$$name"
  sqlite3 e-$name.db ".read expert-schema.sql"
  jq -r '${jqRow}' "$log" | sqlite3 e-$name.db ".import --csv /dev/stdin cells" ".read expert-cells.sql"
done
${theirEnd}`;

export async function* job(bench: Bench): AsyncGenerator<Work> {
  const logs = [await logFile(bench, 1), await logFile(bench, 2, Math.ceil(bench.rows / 10))];
  for (const [name, sql] of Object.entries(expertSql)) await Bun.write(join(bench.folder, `expert-${name}.sql`), sql);
  // The last one is what is exported.
  const questions = [
    "SELECT level, count(*) AS n FROM logs GROUP BY level ORDER BY n DESC",
    "SELECT event, count(*) AS n FROM logs WHERE level IN ('WARNING', 'ERROR') GROUP BY event ORDER BY n DESC",
    "SELECT id, source_id, timestamp, level, logger, event, message, session_id, context FROM logs",
  ];
  const theirs = (tools: readonly string[], script: string) =>
    ifInstalled(tools, shell(`set -e; ${script}`, "sh", ...logs, bench.folder, ...questions));
  yield {
    name: `the whole job with ${Math.round(bench.rows * 1.1)} lines`,
    ours: shell(`set -e; ${ours}`, "sh", bench.program, ...logs, bench.folder, ...questions),
    others: [
      { name: "sqlite3 alone", command: theirs(["sqlite3"], sqliteOnly), target: "≤ 1.0" },
      { name: "jq + sqlite3", command: theirs(["jq", "sqlite3"], jqAndSqlite) },
    ],
  };
}
