// A list of rows as a table with a line below that says how many there are.

import { renderTable } from "../../terminal/tables.ts";
import { type Cell, cellText } from "../../terminal/values.ts";
import type { Streams } from "../line/streams.ts";
import { footer, unknown } from "./text.ts";

interface Listed<R> {
  readonly rows: readonly R[];
  readonly total: number;
  readonly total_is_exact: boolean;
}

export interface ColumnOf<R> {
  readonly title: string;
  cell(row: R): Cell;
  /** Not shown when no row says anything; empty where one does not. */
  readonly optional?: boolean;
  /** Only where there is room for it. */
  readonly wide?: boolean;
}

interface List<R> {
  readonly list: Listed<R>;
  /** What one row is. */
  readonly thing: string;
  readonly columns: readonly ColumnOf<R>[];
  /** The command that shows more of one, without the program's name. */
  readonly next: string | null;
}

/** From so many columns of a terminal on there is room. */
const roomy = 110;

/** Columns of which no row knows anything are left out when they are `optional`; else what is not known says so. */
export function printList<R>({ list, thing, columns, next }: List<R>, to: Streams): void {
  const { out, outColors } = to;
  if (list.rows.length > 0) {
    const shown = columns.filter(
      ({ optional, wide, cell }) =>
        (wide !== true || out.width >= roomy) && (optional !== true || list.rows.some((row) => isSaid(cell(row)))),
    );
    const rows = list.rows.map((row) =>
      shown.map(({ cell, optional }) => cell(row) ?? (optional === true ? null : unknown)),
    );
    const { text, hidden } = renderTable(
      { columns: shown.map(({ title }) => title), rows },
      { width: out.width, colors: outColors },
    );
    out.write(fainted(text, outColors.faint));
    if (hidden.length > 0) out.write(`${outColors.faint(`Not shown for lack of room: ${hidden.join(", ")}`)}\n`);
  }
  out.write(`${footer(list, thing, outColors)}\n`);
  if (next !== null) out.write(`${outColors.faint(`Next: dbundle ${next}`)}\n`);
}

/** A cell that says only that nothing is known may be skipped by the eye. */
function fainted(text: string, faint: (text: string) => string): string {
  return text.replace(new RegExp(`(?<=\\s|^)${unknown}(?=\\s|$)`, "gm"), (word) => faint(word));
}

function isSaid(cell: Cell): boolean {
  return cell !== null && cellText(cell) !== "" && cell !== 0;
}
