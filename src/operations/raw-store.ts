// Rows of a SQLite store as JSON objects: a store has no lines, and its row is its record.

import type { Store, StoreRow, StoreValue } from "../artifacts/artifact.ts";
import { UserError } from "../base/errors.ts";
import { realText } from "../bundle/untrusted/csv.ts";
import type { LineRange } from "./raw-address.ts";

/** One JSON object a line, integers with all their digits, bytes as `{"$base64":true,"encoded":…}`. */
export function* rowsOfStore(store: Store, table: string, lines: LineRange | null): Generator<Uint8Array> {
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
  // A real shows as one; 9e999 is how SQLite itself writes an infinity.
  if (typeof value === "number") return Number.isFinite(value) ? realText(value) : value > 0 ? "9e999" : "-9e999";
  return JSON.stringify(value);
}
