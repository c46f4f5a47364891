// A query's rows as frames to the parent, with the caps of its answer.

import type { DatabaseSync } from "node:sqlite";
import { encodeFrame, encodeText, FrameKind } from "./frames.ts";
import { objectRows, type RowText } from "./object-rows.ts";
import type { EndBody, QueryOrder } from "./orders.ts";
import type { Outbox } from "./outbox.ts";
import type { Cut, SqlValue } from "./protocol.ts";
import { columnNames, prepare, rowsOf } from "./room.ts";
import { oneReadingStatement } from "./statement.ts";
import { parametersFromWire, toWire } from "./wire.ts";

/** Rows make one frame until it is this long, in UTF-16 units. */
const fullBatch = 128 * 1024;

export function answerQuery(room: DatabaseSync, order: QueryOrder, outbox: Outbox): EndBody {
  const begun = performance.now();
  const statement = prepare(room, oneReadingStatement(order.sql));
  outbox.put(encodeFrame(FrameKind.head, columnNames(statement)));
  const batch = new Batch(outbox);
  const parameters = parametersFromWire(order.parameters);
  const rows =
    order.objects === null ? rowsOf(statement, parameters, asArray) : objectRows(statement, parameters, order.objects);
  const cut = fill(batch, rows, order);
  batch.send();
  return {
    rows: batch.rows,
    bytes: batch.bytes,
    cut,
    end: cut === null ? "whole" : "cut",
    elapsedMs: performance.now() - begun,
  };
}

function fill(batch: Batch, rows: Iterable<RowText>, order: QueryOrder): Cut {
  let skipped = 0;
  for (const row of rows) {
    if (skipped < order.skip) {
      skipped += 1;
      continue; // It stands on a page before this one.
    }
    if (order.rows !== null && batch.rows >= order.rows) return { why: "rows", at: batch.rows };
    if (order.bytes !== null && batch.bytes + lengthOf(row) > order.bytes) return { why: "bytes", at: batch.rows };
    batch.add(row);
  }
  return null;
}

function asArray(row: readonly SqlValue[]): RowText {
  return { object: "", array: JSON.stringify(row.map(toWire)) };
}

function lengthOf({ object, array }: RowText): number {
  return object.length + array.length;
}

class Batch {
  rows = 0;
  /** Counted in UTF-16 units of the JSON, which is at most the bytes. */
  bytes = 0;
  readonly #outbox: Outbox;
  #arrays: string[] = [];
  #objects: string[] = [];
  #length = 0;

  constructor(outbox: Outbox) {
    this.#outbox = outbox;
  }

  add(row: RowText): void {
    this.rows += 1;
    this.#arrays.push(row.array);
    if (row.object !== "") this.#objects.push(row.object);
    this.bytes += lengthOf(row);
    this.#length += lengthOf(row);
    if (this.#length >= fullBatch) this.send();
  }

  send(): void {
    if (this.#objects.length > 0) this.#outbox.put(encodeText(FrameKind.bytes, this.#objects.join(", ")));
    if (this.#arrays.length > 0) this.#outbox.put(encodeText(FrameKind.rows, `[${this.#arrays.join(",")}]`));
    this.#arrays = [];
    this.#objects = [];
    this.#length = 0;
  }
}
