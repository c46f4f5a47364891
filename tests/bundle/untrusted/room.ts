// A pool over a small database of our own, for the tests of the untrusted room.

import { Database } from "bun:sqlite";
import { afterAll } from "bun:test";
import { mkdtempSync, readdirSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { QueryPool } from "../../../src/bundle/untrusted/pool.ts";
import type { QueryError, QueryRequest } from "../../../src/bundle/untrusted/protocol.ts";

export const endless = "WITH RECURSIVE c(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM c) SELECT count(*) FROM c";

/** A folder, a database in it and a pool, for one test file; all are gone after its tests. */
export function makeRoom() {
  const folder = mkdtempSync(join(tmpdir(), "dbundle-room-test-"));
  const queries = new QueryPool();
  afterAll(async () => {
    await queries.close();
    rmSync(folder, { recursive: true, force: true });
  });

  /** Makes a database with these statements and closes it. */
  function database(name: string, ...statements: string[]): string {
    const file = join(folder, name);
    const made = new Database(file, { create: true });
    for (const statement of statements) made.run(statement);
    made.close();
    return file;
  }

  const notes = database(
    "notes.db",
    "CREATE TABLE notes(id INTEGER PRIMARY KEY, level TEXT, text TEXT, data BLOB, size REAL)",
    "INSERT INTO notes VALUES (1, 'INFO', 'start', NULL, 1.0), (2, 'ERROR', 'it \"broke\", twice', x'00ff', 9e999)",
    "CREATE VIRTUAL TABLE found USING fts5(text)",
    "INSERT INTO found VALUES ('a needle in the hay')",
  );

  /** The kind of error with which a query of the notes ends, or its rows when it does not. */
  async function outcome(request: Omit<QueryRequest, "file">, pool: QueryPool = queries): Promise<unknown> {
    return pool.run({ file: notes, ...request }).then(
      (answer) => answer.rows,
      (error: QueryError) => error.kind,
    );
  }

  return { folder, queries, notes, database, outcome };
}

/** Names, sizes and times of what lies in the folder. */
export function snapshot(of: string): unknown {
  return readdirSync(of).map((name) => [name, statSync(join(of, name)).size, statSync(join(of, name)).mtimeMs]);
}
