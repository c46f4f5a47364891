// Failures folded by what they say.

import { jsonAnswer } from "../http/answers.ts";
import type { Visit } from "../visit.ts";
import { rowOf, rowsOf } from "./ask.ts";
import { oncePerFile } from "./once-per-file.ts";
import type { ErrorGroup, Errors } from "./types.ts";

const mostGroups = 1_000;

export async function errorsAnswer(visit: Visit): Promise<Response> {
  const session = visit.args.get("session");
  const errorClass = visit.args.get("class");
  const conditions = [
    ...(session === null ? [] : ["e.session_id = :session"]),
    ...(errorClass === null ? [] : ["e.error_class = :class"]),
  ];
  const where = conditions.join(" AND ") || "1";
  const values = {
    ...(session === null ? {} : { session }),
    ...(errorClass === null ? {} : { class: errorClass }),
  };
  const [groups, totals] = await Promise.all([
    oncePerFile(visit, `errors ${JSON.stringify([where, values])}`, (inner) =>
      errorGroups(inner, where, mostGroups + 1, values),
    ),
    rowOf<Totals>(visit, totalsSql(where), values),
  ]);
  return jsonAnswer({
    ok: true,
    groups: groups.slice(0, mostGroups),
    truncated: groups.length > mostGroups,
    group_count: totals?.group_count ?? groups.length,
    error_count: totals?.error_count ?? 0,
  } satisfies Errors);
}

interface Totals {
  readonly group_count: number;
  /** NULL: there is none. */
  readonly error_count: number | null;
}

function totalsSql(where: string): string {
  return `SELECT count(*) AS group_count, sum(n) AS error_count FROM (
    SELECT count(*) AS n FROM errors AS e WHERE ${where} GROUP BY e.fingerprint, e.error_class)`;
}

/**
 * SQLite takes the bare columns from the row of the smallest time, as long as a query asks for that only: the last time
 * of each kind is found apart.
 */
export function errorGroups(visit: Visit, where: string, limit: number, values: Readonly<Record<string, string>>) {
  const sql = `
    WITH found AS MATERIALIZED (
      SELECT e.id, e.fingerprint, e.error_class, e.error_type, e.error_code, e.message, e.session_id, e.timestamp,
        t.tool_name, t.duration_ms
      FROM errors AS e
      LEFT JOIN tool_calls AS t ON e.origin_table IN ('tool_calls', 'tool_invocations') AND t.id = e.origin_id
      WHERE ${where}
    ), ends AS (
      SELECT fingerprint, error_class, max(timestamp) AS last_at FROM found GROUP BY fingerprint, error_class
    )
    SELECT f.fingerprint, f.error_class, f.error_type, f.error_code, f.tool_name, f.message, count(*) AS error_count,
      count(DISTINCT f.session_id) AS session_count, min(ifnull(f.timestamp, '9')) AS earliest, f.timestamp AS first_at,
      ends.last_at, sum(f.duration_ms) AS wasted_ms, f.id AS example_id
    FROM found AS f
    JOIN ends ON ends.fingerprint IS f.fingerprint AND ends.error_class IS f.error_class
    GROUP BY f.fingerprint, f.error_class
    ORDER BY error_count DESC, earliest, f.fingerprint
    LIMIT ${limit}`;
  return rowsOf<ErrorGroup & { earliest: string }>(visit, sql, values).then((rows) =>
    rows.map(({ earliest: _, ...group }): ErrorGroup => group),
  );
}
