// JSON text that keeps what JSON.stringify would lose: big integers, bytes, the order of columns.

import { type Infinities, valueText } from "../../operations/serving.ts";

/** A text that is JSON already. */
export class Json {
  constructor(readonly text: string) {}
}

/** Values of SQLite as `valueText` writes them. */
export function jsonText(value: unknown, infinities: Infinities = "null"): string {
  if (value === null || value === undefined) return "null";
  if (typeof value === "string" || typeof value === "number" || typeof value === "bigint") {
    return valueText(value, infinities);
  }
  if (typeof value === "boolean") return String(value);
  if (value instanceof Json) return value.text;
  if (value instanceof Uint8Array) return valueText(value, infinities);
  if (Array.isArray(value)) return `[${value.map((item) => jsonText(item, infinities)).join(", ")}]`;
  const members = value instanceof Map ? [...value] : Object.entries(value);
  const texts = members.flatMap(([key, member]) =>
    member === undefined ? [] : [`${JSON.stringify(String(key).toWellFormed())}: ${jsonText(member, infinities)}`],
  );
  return `{${texts.join(", ")}}`;
}
