// Rows of a SQLite store as JSON objects: a store has no lines, and its row is its record.

import type { Store, StoreRow, StoreValue } from "../artifacts/artifact.ts";
import { UserError } from "../base/errors.ts";
import type { LineRange } from "./raw-address.ts";

/** One JSON object a line, integers with all their digits, bytes as `{"$base64":true,"encoded":…}`. */
export function* rowsOfStore(store: Store, table: string, lines: LineRange | null): Generator<Uint8Array> {
  if (!store.tables.some(({ name }) => name === table)) {
    const names = store.tables.map(({ name }) => name).join(", ");
    throw new UserError(`The store has no table "${table}". It has ${names || "none"}.`);
  }
  let number = 0;
  for (const row of store.rows(table)) {
    number++;
    if (lines !== null && number < lines.first) continue; // Before the wanted rows.
    if (lines !== null && number > lines.last) return;
    yield Buffer.from(`${jsonObject(row)}\n`);
  }
  if (lines !== null && number < lines.last) {
    throw new UserError(`Table "${table}" has ${number} row${number === 1 ? "" : "s"}; there is no row ${lines.last}.`);
  }
}

function jsonObject(row: StoreRow): string {
  const members = Object.entries(row).map(([name, value]) => `${JSON.stringify(name)}:${jsonValue(value)}`);
  return `{${members.join(",")}}`;
}

function jsonValue(value: StoreValue): string {
  if (typeof value === "bigint") return value.toString();
  if (value instanceof Uint8Array)
    return JSON.stringify({ $base64: true, encoded: Buffer.from(value).toString("base64") });
  if (value === Number.POSITIVE_INFINITY) return "9e999";
  if (value === Number.NEGATIVE_INFINITY) return "-9e999";
  return JSON.stringify(value);
}
