// What is served, and how much of each kind a bundle holds.

import type { Database, Databases } from "../../api/types.ts";
import { ask, type DatabaseAnswer, database, query } from "../api/client.ts";
import { countOf } from "../api/rows.ts";
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

const countsSql = `SELECT
  (SELECT count(*) FROM sessions) AS sessions,
  (SELECT count(*) FROM logs) AS logs,
  (SELECT count(*) FROM errors) AS errors,
  (SELECT count(*) FROM tool_calls) AS tools,
  (SELECT count(*) FROM files) AS files`;

export function pageCounts(bundle: string): Loading<Partial<Record<PageName, number>>> {
  return {
    key: `counts ${bundle}`,
    load: async (signal) => {
      const [counts] = (await query(bundle, countsSql, {}, signal)).rows;
      if (counts === undefined) return {};
      return {
        sessions: countOf(counts.sessions),
        logs: countOf(counts.logs),
        errors: countOf(counts.errors),
        tools: countOf(counts.tools),
        files: countOf(counts.files),
      };
    },
  };
}
