// A query's rows as frames to the parent, with the caps of its answer.

import type { DatabaseSync } from "node:sqlite";
import { encodeFrame, encodeText, FrameKind } from "./frames.ts";
import type { EndBody, QueryOrder } from "./orders.ts";
import { writeAll } from "./pipe.ts";
import type { Cut, ObjectsWanted, SqlValue } from "./protocol.ts";
import { columnNames, prepare, rowsOf } from "./room.ts";
import { oneReadingStatement } from "./statement.ts";
import { valueText } from "./value-text.ts";
import { parametersFromWire, toWire } from "./wire.ts";

/** A frame is sent when it is this long, in UTF-16 units. */
const fullBatch = 128 * 1024;

export function answerQuery(room: DatabaseSync, order: QueryOrder): EndBody {
  const begun = performance.now();
  const statement = prepare(room, oneReadingStatement(order.sql));
  writeAll(1, encodeFrame(FrameKind.head, columnNames(statement)));
  const batch = new Batch();
  const shape = order.objects === null ? asArray : withObject(order.objects);
  const cut = fill(batch, rowsOf(statement, parametersFromWire(order.parameters), shape), order);
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
  for (const row of rows) {
    if (order.rows !== null && batch.rows >= order.rows) return { why: "rows", at: batch.rows };
    if (order.bytes !== null && batch.bytes + lengthOf(row) > order.bytes) return { why: "bytes", at: batch.rows };
    batch.add(row);
  }
  return null;
}

/** A row as JSON. */
interface RowText {
  /** The first columns as an object for readers outside; empty: none is wanted. */
  readonly object: string;
  /** The other columns, for the parent. */
  readonly array: string;
}

function asArray(row: readonly SqlValue[]): RowText {
  return { object: "", array: JSON.stringify(row.map(toWire)) };
}

function withObject({ keys, most }: ObjectsWanted): (row: readonly SqlValue[]) => RowText {
  const heads = keys.map((key, at) => `${at === 0 ? "{" : ", "}${JSON.stringify(key.toWellFormed())}: `);
  let count = 0;
  return (row) => {
    count += 1;
    const array = JSON.stringify(row.slice(heads.length).map(toWire));
    return { object: count > most ? "" : objectText(heads, row), array };
  };
}

function objectText(heads: readonly string[], row: readonly SqlValue[]): string {
  let text = "";
  for (let at = 0; at < heads.length; at++) text += heads[at] + valueText(row[at] ?? null);
  return `${text}}`;
}

function lengthOf({ object, array }: RowText): number {
  return object.length + array.length;
}

class Batch {
  rows = 0;
  /** Counted in UTF-16 units of the JSON, which is at most the bytes. */
  bytes = 0;
  #arrays: string[] = [];
  #objects: string[] = [];
  #length = 0;

  add(row: RowText): void {
    this.rows += 1;
    this.#arrays.push(row.array);
    if (row.object !== "") this.#objects.push(row.object);
    this.bytes += lengthOf(row);
    this.#length += lengthOf(row);
    if (this.#length >= fullBatch) this.send();
  }

  send(): void {
    if (this.#objects.length > 0) writeAll(1, encodeText(FrameKind.bytes, this.#objects.join(", ")));
    if (this.#arrays.length > 0) writeAll(1, encodeText(FrameKind.rows, `[${this.#arrays.join(",")}]`));
    this.#arrays = [];
    this.#objects = [];
    this.#length = 0;
  }
}
