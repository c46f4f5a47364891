// Tools: how often called, how well, how long they took.

import type { ToolSummary } from "../../api/types.ts";
import { Empty, With } from "../components/notice.tsx";
import { ToolTable } from "../components/tool-table.tsx";
import { counted, duration, exactNumber } from "../format/amounts.ts";
import { toolDurations, tools, toolsSql } from "../queries/tools.ts";
import { useAnswer } from "../state/answer.ts";
import { useKeptScroll } from "../state/kept-scroll.ts";
import { pageHref, queryHref, tableHref } from "../state/place.ts";
import { useRowKeys } from "./row-keys.ts";

export function ToolsPage({ bundle }: { readonly bundle: string }) {
  const found = useAnswer(tools(bundle));
  const durations = useAnswer(toolDurations(bundle));
  const page = useKeptScroll<HTMLDivElement>(`tools ${bundle}`);
  useRowKeys(page);
  return (
    <div class="page" ref={page}>
      <div class="page-head">
        <h1>Tools</h1>
        {found.value !== undefined && <span class="count">{summary(found.value.tools)}</span>}
        <span class="aside">
          <a href={tableHref(bundle, "tool_calls", { _facet: ["tool_name", "status"] })}>as a table</a>
          <a href={queryHref(bundle, toolsSql)}>open as SQL</a>
        </span>
      </div>
      <With of={found} wait="Counting the calls">
        {({ tools: list, truncated }) =>
          list.length === 0 ? (
            <NoTools bundle={bundle} />
          ) : (
            <>
              <ToolTable bundle={bundle} tools={list} durations={durations} />
              {truncated && (
                <p class="after-list">
                  There are more tools; SQL and <a href={tableHref(bundle, "tool_summary")}>tool_summary</a> have all.
                </p>
              )}
            </>
          )
        }
      </With>
    </div>
  );
}

function summary(list: readonly ToolSummary[]): string {
  const sum = (amount: (tool: ToolSummary) => number | null) =>
    list.reduce((all, tool) => all + (amount(tool) ?? 0), 0);
  const failed = sum(({ error_count }) => error_count);
  const ms = sum(({ total_ms }) => total_ms);
  const parts = [
    counted(list.length, "tool"),
    counted(
      sum(({ call_count }) => call_count),
      "call",
    ),
  ];
  const unknown = sum(({ unknown_count }) => unknown_count);
  if (unknown > 0) parts.push(`${exactNumber(unknown)} of them without a known end`);
  if (failed > 0) parts.push(counted(failed, "failure"));
  if (ms > 0) parts.push(`${duration(ms)} in all`);
  else if (list.length > 0) parts.push("no call says how long it took");
  return parts.join(", ");
}

function NoTools({ bundle }: { readonly bundle: string }) {
  return (
    <Empty>
      <p>
        No tool call is recorded. The <a href={pageHref(bundle, "logs", { q: "tool" })}>logs</a> may still speak of
        tools.
      </p>
    </Empty>
  );
}
