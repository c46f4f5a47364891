// What a JSON text may cost. Its values are counted before any of them is built: 60 MB of `[],[],…` would take gigabytes.

export interface JsonLimits {
  /** Containers inside containers. */
  readonly depth: number;
  /** Values of all kinds; a member of an object counts as one. */
  readonly values: number;
}

let current: JsonLimits = { depth: 1000, values: 500_000 };

/** The limits of texts whose reader states none. */
export function jsonLimits(): JsonLimits {
  return current;
}

/** Sets them for the whole program, which reads one artifact at a time, until the answer is disposed of. */
export function limitJson(limits: JsonLimits): Disposable {
  const before = current;
  current = limits;
  return {
    [Symbol.dispose]() {
      current = before;
    },
  };
}
