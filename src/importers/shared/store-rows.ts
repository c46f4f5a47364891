// Rows of a SQLite store that have no typed table: kept whole, one document a row, every value exact.

import type { Store, StoreRow, StoreTable, StoreValue } from "../../artifacts/artifact.ts";
import type { BundleWriter } from "../../bundle/writer.ts";

/**
 * The row as one JSON object, its columns in the table's order.
 *
 * Integers keep all digits, REALs keep their point (`1.0`), infinities are `9e999` and `-9e999` (which SQLite and JSON
 * readers take for infinite), blobs are `{"$base64":"…"}`.
 */
export function rowAsJson(row: StoreRow): string {
  const members = Object.entries(row).map(([column, value]) => `${JSON.stringify(column)}:${valueAsJson(value)}`);
  return `{${members.join(",")}}`;
}

/** Keeps every row of a table as a document of kind `sqlite.<table>`; returns how many there were. */
export function documentRows(store: Store, table: StoreTable, into: BundleWriter): number {
  const member = into.inside(table.name);
  let number = 0;
  for (const row of store.rows(table.name)) {
    number += 1;
    member.document({ kind: `sqlite.${table.name}`, key: rowKey(table, row), payload: rowAsJson(row) }, { number });
  }
  return number;
}

/** The row's primary key as text, a JSON array if it has several columns; null if the table has none. */
export function rowKey(table: StoreTable, row: StoreRow): string | null {
  const values = table.primaryKey.map((column) => row[column] ?? null);
  const [only] = values;
  if (only === undefined) return null;
  if (values.length > 1) return `[${values.map(valueAsJson).join(",")}]`;
  return typeof only === "string" ? only : valueAsJson(only);
}

/** Says each problem of the store as an issue; call it once a store, after the rows: some show only while these are read. */
export function storeProblems(store: Store, into: BundleWriter): void {
  // A table that was read twice has its problems twice.
  const told = new Set<string>();
  for (const problem of store.problems) {
    if (!told.has(problem.message)) into.issue(problem);
    told.add(problem.message);
  }
}

function valueAsJson(value: StoreValue): string {
  if (value === null) return "null";
  if (typeof value === "bigint") return value.toString();
  if (typeof value === "string") return JSON.stringify(value);
  if (typeof value === "number") return realAsJson(value);
  return `{"$base64":"${value.toBase64()}"}`;
}

function realAsJson(value: number): string {
  if (Number.isNaN(value)) return "null"; // SQLite has no NaN: it reads one as NULL.
  if (!Number.isFinite(value)) return value > 0 ? "9e999" : "-9e999";
  const text = Object.is(value, -0) ? "-0" : String(value);
  return /[.e]/.test(text) ? text : `${text}.0`;
}
