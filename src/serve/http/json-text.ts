// JSON text that keeps what JSON.stringify would lose: big integers, bytes, the order of columns.

/** A text that is JSON already. */
export class Json {
  constructor(readonly text: string) {}
}

export type Infinities = "null" | "words";

/** Bytes as Datasette has them; an infinity is null unless its word is asked for, which strict readers refuse. */
export function jsonText(value: unknown, infinities: Infinities = "null"): string {
  if (value === null || value === undefined) return "null";
  if (typeof value === "string") return JSON.stringify(value.toWellFormed());
  if (typeof value === "number") return numberText(value, infinities);
  if (typeof value === "bigint" || typeof value === "boolean") return String(value);
  if (value instanceof Json) return value.text;
  if (value instanceof Uint8Array) return `{"$base64": true, "encoded": "${Buffer.from(value).toString("base64")}"}`;
  if (Array.isArray(value)) return `[${value.map((item) => jsonText(item, infinities)).join(", ")}]`;
  const members = value instanceof Map ? [...value] : Object.entries(value);
  const texts = members.flatMap(([key, member]) =>
    member === undefined ? [] : [`${JSON.stringify(String(key).toWellFormed())}: ${jsonText(member, infinities)}`],
  );
  return `{${texts.join(", ")}}`;
}

function numberText(value: number, infinities: Infinities): string {
  if (Number.isFinite(value)) return Object.is(value, -0) ? "-0.0" : String(value);
  if (infinities === "null" || Number.isNaN(value)) return "null";
  return value > 0 ? "Infinity" : "-Infinity";
}
