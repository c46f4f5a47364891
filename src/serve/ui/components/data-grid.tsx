// Rows and columns of any result: one line a row, widths from the first rows, whole values on copying.

import type { ComponentChildren } from "preact";
import { useMemo } from "preact/hooks";
import { byteCount, type Cell, isBytes, type Row, wholeText } from "../api/rows.ts";
import { bytes } from "../format/amounts.ts";
import { meaningOf } from "./values.tsx";
import { VirtualList } from "./virtual-list.tsx";

interface DataGridProps {
  readonly name: string;
  readonly label: string;
  readonly columns: readonly string[];
  readonly rows: readonly Row[];
  readonly chosen?: number;
  /** What a head holds beside its name. */
  readonly head?: (column: string) => ComponentChildren;
  /** A link instead of the plain value. */
  readonly link?: (row: Row, column: string) => string | null;
  /** A first column of numbers that lead to their rows. */
  readonly numbered?: { readonly from: number; readonly href: (index: number) => string };
  readonly onSight?: (first: number, last: number) => void;
}

const numberWidth = 56;

export function DataGrid({ name, label, columns, rows, chosen = -1, head, link, numbered, onSight }: DataGridProps) {
  const shapes = useMemo(
    () => columns.map((column) => shapeOf(column, rows)),
    [columns.join("\n"), rows[0], rows.length > 0],
  );
  const width = shapes.reduce((sum, shape) => sum + shape.width, numbered === undefined ? 24 : 24 + numberWidth);
  return (
    <div class="data-grid" onCopy={(event) => copyWhole(event, columns, rows)}>
      <VirtualList
        name={name}
        label={label}
        count={rows.length}
        width={width}
        reveal={chosen < 0 ? null : chosen}
        {...(onSight === undefined ? {} : { onSight })}
        header={
          <div class="row data-head" style={{ minWidth: `${width}px` }}>
            {numbered !== undefined && <span class="cell num" style={{ width: `${numberWidth}px` }} />}
            {columns.map((column, at) => (
              <span
                key={column}
                class={shapes[at]?.isNumber ? "cell num" : "cell"}
                style={{ width: `${shapes[at]?.width}px` }}
                title={column}
              >
                {head === undefined ? column : head(column)}
              </span>
            ))}
          </div>
        }
        row={(index) => {
          const row = rows[index];
          if (row === undefined) return null;
          return (
            <div key={index} class="row data-row" data-row={index} aria-current={index === chosen ? "true" : undefined}>
              {numbered !== undefined && (
                <span class="cell num" style={{ width: `${numberWidth}px` }}>
                  <a class="row-number" href={numbered.href(index)} title="Show the whole row">
                    {numbered.from + index}
                  </a>
                </span>
              )}
              {columns.map((column, at) => (
                <span
                  key={column}
                  data-column={at}
                  class={shapes[at]?.isNumber ? "cell num" : "cell"}
                  style={{ width: `${shapes[at]?.width}px` }}
                >
                  <CellView column={column} cell={row[column] ?? null} href={link?.(row, column) ?? null} />
                </span>
              ))}
            </div>
          );
        }}
      />
    </div>
  );
}

const charactersShown = 300;

interface CellViewProps {
  readonly column: string;
  readonly cell: Cell;
  readonly href: string | null;
}

function CellView({ column, cell, href }: CellViewProps) {
  if (cell === null) return <span class="unknown">null</span>;
  if (isBytes(cell)) return <span class="dim">{bytes(byteCount(cell))}</span>;
  const text = String(cell);
  const shown = text.length > charactersShown ? `${text.slice(0, charactersShown)}…` : text;
  if (href !== null) return <a href={href}>{shown}</a>;
  // Only failures and warnings: a column of green would say nothing.
  const meaning = /^(status|level|severity)$/.test(column) && typeof cell === "string" ? meaningOf(cell) : "plain";
  return meaning === "bad" || meaning === "warn" ? <span class={meaning}>{shown}</span> : shown;
}

interface Shape {
  readonly width: number;
  readonly isNumber: boolean;
}

const [narrowest, widest, pixelsPerCharacter, padding] = [56, 420, 7.4, 20];

function shapeOf(column: string, rows: readonly Row[]): Shape {
  const sample = rows.slice(0, 60).map((row) => row[column] ?? null);
  const known = sample.filter((cell) => cell !== null);
  const longest = Math.max(
    column.length + 2,
    ...known.map((cell) => (isBytes(cell) ? 8 : Math.min(80, String(cell).length))),
  );
  const width = Math.min(widest, Math.max(narrowest, Math.round(longest * pixelsPerCharacter) + padding));
  return {
    width,
    isNumber: known.length > 0 && known.every((cell) => typeof cell === "number" || typeof cell === "bigint"),
  };
}

/** A cell shows the beginning of a long value; copying inside one takes all of it along. */
function copyWhole(event: ClipboardEvent, columns: readonly string[], rows: readonly Row[]): void {
  const selection = getSelection();
  const cell = cellAt(selection?.anchorNode ?? null);
  if (cell === null || cell !== cellAt(selection?.focusNode ?? null) || event.clipboardData === null) return;
  const whole = wholeText(rows[Number(cell.parentElement?.dataset.row)]?.[columns[Number(cell.dataset.column)] ?? ""]);
  const shown = cell.textContent ?? "";
  // A part of a value is copied as the part that it is.
  if (selection?.toString().trim() !== shown.trim()) return;
  event.clipboardData.setData("text/plain", whole);
  event.preventDefault();
}

function cellAt(node: Node | null): HTMLElement | null {
  const element = node instanceof Element ? node : (node?.parentElement ?? null);
  return element?.closest<HTMLElement>("[data-column]") ?? null;
}
