// Prints what was measured as one Markdown table.

import { type Comparison, median, type Run } from "./measure.ts";
import type { Work } from "./works/work.ts";

export type Row = readonly string[];

const heads: Row = ["work", "ours, CPU s", "beside", "its CPU s", "ratio (least to most)", "target", "ours, peak MB"];

/** `measured`: a single run, a comparison, or null when the other tool is not installed. */
export function rowOf(work: Work, other: string | null, measured: Run | Comparison | null): Row {
  const target = work.others.find(({ name }) => name === other)?.target ?? "";
  if (measured === null) return [work.name, "", other ?? "", "not installed", "", target, ""];
  if (!("ratios" in measured)) return [work.name, seconds(measured), "", "", "", target, peak(measured)];
  const { ours, other: its, ratios } = measured;
  const range = `${Math.min(...ratios).toFixed(2)} to ${Math.max(...ratios).toFixed(2)}`;
  const ratio = `${median(ratios).toFixed(2)} (${range})`;
  return [work.name, seconds(ours), other ?? "", seconds(its), ratio, target, peak(ours)];
}

export function printTable(rows: readonly Row[]): void {
  const widths = heads.map((head, column) =>
    Math.max(...[head, ...rows.map((row) => row[column] ?? "")].map((t) => t.length)),
  );
  const line = (row: Row) => `| ${widths.map((width, column) => (row[column] ?? "").padEnd(width)).join(" | ")} |`;
  console.log(line(heads));
  console.log(line(widths.map((width) => "-".repeat(width))));
  for (const row of rows) console.log(line(row));
}

function seconds({ cpuSeconds }: Run): string {
  return cpuSeconds < 0.1 ? cpuSeconds.toFixed(4) : cpuSeconds.toFixed(2);
}

function peak({ peakMegabytes }: Run): string {
  return peakMegabytes.toFixed(0);
}
