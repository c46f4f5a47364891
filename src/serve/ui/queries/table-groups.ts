// Tables by what they tell, and how many rows each has.

import type { SchemaTable, TableCounts } from "../../api/types.ts";
import { endpoint } from "../api/client.ts";
import type { Loading } from "../state/answer.ts";

export interface TableGroup {
  readonly title: string;
  readonly tables: readonly SchemaTable[];
}

const groups: readonly (readonly [title: string, names: string])[] = [
  [
    "Sessions and runs",
    "sessions runs errors error_repeats execution_timeline token_summary token_usage token_summary_by_run",
  ],
  [
    "Tools and prompts",
    "tool_calls tool_invocations tool_summary prompt_events prompt_renders prompt_executions messages",
  ],
  ["Logs and events", "logs error_log error_summary events events_distinct event_anomalies spans"],
  ["State and files", "slice_items slice_history slice_snapshots files blobs documents"],
  [
    "Conversations and turns",
    "conversations conversation_timeline turns turn_blocks timeline_entities turn_phase_timings block_lineage projection_lag",
  ],
  ["Agents of orchestrators", "agents agent_mail agent_metrics agent_token_snapshots merge_queue"],
  ["Sandboxes", "executions execution_artifacts python_variables python_modules bind_checks"],
  ["Where it is from", "bundle_meta bundles sources bundle_sources source_chunks import_issues conflicts coverage"],
  ["Across all tables", "ids search"],
];

const others = "Others";

/** In the order in which they are most asked for; what no group names stands in the last one. */
export function tableGroups(tables: readonly SchemaTable[]): readonly TableGroup[] {
  const places = new Map(groups.flatMap(([title, names]) => names.split(" ").map((name) => [name, title] as const)));
  const grouped = Map.groupBy(tables, ({ name }) => places.get(name) ?? others);
  return [...groups.map(([title]) => title), others].flatMap((title) => {
    const found = grouped.get(title);
    return found === undefined ? [] : [{ title, tables: found }];
  });
}

/** Counted a group at a time, so that a slow one holds up no other; null: it takes too long. */
export function rowCounts(bundle: string, names: readonly string[]): Loading<Readonly<Record<string, number | null>>> {
  return {
    key: `row counts ${bundle} ${names.join(" ")}`,
    load: async (signal) => {
      const { tables } = await endpoint<TableCounts>(bundle, "tables", { names: names.join(",") }, signal);
      return Object.fromEntries(tables.map(({ name, row_count }) => [name, row_count]));
    },
  };
}
