// Rows as lines of CSV. SQLite joins the cells of a row; what needs quotes is seen while they are copied.

import { randomBytes } from "node:crypto";
import type { DatabaseSync } from "node:sqlite";
import { csvRow } from "./csv.ts";
import type { SqlParameters } from "./protocol.ts";
import { prepare, rowsOf } from "./room.ts";
import { asBytes, columnsOf, shaped } from "./shaped.ts";

/** The lines without their ends; the bytes stay as they are until the next one only. */
export function csvRows(room: DatabaseSync, sql: string, parameters: SqlParameters): Generator<Uint8Array> {
  const statement = prepare(room, sql);
  const columns = columnsOf(statement);
  // Stands between cells. No text can hold it but by guessing.
  const mark = `\x1f${randomBytes(8).toString("hex")}`;
  const cells = columns.map((column, at) => cellOf(column, statement.columns()[at]?.type ?? null));
  const joined = shaped(room, sql, columns, [`concat(${cells.join(`, '${mark}', `)})`]);
  if (joined === null) return rowsOf(statement, parameters, (row) => Buffer.from(csvRow(row)));
  const line = new CsvLine(mark);
  return rowsOf(joined, parameters, (row) => line.of(asBytes(row[0])));
}

/** `dbundle_base64` and `dbundle_real` are of the room. A text column holds no real: SQLite makes it a text. */
function cellOf(column: string, type: string | null): string {
  if (type === "TEXT")
    return `CASE WHEN ${column} COLLATE BINARY >= x'' THEN dbundle_base64(${column}) ELSE ${column} END`;
  return `CASE typeof(${column}) WHEN 'real' THEN dbundle_real(${column}) WHEN 'blob' THEN dbundle_base64(${column}) ELSE ${column} END`;
}

const lf = 0x0a;
const cr = 0x0d;
const quote = 0x22;
const comma = 0x2c;

class CsvLine {
  readonly #mark: Uint8Array;
  #line = new Uint8Array(64 * 1024);

  constructor(mark: string) {
    this.#mark = Buffer.from(mark);
  }

  /** Cells between commas, in quotes by need; a row of one empty cell is `""`. */
  of(cells: Uint8Array): Uint8Array {
    const mark = this.#mark;
    const markBegins = mark[0];
    const longest = cells.length * 2 + 2; // Nothing but quotes to be doubled, and those around.
    if (longest > this.#line.length) this.#line = new Uint8Array(longest);
    const line = this.#line;
    let end = 0;
    let cell = 0;
    let isQuoted = false;
    for (let at = 0; at < cells.length; at++) {
      const byte = cells[at] ?? 0;
      if (byte > comma) {
        line[end++] = byte;
      } else if (byte === markBegins && isAt(cells, at, mark)) {
        if (isQuoted) line[end++] = quote;
        line[end++] = comma;
        at += mark.length - 1;
        cell = end;
        isQuoted = false;
      } else {
        if (!isQuoted && (byte === quote || byte === comma || byte === lf || byte === cr)) {
          line.copyWithin(cell + 1, cell, end++);
          line[cell] = quote;
          isQuoted = true;
        }
        if (byte === quote) line[end++] = quote;
        line[end++] = byte;
      }
    }
    if (isQuoted) line[end++] = quote;
    return end === 0 ? emptyCell : line.subarray(0, end);
  }
}

/** Readers would take an empty line for no row. */
const emptyCell = Buffer.from('""');

function isAt(bytes: Uint8Array, from: number, wanted: Uint8Array): boolean {
  for (let at = 0; at < wanted.length; at++) if (bytes[from + at] !== wanted[at]) return false;
  return true;
}
