// Where the rows of a bundle's views lead: sessions, runs, sources, and the index of full text.

import type { ViewDescription } from "../../schema/describe.ts";
import type { ForeignKey } from "./table.ts";

const targets: Readonly<Record<string, { readonly table: string; readonly column: string }>> = {
  session_id: { table: "sessions", column: "session_id" },
  parent_session_id: { table: "sessions", column: "session_id" },
  root_session_id: { table: "sessions", column: "session_id" },
  run_id: { table: "runs", column: "run_id" },
  source_id: { table: "sources", column: "source_id" },
};

/** The links of a view, as if they were foreign keys. */
export function bundleLinks(view: string, described: ViewDescription | undefined): ForeignKey[] {
  return (described?.columns ?? []).flatMap(({ name }) => {
    const target = targets[name];
    // The column that identifies a row leads nowhere else.
    if (target === undefined || (target.table === view && target.column === name)) return [];
    return [{ column: name, otherTable: target.table, otherColumn: target.column }];
  });
}

const searched: Readonly<Record<string, string>> = {
  messages: "messages",
  tool_calls: "tool_calls",
  tool_invocations: "tool_calls",
  prompt_events: "prompt_events",
  prompt_renders: "prompt_events",
  prompt_executions: "prompt_events",
  errors: "errors",
  files: "files",
  documents: "documents",
  logs: "logs",
  error_log: "logs",
  error_summary: "logs",
  events: "events",
};

/** What the index `search` calls the rows of a view; null: they are not in it. */
export function searchedAs(view: string): string | null {
  return searched[view] ?? null;
}
