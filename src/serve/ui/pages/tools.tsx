// Tools: how often called, how well, how long they took.

import { query } from "../api/client.ts";
import { countOf, numberOf, textOf } from "../api/rows.ts";
import { Empty, With } from "../components/notice.tsx";
import { Amount, Duration, Unknown } from "../components/values.tsx";
import { counted } from "../format/amounts.ts";
import { type Loading, useAnswer } from "../state/answer.ts";
import { pageHref, queryHref, tableHref } from "../state/place.ts";

interface Tool {
  readonly name: string | null;
  readonly calls: number;
  readonly ok: number;
  readonly failed: number;
  readonly denied: number;
  readonly pending: number;
  readonly totalMs: number | null;
  readonly meanMs: number | null;
  readonly longestMs: number | null;
}

const sql = `SELECT tool_name, count(*) AS calls,
  count(CASE status WHEN 'ok' THEN 1 END) AS ok, count(CASE status WHEN 'error' THEN 1 END) AS failed,
  count(CASE status WHEN 'denied' THEN 1 END) AS denied, count(CASE status WHEN 'pending' THEN 1 END) AS pending,
  sum(duration_ms) AS total_ms, avg(duration_ms) AS mean_ms, max(duration_ms) AS longest_ms
FROM tool_calls
GROUP BY tool_name
ORDER BY failed DESC, calls DESC
LIMIT 500`;

function tools(bundle: string): Loading<readonly Tool[]> {
  return {
    key: `tools ${bundle}`,
    load: async (signal) => {
      const { rows } = await query(bundle, sql, {}, signal);
      return rows.map((row) => ({
        name: textOf(row.tool_name),
        calls: countOf(row.calls),
        ok: countOf(row.ok),
        failed: countOf(row.failed),
        denied: countOf(row.denied),
        pending: countOf(row.pending),
        totalMs: numberOf(row.total_ms),
        meanMs: numberOf(row.mean_ms),
        longestMs: numberOf(row.longest_ms),
      }));
    },
  };
}

export function ToolsPage({ bundle }: { readonly bundle: string }) {
  const found = useAnswer(tools(bundle));
  return (
    <div class="page">
      <div class="page-head">
        <h1>Tools</h1>
        {found.value !== undefined && <span class="count">{counted(found.value.length, "tool")}</span>}
        <a class="aside" href={queryHref(bundle, sql)}>
          open as SQL
        </a>
      </div>
      <With of={found} wait="Counting the calls">
        {(list) => (list.length === 0 ? <NoTools bundle={bundle} /> : <ToolTable bundle={bundle} tools={list} />)}
      </With>
    </div>
  );
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

interface ToolTableProps {
  readonly bundle: string;
  readonly tools: readonly Tool[];
}

function ToolTable({ bundle, tools }: ToolTableProps) {
  const most = Math.max(...tools.map(({ calls }) => calls));
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard
    <section class="scroll-x" tabIndex={0} aria-label="Tools and their calls">
      <table class="grid">
        <thead>
          <tr>
            <th scope="col">tool</th>
            <th scope="col">outcomes</th>
            <th scope="col" class="num">
              calls
            </th>
            <th scope="col" class="num">
              failed
            </th>
            <th scope="col" class="num">
              denied
            </th>
            <th scope="col" class="num">
              pending
            </th>
            <th scope="col" class="num">
              total time
            </th>
            <th scope="col" class="num">
              mean
            </th>
            <th scope="col" class="num">
              longest
            </th>
          </tr>
        </thead>
        <tbody>
          {tools.map((tool) => (
            <ToolRow key={tool.name ?? ""} bundle={bundle} tool={tool} most={most} />
          ))}
        </tbody>
      </table>
    </section>
  );
}

function ToolRow({ bundle, tool, most }: { readonly bundle: string; readonly tool: Tool; readonly most: number }) {
  const calls = (status?: string) =>
    tableHref(bundle, "tool_calls", {
      ...(tool.name === null ? { tool_name__isnull: "1" } : { tool_name: tool.name }),
      ...(status === undefined ? {} : { status }),
    });
  const number = (count: number, status: string, tone: string) =>
    count === 0 ? (
      <span class="dim">none</span>
    ) : (
      <a class={tone} href={calls(status)}>
        {count.toLocaleString("en-US")}
      </a>
    );
  return (
    <tr>
      <th scope="row">
        <a href={calls()}>{tool.name ?? <Unknown what="unnamed" />}</a>
      </th>
      <td class="outcome-bar-cell">
        <OutcomeBar tool={tool} most={most} />
      </td>
      <td class="num">
        <Amount value={tool.calls} />
      </td>
      <td class="num">{number(tool.failed, "error", "bad")}</td>
      <td class="num">{number(tool.denied, "denied", "warn")}</td>
      <td class="num">{number(tool.pending, "pending", "warn")}</td>
      <td class="num">
        <Duration ms={tool.totalMs} />
      </td>
      <td class="num">
        <Duration ms={tool.meanMs} />
      </td>
      <td class="num">
        <Duration ms={tool.longestMs} />
      </td>
    </tr>
  );
}

/** Long as the tool was called; red what failed, amber what was denied or never answered. */
function OutcomeBar({ tool, most }: { readonly tool: Tool; readonly most: number }) {
  const wide = (count: number) => ({ width: `${(100 * count) / most}%` });
  return (
    <span class="outcome-bar" aria-hidden="true">
      <span data-tone="bad" style={wide(tool.failed)} />
      <span data-tone="warn" style={wide(tool.denied + tool.pending)} />
      <span data-tone="plain" style={wide(tool.calls - tool.failed - tool.denied - tool.pending)} />
    </span>
  );
}
