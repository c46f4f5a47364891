// What the first screen answers: did it succeed, where did it fail first, what cost most, what is in here.

import type { Overview } from "../../api/types.ts";
import { endpoint, query } from "../api/client.ts";
import { numberOf, type Row, textOf } from "../api/rows.ts";
import type { Loading } from "../state/answer.ts";

/** One screen's worth of a bundle. */
export function overview(bundle: string): Loading<Overview> {
  return { key: `overview ${bundle}`, load: (signal) => endpoint<Overview>(bundle, "overview", {}, signal) };
}

export interface CostlyStep {
  readonly table: "tool_calls" | "prompt_events";
  readonly id: string;
  readonly name: string | null;
  readonly session: string | null;
  readonly timestamp: string | null;
  readonly durationMs: number | null;
  readonly tokens: number | null;
}

const slowSql = `SELECT * FROM (
  SELECT 'tool_calls' AS origin_table, id, tool_name AS name, session_id, timestamp, duration_ms, NULL AS tokens
  FROM tool_calls WHERE duration_ms IS NOT NULL ORDER BY duration_ms DESC LIMIT 6
)
UNION ALL
SELECT * FROM (
  SELECT 'prompt_events', id, prompt_name, session_id, timestamp, duration_ms, total_tokens
  FROM prompt_events WHERE event_type = 'executed' AND duration_ms IS NOT NULL ORDER BY duration_ms DESC LIMIT 6
)
ORDER BY duration_ms DESC
LIMIT 6`;

const tokensSql = `SELECT 'prompt_events' AS origin_table, id, coalesce(prompt_name, response_model, request_model) AS name, session_id, timestamp, duration_ms, total_tokens AS tokens
FROM prompt_events
WHERE event_type = 'executed' AND total_tokens > 0
ORDER BY total_tokens DESC
LIMIT 6`;

export const costlySql = { duration: slowSql, tokens: tokensSql } as const;

export function costliest(bundle: string, by: keyof typeof costlySql): Loading<readonly CostlyStep[]> {
  return {
    key: `costliest ${by} ${bundle}`,
    load: async (signal) => (await query(bundle, costlySql[by], {}, signal)).rows.map(costlyStepOf),
  };
}

function costlyStepOf(row: Row): CostlyStep {
  return {
    table: row.origin_table === "tool_calls" ? "tool_calls" : "prompt_events",
    id: textOf(row.id) ?? "",
    name: textOf(row.name),
    session: textOf(row.session_id),
    timestamp: textOf(row.timestamp),
    durationMs: numberOf(row.duration_ms),
    tokens: numberOf(row.tokens),
  };
}
