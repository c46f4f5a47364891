// Tools, one a row: outcomes, durations, and the calls behind each number.

import { exactNumber } from "../format/amounts.ts";
import type { Tool } from "../queries/tools.ts";
import { tableHref } from "../state/place.ts";
import { DurationBars, DurationScale, type Span } from "./duration-bars.tsx";
import { Amount, Duration, Unknown } from "./values.tsx";

interface ToolTableProps {
  readonly bundle: string;
  readonly tools: readonly Tool[];
  /** Null: no call states how long it took. */
  readonly span: Span | null;
}

export function ToolTable({ bundle, tools, span }: ToolTableProps) {
  const most = Math.max(...tools.map(({ calls }) => calls));
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard
    <section class="scroll-x" tabIndex={0} aria-label="Tools and their calls">
      <table class="grid tool-table">
        <thead>
          <tr>
            <th scope="col">tool</th>
            <th scope="col" class="wide-only">
              outcomes
            </th>
            <Numeric name="calls" />
            <Numeric name="failed" />
            <Numeric name="failure rate" isWideOnly />
            <Numeric name="denied" isWideOnly />
            <Numeric name="pending" />
            {span !== null && (
              <th scope="col">
                <DurationScale span={span} />
              </th>
            )}
            <Numeric name="total" />
            <Numeric name="mean" />
            <Numeric name="longest" />
          </tr>
        </thead>
        <tbody>
          {tools.map((tool) => (
            <ToolRow key={tool.name ?? ""} bundle={bundle} tool={tool} most={most} span={span} />
          ))}
        </tbody>
      </table>
    </section>
  );
}

function Numeric({ name, isWideOnly = false }: { readonly name: string; readonly isWideOnly?: boolean }) {
  return (
    <th scope="col" class={isWideOnly ? "num wide-only" : "num"}>
      {name}
    </th>
  );
}

interface ToolRowProps {
  readonly bundle: string;
  readonly tool: Tool;
  readonly most: number;
  readonly span: Span | null;
}

function ToolRow({ bundle, tool, most, span }: ToolRowProps) {
  const calls = (more: Readonly<Record<string, string>> = {}) =>
    tableHref(bundle, "tool_calls", {
      ...(tool.name === null ? { tool_name__isnull: "1" } : { tool_name: tool.name }),
      ...more,
    });
  const number = (count: number, status: string, tone: string) =>
    count === 0 ? (
      <span class="dim">none</span>
    ) : (
      <a class={tone} href={calls({ status })}>
        {exactNumber(count)}
      </a>
    );
  const within = (from: number, to: number | null) =>
    calls({ duration_ms__gte: String(from), ...(to === null ? {} : { duration_ms__lt: String(to) }) });
  return (
    <tr>
      <th scope="row">
        <a href={calls()}>{tool.name ?? <Unknown what="unnamed" />}</a>
      </th>
      <td class="outcome-bar-cell wide-only">
        <OutcomeBar tool={tool} most={most} />
      </td>
      <td class="num">
        <Amount value={tool.calls} />
      </td>
      <td class="num">{number(tool.failed, "error", "bad")}</td>
      <td class={tool.failed > 0 ? "num wide-only" : "num wide-only dim"}>{percentage(tool.failed / tool.calls)}</td>
      <td class="num wide-only">{number(tool.denied, "denied", "warn")}</td>
      <td class="num">{number(tool.pending, "pending", "warn")}</td>
      {span !== null && (
        <td class="duration-cell">
          <DurationBars
            label={tool.name ?? "unnamed calls"}
            counts={tool.durations}
            failed={tool.failedDurations}
            span={span}
            hrefOf={within}
          />
        </td>
      )}
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

function percentage(part: number): string {
  if (part === 0) return "0 %";
  return part < 0.01 ? "below 1 %" : `${Math.round(part * 100)} %`;
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
