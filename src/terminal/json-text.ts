// JSON as commands print it: keys in the order of the object, integers exact whatever their size.

declare global {
  interface JSON {
    /** ECMAScript's "JSON.parse source text access"; the compiler's library lacks it. */
    rawJSON(text: string): unknown;
  }
}

/**
 * Bigints with all digits, bytes as `{"$base64":true,"encoded":…}`, infinities as 9e999 (valid JSON that readers take for one).
 * With `indent` (spaces) over several lines.
 */
export function jsonText(value: unknown, indent = 0): string {
  return JSON.stringify(value, exactly, indent) ?? "null";
}

function exactly(this: unknown, key: string, value: unknown): unknown {
  if (typeof value === "bigint") return JSON.rawJSON(value.toString());
  if (value === Number.POSITIVE_INFINITY) return JSON.rawJSON("9e999");
  if (value === Number.NEGATIVE_INFINITY) return JSON.rawJSON("-9e999");
  const bytes = bytesOf(this, key);
  return bytes === null ? value : { $base64: true, encoded: Buffer.from(bytes).toString("base64") };
}

/** The holder has the bytes themselves; `value` is what a Buffer's own toJSON made of them. */
function bytesOf(holder: unknown, key: string): Uint8Array | null {
  const own: unknown = typeof holder === "object" && holder !== null ? Reflect.get(holder, key) : null;
  return own instanceof Uint8Array ? own : null;
}
