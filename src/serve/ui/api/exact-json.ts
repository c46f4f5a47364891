// Reads an answer so that integers beyond 2^53 stay exact.

interface Source {
  readonly source?: string;
}

export function parseExactly(text: string): unknown {
  // A reviver makes parsing slow: only answers that may hold such a number pay for it.
  if (!/\d{16}/.test(text)) return JSON.parse(text);
  return JSON.parse(text, function exact(this: unknown, _key: string, value: unknown, context?: Source) {
    const source = context?.source;
    const isInteger = typeof value === "number" && source !== undefined && /^-?\d+$/.test(source);
    return isInteger && !Number.isSafeInteger(value) ? BigInt(source) : value;
  });
}
