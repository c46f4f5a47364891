// What a filter, a sort or a facet names: a column, or a value inside the JSON of one (`context$.retry.count`).

import type { Column, Table } from "../../operations/serving.ts";
import { type Parameters, quoted } from "./parameters.ts";

export interface Reference {
  readonly name: string;
  readonly column: Column | null;
  /** Path into the JSON of the column, as SQLite writes it; null: the column itself. */
  readonly path: string | null;
}

/** Null: the table has no such column. */
export function reference(table: Table, name: string): Reference | null {
  const column = table.columns.find((one) => one.name === name);
  if (column !== undefined) return { name, column, path: null };
  if (table.rowid !== null && name === "rowid") return { name, column: null, path: null };
  const at = name.search(/\$[.[]/);
  const outer = at < 1 ? undefined : table.columns.find((one) => one.name === name.slice(0, at));
  return outer === undefined ? null : { name, column: outer, path: name.slice(at) };
}

export function referenceSql({ column, path }: Reference, table: Table, parameters: Parameters): string {
  const name = column === null ? (table.rowid ?? "rowid") : quoted(column.name);
  if (path === null) return name;
  // A path that SQLite does not understand is an error of the whole statement, so its text is bound and not trusted.
  return `CASE WHEN json_valid(${name}, 6) THEN json_extract(${name}, ${parameters.bind(path)}) END`;
}

/** Whether a number written as text meets a number in the table: SQLite converts by the declared type only. */
export function convertsText({ column, path }: Reference): boolean {
  if (path !== null) return false;
  return column === null || affinity(column.type) !== "NONE";
}

export type Affinity = "INTEGER" | "TEXT" | "NONE" | "REAL" | "NUMERIC";

/** SQLite's rules, in their order. */
export function affinity(type: string): Affinity {
  if (/INT/i.test(type)) return "INTEGER";
  if (/CHAR|CLOB|TEXT/i.test(type)) return "TEXT";
  if (type === "" || /BLOB/i.test(type)) return "NONE";
  return /REAL|FLOA|DOUB/i.test(type) ? "REAL" : "NUMERIC";
}

/** The number that the text is, or null: exact where it is an integer. */
export function numberOf(text: string): number | bigint | null {
  if (/^-?\d{1,18}$/.test(text)) return BigInt(text);
  return /^-?\d+(\.\d+)?([eE][-+]?\d+)?$/.test(text) ? Number(text) : null;
}
