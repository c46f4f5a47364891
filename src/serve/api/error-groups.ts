// Failures folded by what they say.

import { jsonAnswer } from "../http/answers.ts";
import type { Visit } from "../visit.ts";
import { rowsOf } from "./ask.ts";
import type { ErrorGroup, Errors } from "./types.ts";

const mostGroups = 1_000;

export async function errorsAnswer(visit: Visit): Promise<Response> {
  const session = visit.args.get("session");
  const errorClass = visit.args.get("class");
  const conditions = [
    ...(session === null ? [] : ["e.session_id = :session"]),
    ...(errorClass === null ? [] : ["e.error_class = :class"]),
  ];
  const groups = await errorGroups(visit, conditions.join(" AND ") || "1", mostGroups + 1, {
    ...(session === null ? {} : { session }),
    ...(errorClass === null ? {} : { class: errorClass }),
  });
  return jsonAnswer({
    ok: true,
    groups: groups.slice(0, mostGroups),
    truncated: groups.length > mostGroups,
  } satisfies Errors);
}

/** SQLite takes the bare columns from the row of the smallest time. */
export function errorGroups(visit: Visit, where: string, limit: number, values: Readonly<Record<string, string>>) {
  const sql = `
    SELECT e.fingerprint, e.error_class, e.error_type, e.message, count(*) AS error_count,
      count(DISTINCT e.session_id) AS session_count, min(ifnull(e.timestamp, '9')) AS earliest, e.timestamp AS first_at,
      max(e.timestamp) AS last_at, sum(t.duration_ms) AS wasted_ms, e.id AS example_id
    FROM errors AS e
    LEFT JOIN tool_calls AS t ON e.origin_table IN ('tool_calls', 'tool_invocations') AND t.id = e.origin_id
    WHERE ${where}
    GROUP BY e.fingerprint, e.error_class
    ORDER BY error_count DESC, earliest, e.fingerprint
    LIMIT ${limit}`;
  return rowsOf<ErrorGroup & { earliest: string }>(visit, sql, values).then((rows) =>
    rows.map(({ earliest: _, ...group }): ErrorGroup => group),
  );
}
