// The floor of a merge: copy the log rows and the original bytes of two bundles, make the indexes of the logs. SQL for the sqlite3 shell.

import facts from "../../src/schema/migrations/0001_facts.sql" with { type: "text" };
import { attachedColumns, factColumns } from "../../src/schema/rows.ts";
import { indexStatements } from "../../src/schema/schema.ts";

const tables = {
  _logs: [
    "id",
    "source_id",
    "source_member",
    "source_line",
    "session_id",
    "session_inferred",
    "run_id",
    "superseded",
    ...Object.keys(factColumns.logs),
  ],
  _source_chunks: ["id", "source_id", ...attachedColumns.source_chunks],
};

/** Each input has one source; the second one's rows move behind the first one's. */
export function floorMergeSql([first, second]: readonly [string, string]): string {
  const copies = Object.entries(tables).flatMap(([table, columns]) => {
    const moved = columns.map((column) =>
      column === "id" ? "id + 4294967296" : column === "source_id" ? "2" : column,
    );
    return [
      definitionOf(table),
      `INSERT INTO ${table} SELECT ${columns.join(", ")} FROM one.${table};`,
      `INSERT INTO ${table} SELECT ${moved.join(", ")} FROM two.${table};`,
    ];
  });
  return [
    "PRAGMA page_size = 8192; PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA cache_size = -32768;",
    `ATTACH '${first}' AS one; ATTACH '${second}' AS two;`,
    "BEGIN;",
    ...copies,
    "PRAGMA cache_size = -4096;", // As the program does: a small cache sorts faster.
    ...indexStatements.filter((statement) => statement.includes(" ON _logs ")).map((statement) => `${statement};`),
    "COMMIT;",
  ].join("\n");
}

function definitionOf(table: string): string {
  const definition = new RegExp(String.raw`CREATE TABLE ${table} \([\s\S]+?\) STRICT;`).exec(facts)?.[0];
  if (definition === undefined) throw new Error(`The schema has no table ${table}.`);
  return definition;
}
