// Counts over time as bars; dragging over them chooses a span.

import { useEffect, useRef } from "preact/hooks";
import uPlot from "uplot";
import { exactNumber, shortNumber } from "../format/amounts.ts";
import { paintAt } from "../format/paint.ts";
import { clock, day } from "../format/times.ts";
import { theme, zone } from "../state/settings.ts";

export interface TimeBuckets {
  /** Milliseconds where buckets begin, and the end of the last one. */
  readonly edges: readonly number[];
  readonly total: readonly number[];
  readonly warnings: readonly number[];
  readonly errors: readonly number[];
}

interface HistogramProps {
  readonly buckets: TimeBuckets;
  readonly height: number;
  readonly label: string;
  readonly onSpan?: (from: number, to: number) => void;
}

export function Histogram({ buckets, height, label, onSpan }: HistogramProps) {
  const box = useRef<HTMLDivElement>(null);
  const choose = useRef(onSpan);
  choose.current = onSpan;
  const chosenTheme = theme.value;
  const chosenZone = zone.value;
  useEffect(() => {
    const element = box.current;
    if (element === null || buckets.edges.length < 2) return;
    const plot = new uPlot(
      optionsFor(element, buckets, height, (from, to) => choose.current?.(from, to)),
      dataOf(buckets),
      element,
    );
    const observer = new ResizeObserver(() => plot.setSize({ width: element.clientWidth, height }));
    observer.observe(element);
    return () => {
      observer.disconnect();
      plot.destroy();
    };
  }, [buckets, height, chosenTheme, chosenZone]);
  return (
    <div class="histogram">
      <div ref={box} role="img" aria-label={label} style={{ height: `${height}px` }} />
      <output class="histogram-readout" />
    </div>
  );
}

function dataOf({ edges, total, warnings, errors }: TimeBuckets): uPlot.AlignedData {
  return [edges.slice(0, -1).map((ms) => ms / 1000), [...total], [...warnings], [...errors]];
}

/** Pixels of the name of a time, on one side of where it belongs. */
const halfName = 30;
/** There is no half of a record. */
const wholeSteps = Array.from({ length: 12 }, (_, power) => [1, 2, 5].map((step) => step * 10 ** power)).flat();

function optionsFor(
  element: HTMLElement,
  buckets: TimeBuckets,
  height: number,
  onSpan: (from: number, to: number) => void,
): uPlot.Options {
  const color = paintAt(element);
  const bars = uPlot.paths.bars?.({ size: [1, 40], align: 1, gap: 1 });
  const series = (fill: string): uPlot.Series => ({
    fill,
    width: 0,
    points: { show: false },
    ...(bars === undefined ? {} : { paths: bars }),
  });
  const axis = { stroke: color("--dim"), font: "11px system-ui", ticks: { show: false }, border: { show: false } };
  const edges = buckets.edges;
  const [first = 0, last = 1] = [edges[0], edges.at(-1)];
  return {
    width: element.clientWidth,
    height,
    padding: [8, 8, 0, 0],
    legend: { show: false },
    cursor: { y: false, drag: { x: true, y: false, setScale: false }, points: { show: false } },
    scales: {
      x: { time: true, range: [first / 1000, last / 1000] },
      y: { range: (_, __, most) => [0, Math.max(1, most)] },
    },
    axes: [
      {
        ...axis,
        size: 22,
        space: 90,
        // Marks of failures stand below the base line.
        gap: 5,
        grid: { show: false },
        // A name that would not fit before the end is left out.
        values: (_, splits) =>
          splits.map((second) =>
            (last - second * 1000) / (last - first) < halfName / element.clientWidth
              ? ""
              : tickText(second * 1000, first, last),
          ),
      },
      {
        ...axis,
        size: 56,
        gap: 4,
        grid: { stroke: color("--hair"), width: 1 },
        space: 26,
        incrs: wholeSteps,
        // The base line needs no name, and the name would cover the first time.
        values: (_, splits) => splits.map((count) => (count === 0 ? "" : shortNumber(count))),
      },
    ],
    series: [{}, series(color("--bar")), series(color("--amber-bar")), series(color("--red-bar"))],
    hooks: {
      draw: [
        (plot) => markBuckets(plot, buckets.edges, buckets.total, color("--bar"), -2),
        (plot) => markBuckets(plot, buckets.edges, buckets.errors, color("--red-bar"), 3),
      ],
      setCursor: [(plot) => readOut(plot, buckets)],
      setSelect: [
        (plot) => {
          const { left, width } = plot.select;
          if (width < 3) return;
          onSpan(plot.posToVal(left, "x") * 1000, plot.posToVal(left + width, "x") * 1000);
          plot.setSelect({ left: 0, top: 0, width: 0, height: 0 }, false);
        },
      ],
    },
  };
}

function tickText(ms: number, first: number, last: number): string {
  const span = last - first;
  if (span > 3 * 86_400_000) return day(ms, zone.value);
  const isOneMinute = Math.floor(first / 60_000) === Math.floor(last / 60_000);
  if (span < 5000) return clock(ms, zone.value).slice(isOneMinute ? 6 : 3);
  return span < 600_000 ? clock(ms, zone.value, 0) : clock(ms, zone.value, 0).slice(0, 5);
}

/** One record among thousands would be no pixel high: a mark on the base line (negative) or under it shows where there are any. */
function markBuckets(
  plot: uPlot,
  edges: readonly number[],
  counts: readonly number[],
  fill: string,
  height: number,
): void {
  const { ctx, bbox } = plot;
  ctx.save();
  ctx.fillStyle = fill;
  for (const [at, count] of counts.entries()) {
    const left = plot.valToPos((edges[at] ?? 0) / 1000, "x", true);
    const right = plot.valToPos((edges[at + 1] ?? 0) / 1000, "x", true);
    const width = Math.max(2, right - left - 1);
    if (count > 0) ctx.fillRect(left, bbox.top + bbox.height, width, height * devicePixelRatio);
  }
  ctx.restore();
}

function readOut(plot: uPlot, { edges, total, warnings, errors }: TimeBuckets): void {
  const output = plot.root.parentElement?.parentElement?.querySelector("output");
  if (output === null || output === undefined) return;
  const at = plot.cursor.idx ?? -1;
  const begin = edges[at];
  if ((plot.cursor.left ?? -1) < 0 || begin === undefined) {
    output.textContent = "";
    return;
  }
  const parts = [`${clock(begin, zone.value)}  ${exactNumber(total[at] ?? 0)}`];
  if ((errors[at] ?? 0) > 0) parts.push(`${exactNumber(errors[at] ?? 0)} failed`);
  const mild = (warnings[at] ?? 0) - (errors[at] ?? 0);
  if (mild > 0) parts.push(`${exactNumber(mild)} warnings`);
  output.textContent = parts.join(" · ");
}
