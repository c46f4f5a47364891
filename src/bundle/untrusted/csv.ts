// CSV as RFC 4180 has it: quotes by need, NULL as nothing, blobs in base64, no other character changed.
// A row of one empty cell is written as "" so that readers do not take it for no row.

import type { SqlValue } from "./protocol.ts";
import { base64 } from "./wire.ts";

const needsQuotes = /[",\r\n]/;

export function csvRow(row: readonly SqlValue[]): string {
  let line = csvCell(row[0] ?? null);
  if (row.length === 1) return line === "" ? '""' : line;
  for (let at = 1; at < row.length; at++) line += `,${csvCell(row[at] ?? null)}`;
  return line;
}

function csvCell(value: SqlValue): string {
  if (typeof value === "string") return needsQuotes.test(value) ? `"${value.replaceAll('"', '""')}"` : value;
  if (value === null) return "";
  if (typeof value === "number") return realText(value);
  return value instanceof Uint8Array ? base64(value) : value.toString();
}

/** A real shows as one: `1.0`, as SQLite prints it; the infinities are `Inf` and `-Inf`. */
export function realText(value: number): string {
  if (Number.isInteger(value))
    return Math.abs(value) < 1e21 ? `${Object.is(value, -0) ? "-0" : value}.0` : String(value);
  if (Number.isFinite(value)) return String(value);
  return value > 0 ? "Inf" : "-Inf";
}

/** In JSON an infinity is as SQLite writes it: a number that readers take for one. */
export function realJson(value: number): string {
  return Number.isFinite(value) ? realText(value) : value > 0 ? "9.0e+999" : "-9.0e+999";
}
