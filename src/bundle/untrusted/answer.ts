// A query's rows as frames to the parent, with the caps of its answer.

import type { DatabaseSync } from "node:sqlite";
import { encodeFrame, encodeText, FrameKind } from "./frames.ts";
import type { EndBody, QueryOrder } from "./orders.ts";
import { writeAll } from "./pipe.ts";
import type { Cut, SqlValue } from "./protocol.ts";
import { columnNames, prepare, rowsOf } from "./room.ts";
import { oneReadingStatement } from "./statement.ts";
import { parametersFromWire, toWire } from "./wire.ts";

/** A frame is sent when it is this long, in UTF-16 units. */
const fullBatch = 128 * 1024;

export function answerQuery(room: DatabaseSync, order: QueryOrder): EndBody {
  const begun = performance.now();
  const statement = prepare(room, oneReadingStatement(order.sql));
  writeAll(1, encodeFrame(FrameKind.head, columnNames(statement)));
  const batch = new Batch();
  const cut = fill(batch, rowsOf(statement, parametersFromWire(order.parameters), asJson), order);
  batch.send();
  return {
    rows: batch.rows,
    bytes: batch.bytes,
    cut,
    end: cut === null ? "whole" : "cut",
    elapsedMs: performance.now() - begun,
  };
}

function fill(batch: Batch, rows: Iterable<string>, order: QueryOrder): Cut {
  for (const row of rows) {
    if (order.rows !== null && batch.rows >= order.rows) return { why: "rows", at: batch.rows };
    if (order.bytes !== null && batch.bytes + row.length > order.bytes) return { why: "bytes", at: batch.rows };
    batch.add(row);
  }
  return null;
}

function asJson(row: readonly SqlValue[]): string {
  return JSON.stringify(row.map(toWire));
}

class Batch {
  rows = 0;
  /** Counted in UTF-16 units of the JSON, which is at most the bytes. */
  bytes = 0;
  #texts: string[] = [];
  #length = 0;

  add(row: string): void {
    this.rows += 1;
    this.bytes += row.length;
    this.#texts.push(row);
    this.#length += row.length;
    if (this.#length >= fullBatch) this.send();
  }

  send(): void {
    if (this.#texts.length === 0) return;
    writeAll(1, encodeText(FrameKind.rows, `[${this.#texts.join(",")}]`));
    this.#texts = [];
    this.#length = 0;
  }
}
