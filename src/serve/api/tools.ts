// Tools: how often called, how well, how long they took.

import { jsonAnswer } from "../http/answers.ts";
import type { Visit } from "../visit.ts";
import { rowsOf } from "./ask.ts";
import { oncePerFile } from "./once-per-file.ts";
import type { ToolSummary, Tools } from "./types.ts";

const mostTools = 1_000;

export async function toolsAnswer(visit: Visit): Promise<Response> {
  const session = visit.args.get("session");
  const values = session === null ? {} : { session };
  const sql = `
    SELECT tool_name, count(*) AS call_count, count(DISTINCT session_id) AS session_count,
      sum(status = 'ok') AS ok_count, sum(status = 'error') AS error_count, sum(status = 'denied') AS denied_count,
      sum(status = 'pending') AS pending_count, sum(status = 'unknown') AS unknown_count,
      sum(duration_ms) AS total_ms, avg(duration_ms) AS mean_ms, max(duration_ms) AS longest_ms
    FROM tool_calls
    WHERE ${session === null ? "1" : "session_id = :session"}
    GROUP BY tool_name
    ORDER BY error_count DESC, call_count DESC, tool_name
    LIMIT ${mostTools + 1}`;
  const tools = await oncePerFile(visit, `tools ${JSON.stringify(session)}`, (inner) =>
    rowsOf<ToolSummary>(inner, sql, values),
  );
  return jsonAnswer({
    ok: true,
    tools: tools.slice(0, mostTools),
    truncated: tools.length > mostTools,
  } satisfies Tools);
}
