// Gathers rows of one table and inserts many with one statement: it opens the table and its indexes once, not for each row.

import type { Database, Statement } from "bun:sqlite";

type Bound = string | number | bigint | null;

const rowsTogether = 32;

/** Rows are not held back when they have more text than this, in UTF-16 units. */
const mostText = 1024 * 1024;

export class RowBatch {
  private readonly one: Statement;
  private readonly many: Statement;
  private readonly width: number;
  private readonly waiting: Bound[] = [];
  private textLength = 0;

  constructor(db: Database, table: string, columns: readonly string[]) {
    const row = `(${columns.map(() => "?").join(", ")})`;
    const insert = `INSERT OR FAIL INTO ${table} (${columns.join(", ")}) VALUES `;
    this.one = db.prepare(insert + row);
    this.many = db.prepare(insert + Array(rowsTogether).fill(row).join(", "));
    this.width = columns.length;
  }

  /** Takes a row, one value a column; `textLength`: about how long its texts are. */
  add(textLength: number, ...row: readonly Bound[]): void {
    this.waiting.push(...row);
    this.textLength += textLength;
    if (this.waiting.length === rowsTogether * this.width) {
      this.many.run(...this.waiting);
      this.clear();
    } else if (this.textLength > mostText) this.flush();
  }

  /** Inserts what still waits. */
  flush(): void {
    if (this.waiting.length === 0) return;
    for (let at = 0; at < this.waiting.length; at += this.width) {
      this.one.run(...this.waiting.slice(at, at + this.width));
    }
    this.clear();
  }

  /** Forgets what still waits. */
  clear(): void {
    this.waiting.length = 0;
    this.textLength = 0;
  }
}
