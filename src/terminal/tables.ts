// Rows as a table that fits its width: numbers right, the rest left, long cells cut with `…`.

import { type Colors, plain } from "./colors.ts";
import { type Cell, cellText, isNumeric } from "./values.ts";
import { cutToWidth, displayWidth } from "./width.ts";

export interface Table {
  readonly columns: readonly string[];
  readonly rows: readonly (readonly Cell[])[];
}

export interface TableOptions {
  /** Columns of the terminal; Infinity cuts nothing. */
  readonly width: number;
  readonly colors?: Colors;
}

export interface RenderedTable {
  /** Header, rule and rows, each with a line end. */
  readonly text: string;
  /** Columns that had no place in the width, by name; say so to the reader. */
  readonly hidden: readonly string[];
}

const gap = "  ";
/** A column is not made narrower than this to let another one in. */
const narrowest = 8;

export function renderTable(table: Table, { width, colors = plain }: TableOptions): RenderedTable {
  const columns = table.columns.map((name, at) => layColumn(name, table.rows, at));
  const shown = columns.slice(0, howManyFit(columns, width));
  const widths = fitted(shown, width);
  const lines = [
    row(shown, widths, (column) => column.title, colors.strong),
    colors.faint(widths.map((columnWidth) => "─".repeat(columnWidth)).join(gap)),
    ...table.rows.map((_, at) => row(shown, widths, (column) => column.cells[at] ?? "", same)),
  ];
  return { text: lines.map((line) => `${line}\n`).join(""), hidden: table.columns.slice(shown.length) };
}

interface Column {
  readonly title: string;
  readonly cells: readonly string[];
  readonly natural: number;
  readonly isRight: boolean;
}

function layColumn(name: string, rows: Table["rows"], at: number): Column {
  const values = rows.map((one) => one[at] ?? null);
  const title = cellText(name);
  const cells = values.map(cellText);
  const known = values.filter((value) => value !== null);
  return {
    title,
    cells,
    natural: cells.reduce((widest, cell) => Math.max(widest, displayWidth(cell)), displayWidth(title)),
    isRight: known.length > 0 && known.every(isNumeric),
  };
}

/** The first columns that have a place when each is as narrow as it may be; at least one. */
function howManyFit(columns: readonly Column[], width: number): number {
  let used = -gap.length;
  let count = 0;
  for (const column of columns) {
    used += gap.length + Math.min(column.natural, narrowest);
    if (used > width && count > 0) break;
    count += 1;
  }
  return count;
}

/** Natural widths where they fit; else the widest columns give way to a common bound. */
function fitted(columns: readonly Column[], width: number): number[] {
  const room = width - gap.length * (columns.length - 1);
  const naturals = columns.map((column) => column.natural);
  const total = naturals.reduce((sum, natural) => sum + natural, 0);
  if (total <= room) return naturals;
  const bound = widthBound(naturals, room);
  const bounded = naturals.map((natural) => Math.min(natural, bound));
  let spare = room - bounded.reduce((sum, one) => sum + one, 0);
  return bounded.map((one, at) => (spare > 0 && one < (naturals[at] ?? 0) ? one + Math.sign(spare--) : one));
}

/** The greatest bound with which the columns fit. */
function widthBound(naturals: readonly number[], room: number): number {
  let left = room;
  const ascending = naturals.toSorted((a, b) => a - b);
  for (const [at, natural] of ascending.entries()) {
    const share = Math.floor(left / (ascending.length - at));
    if (natural > share) return Math.max(share, 1);
    left -= natural;
  }
  return room;
}

function row(
  columns: readonly Column[],
  widths: readonly number[],
  textOf: (column: Column) => string,
  paint: (text: string) => string,
): string {
  const cells = columns.map((column, at) => {
    const width = widths[at] ?? 0;
    const text = cutToWidth(textOf(column), width);
    const space = " ".repeat(width - displayWidth(text));
    const isLast = at === columns.length - 1;
    return column.isRight ? space + paint(text) : paint(text) + (isLast ? "" : space);
  });
  return cells.join(gap);
}

function same(text: string): string {
  return text;
}
