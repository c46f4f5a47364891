// Reads the comments of the views' own SQL: the schema's documentation has one home.

import { viewStatements } from "./schema.ts";

export interface ColumnDescription {
  readonly name: string;
  /** What it is, its unit, and what NULL means. */
  readonly comment: string;
}

export interface ViewDescription {
  readonly name: string;
  readonly comment: string;
  readonly columns: readonly ColumnDescription[];
  readonly sql: string;
}

/** The views with their comments; those whose names begin with an underscore are internal and left out. */
export function describeViews(): readonly ViewDescription[] {
  return viewStatements.map(describeView).filter((view) => !view.name.startsWith("_"));
}

function describeView(sql: string): ViewDescription {
  const name = /^CREATE VIEW (\w+) AS\n/.exec(sql)?.[1];
  const comment = /^CREATE VIEW \w+ AS\n-- ([^\n]+)\n/.exec(sql)?.[1];
  if (name === undefined || comment === undefined)
    throw new Error(`A view without a name or comment: ${sql.slice(0, 80)}`);
  return { name, comment, columns: describeColumns(sql), sql };
}

/** Columns stand one a line (`expression AS name, -- comment`) in the first SELECT; longer ones end on such a line. */
function describeColumns(sql: string): ColumnDescription[] {
  const columns: ColumnDescription[] = [];
  let depth = 0;
  for (const line of sql.split("\n")) {
    if (depth === 0 && /^\s*FROM\b/.test(line)) break;
    const [code = "", comment] = splitComment(line);
    depth += count(code, "(") - count(code, ")");
    const name = /(\w+),?\s*$/.exec(code)?.[1];
    if (depth === 0 && name !== undefined && comment !== undefined) columns.push({ name, comment });
  }
  return columns;
}

function splitComment(line: string): readonly [code: string, comment: string | undefined] {
  const match = /^(.*?) ?-- (.+)$/.exec(line);
  return match === null ? [line, undefined] : [match[1] ?? "", match[2]];
}

function count(text: string, sign: string): number {
  return text.split(sign).length - 1;
}
