// How durations are spread: one bar a step of a scale that grows by powers of ten, the same scale for every tool.

import { counted, duration } from "../format/amounts.ts";
import { durationEdges } from "../queries/tools.ts";

interface DurationBarsProps {
  readonly label: string;
  readonly counts: readonly number[];
  /** Of the counts, those that failed. */
  readonly failed: readonly number[];
  /** Steps of the scale that are drawn. */
  readonly span: Span;
  /** Where the calls of a step are listed. */
  readonly hrefOf: (from: number, to: number | null) => string;
}

export interface Span {
  readonly first: number;
  readonly last: number;
}

const [fullWidth, height] = [190, 22];

function barWidthOf({ first, last }: Span): number {
  return Math.min(24, Math.floor(fullWidth / (last - first + 1)));
}

/** The steps in which any tool has calls. */
export function spanOf(all: readonly (readonly number[])[]): Span | null {
  const used = durationEdges.flatMap((_, step) => (all.some((counts) => (counts[step] ?? 0) > 0) ? [step] : []));
  const [first, last] = [used[0], used.at(-1)];
  return first === undefined || last === undefined ? null : { first, last };
}

export function DurationBars({ label, counts, failed, span, hrefOf }: DurationBarsProps) {
  const most = Math.max(1, ...counts);
  const barWidth = barWidthOf(span);
  const width = (span.last - span.first + 1) * barWidth;
  const tall = (count: number) => (count === 0 ? 0 : Math.max(2, (count / most) * (height - 1)));
  return (
    <svg class="duration-bars" width={width} height={height} viewBox={`0 0 ${width} ${height}`}>
      <title>{`Durations of ${label}`}</title>
      <line class="axis" x1={0} x2={width} y1={height - 0.5} y2={height - 0.5} />
      {counts.map((count, step) => {
        if (count === 0) return null;
        const x = (step - span.first) * barWidth;
        const words = `${rangeOf(step)}: ${counted(count, "call")}${(failed[step] ?? 0) > 0 ? `, ${failed[step]} failed` : ""}`;
        const bad = Math.min(tall(count), tall(failed[step] ?? 0));
        return (
          <a
            key={durationEdges[step]}
            href={hrefOf(durationEdges[step] ?? 0, durationEdges[step + 1] ?? null)}
            aria-label={words}
          >
            <title>{words}</title>
            <rect class="catch" x={x} y={0} width={barWidth} height={height} />
            <rect x={x + 1} y={height - tall(count)} width={barWidth - 2} height={tall(count)} />
            {bad > 0 && <rect class="failed" x={x + 1} y={height - bad} width={barWidth - 2} height={bad} />}
          </a>
        );
      })}
    </svg>
  );
}

/** What the scale says at its ends. */
export function DurationScale({ span }: { readonly span: Span }) {
  const width = Math.max(150, (span.last - span.first + 1) * barWidthOf(span));
  return (
    <span class="duration-scale" style={{ width: `${width}px` }}>
      <span>{duration(durationEdges[span.first] ?? 0)}</span>
      <span>durations</span>
      <span>{span.last + 1 < durationEdges.length ? duration(durationEdges[span.last + 1] ?? 0) : "longer"}</span>
    </span>
  );
}

function rangeOf(step: number): string {
  const [from = 0, to] = [durationEdges[step], durationEdges[step + 1]];
  return to === undefined ? `from ${duration(from)} on` : `${duration(from)} to ${duration(to)}`;
}
