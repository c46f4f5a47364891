// Values for a statement; each gets a name.

import type { SqlValue } from "../../operations/serving.ts";

export class Parameters {
  readonly values: Record<string, SqlValue> = {};
  #count = 0;

  /** The placeholder that stands for the value. */
  bind(value: SqlValue): string {
    const name = `p${this.#count}`;
    this.#count += 1;
    this.values[name] = value;
    return `:${name}`;
  }
}

/** A name of the file's schema as SQL has it; only names that were found there come here. */
export function quoted(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}
