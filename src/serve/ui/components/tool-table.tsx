// Tools, one a row: outcomes, durations, and the calls behind each number.

import type { ToolSummary } from "../../api/types.ts";
import { exactNumber } from "../format/amounts.ts";
import type { Durations } from "../queries/tools.ts";
import type { Loaded } from "../state/answer.ts";
import { tableHref } from "../state/place.ts";
import { DurationBars, DurationScale, type Span, spanOf } from "./duration-bars.tsx";
import { Amount, Duration, Unknown } from "./values.tsx";

interface ToolTableProps {
  readonly bundle: string;
  readonly tools: readonly ToolSummary[];
  /** Counted apart: the table stands without them. */
  readonly durations: Loaded<ReadonlyMap<string | null, Durations>>;
}

export function ToolTable({ bundle, tools, durations }: ToolTableProps) {
  const most = Math.max(...tools.map(({ call_count }) => call_count));
  const known = durations.value ?? new Map<string | null, Durations>();
  // Before they are counted the column holds its place where any call states how long it took.
  const span = spanOf([...known.values()].map(({ calls }) => calls));
  const isColumn = tools.some(({ total_ms }) => total_ms !== null);
  const isSomeUnknown = tools.some(({ unknown_count }) => unknown_count > 0);
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
            <Numeric name="pending" isWideOnly />
            {isSomeUnknown && <Numeric name="unknown" />}
            {isColumn && (
              <th scope="col" class="duration-cell not-narrow">
                {span === null ? "durations" : <DurationScale span={span} />}
              </th>
            )}
            {isColumn && (
              <>
                <Numeric name="total" />
                <th scope="col" class="num not-narrow">
                  mean
                </th>
                <Numeric name="longest" />
              </>
            )}
          </tr>
        </thead>
        <tbody>
          {tools.map((tool) => (
            <ToolRow
              key={tool.tool_name ?? ""}
              bundle={bundle}
              tool={tool}
              most={most}
              isSomeUnknown={isSomeUnknown}
              durations={isColumn ? { span, known: known.get(tool.tool_name) ?? null } : null}
            />
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
  readonly tool: ToolSummary;
  readonly most: number;
  /** Of any tool some calls do not say how they ended. */
  readonly isSomeUnknown: boolean;
  /** Null: no tool states any. */
  readonly durations: { readonly span: Span | null; readonly known: Durations | null } | null;
}

function ToolRow({ bundle, tool, most, isSomeUnknown, durations }: ToolRowProps) {
  const calls = (more: Readonly<Record<string, string>> = {}) =>
    tableHref(bundle, "tool_calls", {
      ...(tool.tool_name === null ? { tool_name__isnull: "1" } : { tool_name: tool.tool_name }),
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
        <a href={calls()}>{tool.tool_name ?? <Unknown what="unnamed" />}</a>
      </th>
      <td class="outcome-bar-cell wide-only">
        <OutcomeBar tool={tool} most={most} />
      </td>
      <td class="num">
        <Amount value={tool.call_count} />
      </td>
      <td class="num">{number(tool.error_count, "error", "bad")}</td>
      <td class={tool.error_count > 0 ? "num wide-only" : "num wide-only dim"}>
        <FailureRate tool={tool} />
      </td>
      <td class="num wide-only">{number(tool.denied_count, "denied", "warn")}</td>
      <td class="num wide-only">{number(tool.pending_count, "pending", "warn")}</td>
      {isSomeUnknown && <td class="num">{number(tool.unknown_count, "unknown", "dim")}</td>}
      {durations !== null && (
        <td class="duration-cell not-narrow">
          {durations.span !== null && durations.known !== null && (
            <DurationBars
              label={tool.tool_name ?? "unnamed calls"}
              counts={durations.known.calls}
              failed={durations.known.failed}
              span={durations.span}
              hrefOf={within}
            />
          )}
        </td>
      )}
      {durations !== null && (
        <>
          <td class="num">
            <Duration ms={tool.total_ms} />
          </td>
          <td class="num not-narrow">
            <Duration ms={tool.mean_ms} />
          </td>
          <td class="num">
            <Duration ms={tool.longest_ms} />
          </td>
        </>
      )}
    </tr>
  );
}

/** Of the calls that say how they ended. */
function FailureRate({ tool }: { readonly tool: ToolSummary }) {
  const known = tool.call_count - tool.unknown_count - tool.pending_count;
  return known === 0 ? <Unknown /> : percentage(tool.error_count / known);
}

function percentage(part: number): string {
  if (part === 0) return "0 %";
  return part < 0.01 ? "below 1 %" : `${Math.round(part * 100)} %`;
}

/** Long as the tool was called; red what failed, amber what was denied or never answered, hollow what is not known. */
function OutcomeBar({ tool, most }: { readonly tool: ToolSummary; readonly most: number }) {
  const wide = (count: number) => ({ width: `${(100 * count) / most}%` });
  return (
    <span class="outcome-bar" aria-hidden="true">
      <span data-tone="bad" style={wide(tool.error_count)} />
      <span data-tone="warn" style={wide(tool.denied_count + tool.pending_count)} />
      <span data-tone="plain" style={wide(tool.ok_count)} />
      <span data-tone="unknown" style={wide(tool.unknown_count)} />
    </span>
  );
}
