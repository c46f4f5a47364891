// Tools: how often called, how well, how long they took.

import { spanOf } from "../components/duration-bars.tsx";
import { Empty, With } from "../components/notice.tsx";
import { ToolTable } from "../components/tool-table.tsx";
import { counted, duration } from "../format/amounts.ts";
import { type Tool, tools, toolsSql } from "../queries/tools.ts";
import { useAnswer } from "../state/answer.ts";
import { pageHref, queryHref, tableHref } from "../state/place.ts";

export function ToolsPage({ bundle }: { readonly bundle: string }) {
  const found = useAnswer(tools(bundle));
  return (
    <div class="page">
      <div class="page-head">
        <h1>Tools</h1>
        {found.value !== undefined && <span class="count">{summary(found.value)}</span>}
        <span class="aside">
          <a href={tableHref(bundle, "tool_calls", { _facet: ["tool_name", "status"] })}>as a table</a>
          <a href={queryHref(bundle, toolsSql)}>open as SQL</a>
        </span>
      </div>
      <With of={found} wait="Counting the calls">
        {(list) =>
          list.length === 0 ? (
            <NoTools bundle={bundle} />
          ) : (
            <ToolTable bundle={bundle} tools={list} span={spanOf(list.map(({ durations }) => durations))} />
          )
        }
      </With>
    </div>
  );
}

function summary(list: readonly Tool[]): string {
  const calls = list.reduce((sum, tool) => sum + tool.calls, 0);
  const failed = list.reduce((sum, tool) => sum + tool.failed, 0);
  const ms = list.reduce((sum, tool) => sum + (tool.totalMs ?? 0), 0);
  const parts = [`${counted(list.length, "tool")}, ${counted(calls, "call")}`];
  if (failed > 0) parts.push(`${counted(failed, "failure")}`);
  if (ms > 0) parts.push(`${duration(ms)} in all`);
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
