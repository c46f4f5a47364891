// Rows upright: a line a column, for rows that are wider than the terminal.

import { type Colors, plain } from "./colors.ts";
import type { Table } from "./tables.ts";
import { type Cell, cellText } from "./values.ts";
import { cutToWidth, displayWidth } from "./width.ts";

/** Each row under its number; values are cut at the width, with `…`. */
export function renderRecords(table: Table, { width, colors = plain }: { width: number; colors?: Colors }): string {
  const titles = table.columns.map(cellText);
  const widest = Math.max(0, ...titles.map(displayWidth));
  const line = (title: string, value: Cell) =>
    `${colors.faint(title.padEnd(widest + title.length - displayWidth(title)))}  ${cutToWidth(cellText(value), Math.max(width - widest - 2, 8))}`;
  const blocks = table.rows.map((row, at) => [
    colors.strong(`─ row ${at + 1}`),
    ...titles.map((title, column) => line(title, row[column] ?? null).trimEnd()),
  ]);
  return blocks.map((lines) => `${lines.join("\n")}\n`).join("");
}
