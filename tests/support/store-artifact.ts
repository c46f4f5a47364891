// An artifact of a SQLite database that a script of SQL makes, for tests of importers alone.

import { Database } from "bun:sqlite";
import type { Artifact, Store, StoreRow } from "../../src/artifacts/artifact.ts";

export function storeArtifact(sql: string): Artifact {
  const database = new Database(":memory:", { safeIntegers: true });
  database.exec(sql);
  return {
    path: "unknown",
    head: new TextEncoder().encode("SQLite format 3\0"),
    archive: null,
    store: storeOf(database),
    async *lines() {},
    bytes: async () => database.serialize(),
  };
}

function storeOf(database: Database): Store {
  const names = database.query<{ name: string }, []>(
    "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY rowid",
  );
  const columnsOf = database.query<{ name: string; pk: bigint }, [string]>("SELECT name, pk FROM pragma_table_info(?)");
  const tables = names.all().map(({ name }) => {
    const columns = columnsOf.all(name);
    const keys = columns.filter(({ pk }) => pk > 0n).sort((a, b) => Number(a.pk - b.pk));
    return { name, columns: columns.map((column) => column.name), primaryKey: keys.map((column) => column.name) };
  });
  return {
    userVersion: 0,
    tables,
    problems: [],
    rows: (table) => database.query<StoreRow, []>(`SELECT * FROM "${table.replaceAll('"', '""')}"`).iterate(),
  };
}
