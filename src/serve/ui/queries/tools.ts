// Tools: how often called, how well, how long they took.

import type { Tools } from "../../api/types.ts";
import { endpoint, query } from "../api/client.ts";
import { countOf, type Row, textOf } from "../api/rows.ts";
import type { Loading } from "../state/answer.ts";

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

export function tools(bundle: string): Loading<Tools> {
  return { key: `tools ${bundle}`, load: (signal) => endpoint<Tools>(bundle, "tools", {}, signal) };
}

export interface Durations {
  /** Calls whose duration lies in each step of `durationEdges`. */
  readonly calls: readonly number[];
  /** Of these, those that failed or were denied. */
  readonly failed: readonly number[];
}

/** By the tool's name; null: calls without one. */
export function toolDurations(bundle: string): Loading<ReadonlyMap<string | null, Durations>> {
  return {
    key: `tool durations ${bundle}`,
    load: async (signal) => {
      const { rows } = await query(bundle, durationsSql, {}, signal);
      const byTool = Map.groupBy(rows, (row) => textOf(row.tool_name));
      return new Map([...byTool].map(([name, steps]) => [name, durationsOf(steps)]));
    },
  };
}

function durationsOf(steps: readonly Row[]): Durations {
  const calls = durationEdges.map(() => 0);
  const failed = durationEdges.map(() => 0);
  for (const step of steps) {
    calls[countOf(step.step)] = countOf(step.calls);
    failed[countOf(step.step)] = countOf(step.failed);
  }
  return { calls, failed };
}
