// One conversation's rows: turns, messages, entities, tools, calls, errors and events as the view joins them.

import { beforeTime, type Condition, equals, fromTime } from "../viewing/conditions.ts";
import type { Arm, TimelineFilter } from "./arms.ts";

/** A conversation has one stream; events of the raw log are left out unless they are asked for. */
export function conversationArm(conversation: string, filter: TimelineFilter, withEvents: boolean): Arm {
  const { tool, model, provider, status, since, until } = filter;
  const kinds = [
    ...(tool === null ? [] : [{ sql: "(kind = 'tool' AND name = ?)", values: [tool] }]),
    ...(filter.class === null ? [] : [{ sql: "(kind = 'error' AND name = ?)", values: [filter.class] }]),
    ...(model === null && provider === null ? [] : [calls(model, provider)]),
  ];
  return {
    columns: `timestamp, time_zone, session_id, NULL AS run_id, source_id, NULL AS source_line, kind, name,
      CASE kind
        WHEN 'tool' THEN (SELECT status FROM tool_calls WHERE id = origin_id)
        WHEN 'model_call' THEN (SELECT result_type FROM prompt_events WHERE id = origin_id)
        WHEN 'error' THEN 'error'
      END AS status,
      CASE kind
        WHEN 'tool' THEN (SELECT CASE WHEN status IN ('error', 'denied') THEN 0 ELSE result_success END FROM tool_calls WHERE id = origin_id)
        WHEN 'model_call' THEN (SELECT CASE result_type WHEN 'success' THEN 1 WHEN 'error' THEN 0 WHEN 'timeout' THEN 0 END FROM prompt_events WHERE id = origin_id)
        WHEN 'error' THEN 0
      END AS success,
      CASE kind
        WHEN 'tool' THEN (SELECT duration_ms FROM tool_calls WHERE id = origin_id)
        WHEN 'model_call' THEN (SELECT duration_ms FROM prompt_events WHERE id = origin_id)
      END AS duration_ms,
      detail, CAST(sequence AS TEXT) AS sequence, origin_table, origin_id`,
    from: "conversation_timeline",
    conditions: [
      ...equals("conversation_id", conversation),
      ...(withEvents || kinds.length > 0 ? [] : [{ sql: "kind <> 'event'", values: [] }]),
      ...anyOf(kinds),
      ...(status === null ? [] : [withStatus(status)]),
      ...fromTime("timestamp", since),
      ...beforeTime("timestamp", until),
    ],
  };
}

function calls(model: string | null, provider: string | null): Condition {
  const conditions = [
    "kind = 'model_call'",
    ...(model === null ? [] : ["? IN (p.request_model, p.response_model)"]),
    ...(provider === null ? [] : ["p.provider_name = ?"]),
  ];
  const sql = `EXISTS (SELECT 1 FROM prompt_events AS p WHERE p.id = origin_id AND ${conditions.join(" AND ")})`;
  return { sql, values: [model, provider].filter((value) => value !== null) };
}

function withStatus(status: string): Condition {
  return {
    sql: `((kind = 'tool' AND ? = (SELECT status FROM tool_calls WHERE id = origin_id))
      OR (kind = 'model_call' AND ? = (SELECT result_type FROM prompt_events WHERE id = origin_id))
      OR (kind = 'error' AND ? = 'error'))`,
    values: [status, status === "ok" ? "success" : status, status],
  };
}

function anyOf(conditions: readonly Condition[]): Condition[] {
  if (conditions.length === 0) return [];
  return [
    {
      sql: `(${conditions.map(({ sql }) => sql).join(" OR ")})`,
      values: conditions.flatMap(({ values }) => values),
    },
  ];
}
