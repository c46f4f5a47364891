// One record of an overstory store, or of the JSON file it replaced, read column by column.

import type { StoreRow, StoreValue } from "../../../artifacts/artifact.ts";
import { readTime } from "../../../base/time.ts";
import type { BundleWriter } from "../../../bundle/writer.ts";

/** What cannot be taken as its column wants it becomes NULL and an issue; the row's own text keeps it. */
export class OverstoryRow {
  /** The newest of the times that were read so far. */
  newest: string | null = null;

  constructor(
    readonly cells: StoreRow,
    /** Its place in the table or array, from 1. */
    readonly number: number,
    private readonly into: BundleWriter,
    private readonly importer: string,
  ) {}

  text(column: string): string | null {
    const value = this.#cell(column);
    if (value === null || typeof value === "string") return value;
    if (!(value instanceof Uint8Array)) return String(value);
    return this.#refuse("unexpected-value", column, "holds bytes where a text is expected", null);
  }

  integer(column: string): number | bigint | null {
    const value = this.#cell(column);
    if (value === null || typeof value === "bigint") return value;
    if (typeof value === "number" && Number.isSafeInteger(value)) return value;
    const raw = value instanceof Uint8Array ? null : String(value);
    return this.#refuse("unexpected-value", column, "holds no integer", raw);
  }

  /** UTC; a stamp without a zone was written by SQLite's clock, which is UTC, so nothing is assumed. */
  time(column: string): string | null {
    const text = this.text(column);
    if (text === null) return null;
    const time = readTime(text);
    if (time === null) return this.#refuse("bad-time", column, "holds no time", text);
    if (this.newest === null || time.utc > this.newest) this.newest = time.utc;
    return time.utc;
  }

  #cell(column: string): StoreValue {
    return this.cells[column] ?? null;
  }

  #refuse(code: string, column: string, complaint: string, raw: string | null): null {
    const message = `Column "${column}" of row ${this.number} ${complaint}; it is kept as written in the row's own text.`;
    this.into.issue({ severity: "warning", code: `${this.importer}.${code}`, message, raw }, { number: this.number });
    return null;
  }
}
