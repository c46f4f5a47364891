// What the first screen answers: did it succeed, where did it fail first, what cost most, what is in here.

import type { Overview } from "../../api/types.ts";
import { endpoint } from "../api/client.ts";
import type { Loading } from "../state/answer.ts";

/** One screen's worth of a bundle. */
export function overview(bundle: string): Loading<Overview> {
  return { key: `overview ${bundle}`, load: (signal) => endpoint<Overview>(bundle, "overview", {}, signal) };
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

const tokensSql = `SELECT 'prompt_events' AS origin_table, id, coalesce(prompt_name, response_model, request_model) AS name, session_id, timestamp, duration_ms, coalesce(total_tokens, ifnull(input_tokens, 0) + ifnull(output_tokens, 0)) AS tokens
FROM prompt_events
WHERE event_type = 'executed' AND tokens > 0
ORDER BY tokens DESC
LIMIT 6`;

export const costlySql = { duration: slowSql, tokens: tokensSql } as const;
