// What is served, and how much of each kind a bundle holds.

import type { Database, Databases, TableCounts } from "../../api/types.ts";
import { ask, type DatabaseAnswer, database, endpoint } from "../api/client.ts";
import type { Loading } from "../state/answer.ts";
import type { PageName } from "../state/place.ts";
import { root } from "../state/root.ts";

export const databases: Loading<readonly Database[]> = {
  key: "databases",
  load: async (signal) => ((await ask(`${root}/-/databases.json`, signal)) as unknown as Databases).databases,
};

/** What is served under a name: a bundle, or another SQLite file, of which only tables and SQL are shown. */
export function databaseOf(bundle: string): Loading<DatabaseAnswer> {
  return { key: `database ${bundle}`, load: (signal) => database(bundle, signal) };
}

const countedTables: Readonly<Partial<Record<PageName, string>>> = {
  sessions: "sessions",
  logs: "logs",
  errors: "errors",
  tools: "tool_calls",
  files: "files",
};

export type PageCounts = Readonly<Partial<Record<PageName, number>>>;

/** How much stands behind a link of the header; what takes too long to count is left out. */
export function pageCounts(bundle: string): Loading<PageCounts> {
  const names = Object.values(countedTables).join(",");
  return {
    key: `counts ${bundle}`,
    load: async (signal) => {
      const { tables } = await endpoint<TableCounts>(bundle, "tables", { names }, signal);
      const counts = new Map(tables.map(({ name, row_count }) => [name, row_count]));
      return Object.fromEntries(
        Object.entries(countedTables).flatMap(([page, table]) => {
          const count = counts.get(table) ?? null;
          return count === null ? [] : [[page, count]];
        }),
      );
    },
  };
}
