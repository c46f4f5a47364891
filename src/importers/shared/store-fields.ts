// Values of a store's rows, and tables by what they hold: the same names stand for unrelated tables in different programs.

import type { Store, StoreTable, StoreValue } from "../../artifacts/artifact.ts";

/** The table of this name if it has all these columns. */
export function storeTable(store: Store, name: string, columns: readonly string[]): StoreTable | null {
  const table = store.tables.find((candidate) => candidate.name === name);
  return table !== undefined && columns.every((column) => table.columns.includes(column)) ? table : null;
}

/** The text of a column; null for NULL and for the empty string, with which Go programs say that they do not know. */
export function textOf(value: StoreValue | undefined): string | null {
  if (typeof value === "string") return value === "" ? null : value;
  if (value instanceof Uint8Array) return new TextDecoder().decode(value);
  return value === null || value === undefined ? null : String(value);
}

/** The exact integer of a column, also of one that holds it as text; null if it holds none. */
export function integerOf(value: StoreValue | undefined): number | bigint | null {
  if (typeof value === "bigint") return value;
  if (typeof value === "number") return Number.isSafeInteger(value) ? value : null;
  return typeof value === "string" && /^-?\d{1,18}$/.test(value) ? BigInt(value) : null;
}
