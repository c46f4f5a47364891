// A result over time: a line for each column of numbers. The table stands beside it.

import { useEffect, useMemo, useRef } from "preact/hooks";
import uPlot from "uplot";
import { numberOf, type Row, textOf } from "../api/rows.ts";
import { counted, exactNumber, shortNumber } from "../format/amounts.ts";
import { paintAt } from "../format/paint.ts";
import { clock, day, instant } from "../format/times.ts";
import { theme, zone } from "../state/settings.ts";
import { measures } from "./bar-chart.tsx";

interface TimeChartProps {
  readonly columns: readonly string[];
  readonly rows: readonly Row[];
}

const height = 320;
const mostLines = 6;
const tints = ["--link", "--red-bar", "--tool", "--amber-bar", "--prompt", "--green"];

/** The first column that holds nothing but times; null: there is none, or too few rows for a line. */
export function timeColumn(columns: readonly string[], rows: readonly Row[]): string | null {
  if (rows.length < 3) return null;
  return columns.find((column) => rows.every((row) => momentOf(row, column) !== null)) ?? null;
}

/** Times as the bundle writes them, and the beginnings of such times, as a GROUP BY makes them. */
function momentOf(row: Row, column: string): number | null {
  const text = textOf(row[column]);
  if (text === null) return null;
  const exact = instant(text);
  if (exact !== null) return exact;
  const match = /^(\d{4}-\d\d-\d\d)(?:[T ](\d\d)(?::(\d\d)(?::(\d\d))?)?)?$/.exec(text);
  if (match === null) return null;
  const [, date = "", hour = "00", minute = "00", second = "00"] = match;
  return instant(`${date}T${hour}:${minute}:${second}Z`);
}

export function TimeChart({ columns, rows }: TimeChartProps) {
  const box = useRef<HTMLDivElement>(null);
  const [chosenTheme, chosenZone] = [theme.value, zone.value];
  const lines = measures(columns, rows).slice(0, mostLines);
  const time = timeColumn(columns, rows);
  const data = useMemo(() => dataOf(rows, time ?? "", lines), [rows, time, lines.join("\n")]);
  useEffect(() => {
    const element = box.current;
    if (element === null) return;
    const plot = new uPlot(optionsFor(element, lines, data), data, element);
    const observer = new ResizeObserver(() => plot.setSize({ width: element.clientWidth, height }));
    observer.observe(element);
    return () => {
      observer.disconnect();
      plot.destroy();
    };
  }, [data, chosenTheme, chosenZone]);
  return (
    <div class="time-chart">
      <ul class="legend">
        {lines.map((line, at) => (
          <li key={line}>
            <span class="legend-mark" style={{ background: `var(${tints[at]})` }} /> {line}
          </li>
        ))}
        <li class="dim">over {time}</li>
      </ul>
      <div ref={box} role="img" aria-label={`${lines.join(", ")} over ${time}`} style={{ height: `${height}px` }} />
      <output class="chart-readout" />
      <p class="dim">{counted(rows.length, "row")}; the table has them exactly.</p>
    </div>
  );
}

function dataOf(rows: readonly Row[], time: string, lines: readonly string[]): uPlot.AlignedData {
  const sorted = rows.map((row) => ({ row, ms: momentOf(row, time) ?? 0 })).sort((one, other) => one.ms - other.ms);
  return [sorted.map(({ ms }) => ms / 1000), ...lines.map((line) => sorted.map(({ row }) => numberOf(row[line])))];
}

function optionsFor(element: HTMLElement, lines: readonly string[], data: uPlot.AlignedData): uPlot.Options {
  const color = paintAt(element);
  const axis = { stroke: color("--dim"), font: "11px system-ui", ticks: { show: false }, border: { show: false } };
  const [first = 0, last = 1] = [data[0][0], data[0].at(-1)];
  const isLong = last - first > 3 * 86_400;
  const tick = (second: number) =>
    isLong ? day(second * 1000, zone.value) : clock(second * 1000, zone.value, 0).slice(0, last - first < 600 ? 8 : 5);
  return {
    width: element.clientWidth,
    height,
    padding: [12, 16, 0, 0],
    legend: { show: false },
    cursor: { y: false, drag: { x: false, y: false } },
    // Amounts begin at nothing: else a little more would look like a lot.
    scales: { y: { range: (_, least, most) => [Math.min(0, least), most <= least ? least + 1 : most] } },
    axes: [
      { ...axis, size: 24, space: 90, grid: { show: false }, values: (_, splits) => splits.map(tick) },
      {
        ...axis,
        size: 64,
        // Between 1 and 2 of what is counted there is nothing.
        ...(isWhole(data) ? { incrs: wholeSteps } : {}),
        grid: { stroke: color("--hair"), width: 1 },
        values: (_, splits) => splits.map((value) => shortNumber(value)),
      },
    ],
    series: [
      {},
      ...lines.map((label, at): uPlot.Series => ({ label, stroke: color(tints[at] ?? "--link"), width: 1.5 })),
    ],
    hooks: { setCursor: [(plot) => readOut(plot, lines)] },
  };
}

const wholeSteps = Array.from({ length: 15 }, (_, power) => [1, 2, 5].map((step) => step * 10 ** power)).flat();

function isWhole([, ...lines]: uPlot.AlignedData): boolean {
  return lines.every((line) => [...line].every((value) => value === null || Number.isInteger(value)));
}

function readOut(plot: uPlot, lines: readonly string[]): void {
  const output = plot.root.parentElement?.parentElement?.querySelector("output");
  if (output === null || output === undefined) return;
  const at = plot.cursor.idx;
  const second = at === null || at === undefined ? undefined : plot.data[0][at];
  if (second === undefined || (plot.cursor.left ?? -1) < 0) {
    output.textContent = "";
    return;
  }
  const values = lines.map((line, place) => {
    const value = plot.data[place + 1]?.[at ?? 0];
    return `${line} ${value === null || value === undefined ? "null" : exactNumber(value)}`;
  });
  output.textContent = [`${day(second * 1000, zone.value)} ${clock(second * 1000, zone.value)}`, ...values].join(" · ");
}
