// From the first to the last step of a session or of the whole bundle; each end is one look into an index.

import type { Visit } from "../visit.ts";
import { rowOf } from "./ask.ts";
import { stepSources } from "./step-kinds.ts";
import type { Span } from "./time-buckets.ts";

const tables = [...new Set(stepSources.map(({ rows, everyWhere }) => `${rows} WHERE ${everyWhere ?? "1"}`))];

/** Null: of the whole bundle. */
export async function stepSpan(visit: Visit, session: string | null): Promise<Span> {
  const ofSession = session === null ? "1" : "session_id = :session";
  const ends = tables.flatMap((table) => [
    `SELECT (SELECT timestamp FROM ${table} AND ${ofSession} AND timestamp IS NOT NULL ORDER BY timestamp LIMIT 1) AS at`,
    `SELECT (SELECT timestamp FROM ${table} AND ${ofSession} AND timestamp IS NOT NULL ORDER BY timestamp DESC LIMIT 1)`,
  ]);
  const sql = `SELECT min(at) AS "from", max(at) AS "to" FROM (${ends.join(" UNION ALL ")})`;
  const values = session === null ? {} : { session };
  return (await rowOf<Span>(visit, sql, values)) ?? { from: null, to: null };
}
