// Rows as a table of GitHub's Markdown.

import type { Table } from "./tables.ts";
import { type Cell, cellText, isNumeric } from "./values.ts";

/** Nothing is cut; line ends become `<br>`, and what Markdown or HTML would take for its own is escaped. */
export function markdownTable({ columns, rows }: Table): string {
  const rules = columns.map((_, at) => (isNumberColumn(rows, at) ? "---:" : "---"));
  const lines = [
    columns.map(markdownCell),
    rules,
    ...rows.map((row) => columns.map((_, at) => markdownCell(row[at] ?? null))),
  ];
  return lines.map((cells) => `| ${cells.join(" | ")} |\n`).join("");
}

function isNumberColumn(rows: Table["rows"], at: number): boolean {
  const known = rows.map((row) => row[at] ?? null).filter((value) => value !== null);
  return known.length > 0 && known.every(isNumeric);
}

function markdownCell(value: Cell): string {
  if (typeof value !== "string") return escaped(cellText(value));
  return value
    .split(/\r\n|\r|\n/)
    .map((line) => escaped(cellText(line)))
    .join("<br>");
}

function escaped(text: string): string {
  return text.replace(/[\\|`*_[\]<>&]/g, (character) => HTML.get(character) ?? `\\${character}`);
}

const HTML = new Map([
  ["<", "&lt;"],
  [">", "&gt;"],
  ["&", "&amp;"],
]);
