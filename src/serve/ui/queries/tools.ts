// Tools: how often called, how well, how long they took.

import { query } from "../api/client.ts";
import { countOf, numberOf, textOf } from "../api/rows.ts";
import type { Loading } from "../state/answer.ts";

export interface Tool {
  readonly name: string | null;
  readonly calls: number;
  readonly failed: number;
  readonly denied: number;
  readonly pending: number;
  readonly totalMs: number | null;
  readonly meanMs: number | null;
  readonly longestMs: number | null;
  /** Calls whose duration lies in each step of `durationEdges`. */
  readonly durations: readonly number[];
  /** Of `durations`, those that failed. */
  readonly failedDurations: readonly number[];
}

/** Milliseconds where the steps begin, about three to a power of ten; the last one has no end. */
export const durationEdges = [
  0, 1, 2, 5, 10, 20, 50, 100, 200, 500, 1e3, 2e3, 5e3, 1e4, 2e4, 5e4, 1e5, 3e5, 1e6,
] as const;

export const toolsSql = `SELECT tool_name, count(*) AS calls,
  count(CASE status WHEN 'error' THEN 1 END) AS failed,
  count(CASE status WHEN 'denied' THEN 1 END) AS denied, count(CASE status WHEN 'pending' THEN 1 END) AS pending,
  sum(duration_ms) AS total_ms, avg(duration_ms) AS mean_ms, max(duration_ms) AS longest_ms
FROM tool_calls
GROUP BY tool_name
ORDER BY failed DESC, calls DESC
LIMIT 500`;

const durationsSql = `SELECT tool_name, CASE
${durationEdges
  .slice(1)
  .map((edge, step) => `  WHEN duration_ms < ${edge} THEN ${step}`)
  .join("\n")}
  ELSE ${durationEdges.length - 1} END AS step,
  count(*) AS calls, count(CASE WHEN status IN ('error', 'denied') THEN 1 END) AS failed
FROM tool_calls
WHERE duration_ms IS NOT NULL
GROUP BY tool_name, step`;

export function tools(bundle: string): Loading<readonly Tool[]> {
  return {
    key: `tools ${bundle}`,
    load: async (signal) => {
      const [counts, steps] = await Promise.all([
        query(bundle, toolsSql, {}, signal),
        query(bundle, durationsSql, {}, signal),
      ]);
      const byTool = Map.groupBy(steps.rows, (row) => textOf(row.tool_name));
      return counts.rows.map((row) => {
        const durations = durationEdges.map(() => 0);
        const failedDurations = durationEdges.map(() => 0);
        for (const step of byTool.get(textOf(row.tool_name)) ?? []) {
          durations[countOf(step.step)] = countOf(step.calls);
          failedDurations[countOf(step.step)] = countOf(step.failed);
        }
        return {
          name: textOf(row.tool_name),
          calls: countOf(row.calls),
          failed: countOf(row.failed),
          denied: countOf(row.denied),
          pending: countOf(row.pending),
          totalMs: numberOf(row.total_ms),
          meanMs: numberOf(row.mean_ms),
          longestMs: numberOf(row.longest_ms),
          durations,
          failedDurations,
        };
      });
    },
  };
}
