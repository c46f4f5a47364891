// The query child: takes orders on standard input, answers on standard output, and ends when its parent does.

import type { DatabaseSync } from "node:sqlite";
import { answerQuery } from "./answer.ts";
import { exportRows } from "./export.ts";
import { decodeBody, encodeFrame, FrameKind } from "./frames.ts";
import type { FailureBody, OpenedFile, Order } from "./orders.ts";
import { Outbox } from "./outbox.ts";
import { framesOfInput } from "./pipe.ts";
import { asQueryError, openRoom } from "./room.ts";
import { settle } from "./settle.ts";

export { queryChildArgument } from "./protocol.ts";

/** Returns when standard input ends. Nothing else of the program may run in this process. */
export function runQueryChild(): void {
  const rooms = new Rooms();
  const outbox = new Outbox();
  for (const frame of framesOfInput()) {
    // The parent is the same program: its orders are trusted, their SQL and their file are not.
    const order = decodeBody(frame) as Order;
    try {
      outbox.put(encodeFrame(FrameKind.end, obey(order, rooms, outbox)));
    } catch (error) {
      const { kind, message } = asQueryError(error);
      outbox.put(encodeFrame(FrameKind.failure, { kind, message } satisfies FailureBody));
    }
    outbox.send();
  }
}

function obey(order: Order, rooms: Rooms, outbox: Outbox): unknown {
  switch (order.kind) {
    case "query":
      return answerQuery(rooms.of(order.file), order, outbox);
    case "export":
      return exportRows(rooms.of(order.file), order);
    case "settle":
      return settle(order.path);
  }
}

/** Keeps the connections of the last few files open, as long as their content is the same. */
class Rooms {
  readonly #open = new Map<string, DatabaseSync>();

  of(file: OpenedFile): DatabaseSync {
    const known = this.#open.get(file.key);
    if (known !== undefined) return known;
    for (const [key, room] of [...this.#open].slice(0, -3)) {
      room.close();
      this.#open.delete(key);
    }
    const room = openRoom(file.path);
    this.#open.set(file.key, room);
    return room;
  }
}
