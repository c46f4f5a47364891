// The description of the tables, for people and as SQL.

import type { SchemaDescription, TableDescription } from "../../operations/schema.ts";
import { amount } from "../info/amount.ts";
import type { Look } from "../info/look.ts";
import { wrap } from "../line/wrap.ts";

/** Long lines are wrapped for terminals, and for pipes as if they had this many columns. */
const pipeWidth = 100;

export function schemaText({ notes, tables, questions }: SchemaDescription, look: Look): string {
  const width = Math.min(look.width, pipeWidth);
  const { strong, faint } = look.colors;
  const shown = tables.filter(({ row_count }) => row_count !== 0);
  const empty = tables.filter(({ row_count }) => row_count === 0).map(({ name }) => name);
  const lines = [
    strong("Good to know"),
    ...notes.flatMap((note) => hanging("- ", note, width)),
    "",
    ...shown.flatMap((table) => [...tableLines(table, { ...look, width }), ""]),
    ...(empty.length === 0
      ? []
      : [strong("Without rows in this bundle"), ...hanging("  ", empty.join(", "), width), ""]),
    strong("Questions worth asking"),
    "",
    ...questions.flatMap(({ title, sentence, sql }) => [strong(title), faint(sentence), ...indented(sql), ""]),
  ];
  return lines.join("\n");
}

export function schemaSql({ tables, questions }: SchemaDescription): string {
  return [
    ...tables.map(({ sql }) => `${sql};\n`),
    ...questions.map(({ title, sentence, sql }) => `-- ${title}\n-- ${sentence}\n${sql};\n`),
  ].join("\n");
}

function tableLines({ name, comment, key, row_count, columns }: TableDescription, { width, colors }: Look): string[] {
  const rows = row_count === null ? "" : ` (${amount(row_count, "row")})`;
  const widest = Math.max(...columns.map((column) => column.name.length));
  return [
    `${colors.strong(name)}${rows}  ${colors.faint(`key: ${key.join(", ")}`)}`,
    ...hanging("  ", comment, width),
    ...columns.flatMap((column) => hanging(`    ${column.name.padEnd(widest)}  `, column.comment, width)),
  ];
}

/** The text after `start`, its further lines below its beginning. */
function hanging(start: string, text: string, width: number): string[] {
  const [first = "", ...rest] = wrap(text, Math.max(24, width - start.length));
  return [start + first, ...rest.map((line) => " ".repeat(start.length) + line)];
}

function indented(sql: string): string[] {
  return sql.split("\n").map((line) => `  ${line}`);
}
