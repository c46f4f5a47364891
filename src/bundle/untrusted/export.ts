// Rows as CSV, JSON or NDJSON, formatted where they are read and written with constant memory.

import { isUtf8 } from "node:buffer";
import type { DatabaseSync } from "node:sqlite";
import { reasonOf } from "../../base/write-failure.ts";
import { csvRow } from "./csv.ts";
import { csvRows } from "./csv-rows.ts";
import { FrameKind, frameHeader } from "./frames.ts";
import { jsonRows } from "./json-rows.ts";
import { type EndBody, type ExportOrder, outputDescriptor } from "./orders.ts";
import { isReaderGone, writeAll } from "./pipe.ts";
import { type Cut, QueryError, type SqlParameters } from "./protocol.ts";
import { columnNames, prepare } from "./room.ts";
import { oneReadingStatement } from "./statement.ts";
import { parametersFromWire } from "./wire.ts";

export function exportRows(room: DatabaseSync, order: ExportOrder): EndBody {
  const begun = performance.now();
  const written = write(layoutOf(room, order), new Output(order.to), order);
  return { ...written, elapsedMs: performance.now() - begun };
}

/** What stands around the rows of a format. */
interface Layout {
  /** The bytes of a row stay as they are until the next one only. */
  readonly rows: Iterable<Uint8Array>;
  readonly before: string;
  readonly between: string;
  readonly after: string;
}

function layoutOf(room: DatabaseSync, order: ExportOrder): Layout {
  const sql = oneReadingStatement(order.sql);
  const parameters = parametersFromWire(order.parameters);
  if (order.format === "json")
    return { rows: jsonRows(room, sql, parameters), before: "[", between: ",\n", after: "]\n" };
  if (order.format === "ndjson")
    return { rows: jsonRows(room, sql, parameters), before: "", between: "\n", after: "\n" };
  return csvLayout(room, sql, parameters, order);
}

function csvLayout(room: DatabaseSync, sql: string, parameters: SqlParameters, order: ExportOrder): Layout {
  const header = csvRow(columnNames(prepare(room, sql))) + order.lineEnd;
  return {
    rows: csvRows(room, sql, parameters),
    before: order.header === "yes" ? header : "",
    between: order.lineEnd,
    after: order.lineEnd,
  };
}

function write(layout: Layout, output: Output, order: ExportOrder): Omit<EndBody, "elapsedMs"> {
  const between = Buffer.from(layout.between);
  let rows = 0;
  let cut: Cut = null;
  try {
    output.add(Buffer.from(layout.before));
    for (const row of layout.rows) {
      cut = cutBefore(row, rows, output, order);
      if (cut !== null) break;
      if (rows > 0) output.add(between);
      output.add(row);
      rows += 1;
    }
    if (rows > 0 || order.format === "json") output.add(Buffer.from(layout.after));
    output.flush();
  } catch (error) {
    const reason = isReaderGone(error) ? null : reasonOf(error);
    if (reason !== null) throw new QueryError("output", reason);
    if (!isReaderGone(error)) throw error;
    return { rows, bytes: output.bytes, cut: null, end: "reader left" };
  }
  return { rows, bytes: output.bytes, cut, end: cut === null ? "whole" : "cut" };
}

function cutBefore(row: Uint8Array, rows: number, output: Output, order: ExportOrder): Cut {
  if (order.rows !== null && rows >= order.rows) return { why: "rows", at: rows };
  if (order.bytes !== null && output.added + row.length > order.bytes) return { why: "bytes", at: rows };
  return null;
}

/** Gathers this many bytes before it writes; longer rows are written at once. */
const fullBuffer = 256 * 1024;

class Output {
  /** Bytes that were added, and those of them that were written. */
  added = 0;
  bytes = 0;
  readonly #to: ExportOrder["to"];
  readonly #buffer = new Uint8Array(fullBuffer);
  #filled = 0;

  constructor(to: ExportOrder["to"]) {
    this.#to = to;
  }

  /** Takes whole texts only. */
  add(bytes: Uint8Array): void {
    this.added += bytes.length;
    if (this.#filled + bytes.length > fullBuffer) this.flush();
    if (bytes.length > fullBuffer) {
      this.#write(bytes);
    } else {
      this.#buffer.set(bytes, this.#filled);
      this.#filled += bytes.length;
    }
  }

  flush(): void {
    if (this.#filled > 0) this.#write(this.#buffer.subarray(0, this.#filled));
    this.#filled = 0;
  }

  #write(bytes: Uint8Array): void {
    // A database of another program may hold any bytes as its texts; readers of what is written expect UTF-8.
    const text = isUtf8(bytes) ? bytes : Buffer.from(Buffer.from(bytes).toString("utf8"));
    if (this.#to === "pipe") writeAll(1, frameHeader(FrameKind.bytes, text.length));
    writeAll(this.#to === "pipe" ? 1 : outputDescriptor, text);
    this.bytes += text.length;
  }
}
