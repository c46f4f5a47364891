// Rows as CSV, JSON or NDJSON, formatted where they are read and written with constant memory.

import type { DatabaseSync } from "node:sqlite";
import { reasonOf } from "../../base/write-failure.ts";
import { csvRow } from "./csv.ts";
import { FrameKind, frameHeader } from "./frames.ts";
import { jsonRows } from "./json-rows.ts";
import { type EndBody, type ExportOrder, outputDescriptor } from "./orders.ts";
import { isReaderGone, writeAll } from "./pipe.ts";
import { type Cut, QueryError, type SqlParameters } from "./protocol.ts";
import { columnNames, prepare, rowsOf } from "./room.ts";
import { oneReadingStatement } from "./statement.ts";
import { parametersFromWire } from "./wire.ts";

export function exportRows(room: DatabaseSync, order: ExportOrder): EndBody {
  const begun = performance.now();
  const written = write(layoutOf(room, order), new Output(order.to), order);
  return { ...written, elapsedMs: performance.now() - begun };
}

/** What stands around the rows of a format. */
interface Layout {
  readonly rows: Iterable<string>;
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
  const statement = prepare(room, sql);
  const header = csvRow(columnNames(statement)) + order.lineEnd;
  return {
    rows: rowsOf(statement, parameters, csvRow),
    before: order.header === "yes" ? header : "",
    between: order.lineEnd,
    after: order.lineEnd,
  };
}

function write(layout: Layout, output: Output, order: ExportOrder): Omit<EndBody, "elapsedMs"> {
  let rows = 0;
  let cut: Cut = null;
  try {
    output.add(layout.before);
    for (const row of layout.rows) {
      cut = cutBefore(row, rows, output, order);
      if (cut !== null) break;
      output.add(rows === 0 ? row : layout.between + row);
      rows += 1;
    }
    if (rows > 0 || order.format === "json") output.add(layout.after);
    output.flush();
  } catch (error) {
    const reason = isReaderGone(error) ? null : reasonOf(error);
    if (reason !== null) throw new QueryError("output", reason);
    if (!isReaderGone(error)) throw error;
    return { rows, bytes: output.bytes, cut: null, end: "reader left" };
  }
  return { rows, bytes: output.bytes, cut, end: cut === null ? "whole" : "cut" };
}

function cutBefore(row: string, rows: number, output: Output, order: ExportOrder): Cut {
  if (order.rows !== null && rows >= order.rows) return { why: "rows", at: rows };
  if (order.bytes !== null && output.length + row.length > order.bytes) return { why: "bytes", at: rows };
  return null;
}

/** Written when it holds this much, in UTF-16 units. */
const fullBuffer = 128 * 1024;

class Output {
  /** Bytes that were written. */
  bytes = 0;
  /** UTF-16 units that were added. */
  length = 0;
  #text = "";
  readonly #to: ExportOrder["to"];
  #encoded = Buffer.allocUnsafe(3 * fullBuffer);

  constructor(to: ExportOrder["to"]) {
    this.#to = to;
  }

  add(text: string): void {
    this.length += text.length;
    this.#text += text;
    if (this.#text.length >= fullBuffer) this.flush();
  }

  flush(): void {
    if (this.#text === "") return;
    if (this.#text.length * 3 > this.#encoded.length) this.#encoded = Buffer.allocUnsafe(this.#text.length * 3);
    const count = this.#encoded.write(this.#text, "utf8");
    this.#text = "";
    if (this.#to === "pipe") writeAll(1, frameHeader(FrameKind.bytes, count));
    writeAll(this.#to === "pipe" ? 1 : outputDescriptor, this.#encoded.subarray(0, count));
    this.bytes += count;
  }
}
