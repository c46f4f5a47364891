// The floor of an import: parse each line, insert its fields, make the indexes of the logs. No originals, no digests, no checks.
// Usage: bun scripts/bench/floor-import.ts app.log out.db

import { Database } from "bun:sqlite";
import { closeSync, openSync, readSync, rmSync } from "node:fs";
import logs from "../../src/schema/migrations/0001_facts.sql" with { type: "text" };
import { indexStatements } from "../../src/schema/schema.ts";

const [input = "", output = ""] = process.argv.slice(2);
rmSync(output, { force: true });
const db = new Database(output);
db.exec("PRAGMA page_size = 8192; PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA cache_size = -32768");
const table = /CREATE TABLE _logs \([^;]+\) STRICT;/.exec(logs)?.[0];
if (table === undefined) throw new Error("The schema has no table _logs.");
db.exec(table);
db.exec("BEGIN");
const insert = db.prepare(
  `INSERT INTO _logs (id, source_id, source_line, session_id, run_id, timestamp, level, logger, event, message, context)
   VALUES (?, 1, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
);
let n = 0;
for (const text of lines(input)) {
  const record = JSON.parse(text);
  n++;
  insert.run(
    4294967296 + n,
    n,
    record.context.session_id ?? null,
    record.context.run_id ?? null,
    record.timestamp,
    record.level,
    record.logger,
    record.event,
    record.message,
    JSON.stringify(record.context),
  );
}
// As the program does: a small cache sorts faster.
db.exec("PRAGMA cache_size = -4096");
for (const statement of indexStatements) if (statement.includes(" ON _logs ")) db.exec(statement);
db.exec("COMMIT");
db.close();

function* lines(path: string): Generator<string> {
  const descriptor = openSync(path, "r");
  const buffer = Buffer.alloc(1024 * 1024);
  let rest = "";
  for (let read = readSync(descriptor, buffer); read > 0; read = readSync(descriptor, buffer)) {
    const parts = (rest + buffer.toString("utf8", 0, read)).split("\n");
    rest = parts.pop() ?? "";
    yield* parts;
  }
  if (rest !== "") yield rest;
  closeSync(descriptor);
}
