// Runs the SQL of users in child processes: a fair queue, limits, and a kill when a limit is passed.

import { availableParallelism } from "node:os";
import { joinBytes } from "../../base/join-bytes.ts";
import { ArrivingAnswer, drain, unread } from "./arriving.ts";
import { QueryChild } from "./child-process.ts";
import type { Frame } from "./frames.ts";
import { Lane } from "./lane.ts";
import { Leaving } from "./leaving.ts";
import { OpenedFiles } from "./opened-files.ts";
import { exportOrder, queryOrder } from "./ordering.ts";
import type { EndBody, OpenedFile, Order } from "./orders.ts";
import {
  defaultExportLimits,
  defaultQueryLimits,
  type ExportAnswer,
  type ExportRequest,
  type Queries,
  type QueryAnswer,
  QueryError,
  type QueryLane,
  type QueryLimits,
  type QueryRequest,
  type RowBatch,
} from "./protocol.ts";

export interface QueryPoolOptions {
  /** Most children for users' SQL at one time. Default: 2 to 4, by the processors. */
  readonly size?: number;
  /** `cold`: no child is started before it is needed, for a program that asks once. Default `warm`. */
  readonly start?: "warm" | "cold";
}

/** A pool keeps its children, so a program that wants to end must close it. */
export class QueryPool implements Queries {
  readonly #lanes: Readonly<Record<QueryLane | "export", Lane>>;
  readonly #closing = new AbortController();
  readonly #alones = new Set<QueryChild>();
  readonly #files = new OpenedFiles((path) => this.#settle(path));

  constructor(options: QueryPoolOptions = {}) {
    const size = options.size ?? Math.min(4, Math.max(2, availableParallelism()));
    this.#lanes = { user: new Lane(size), internal: new Lane(2), scan: new Lane(2), export: new Lane(4) };
    if (options.start === "cold") return;
    this.#lanes.internal.warm();
    this.#lanes.user.warm();
  }

  async run(request: QueryRequest, signal?: AbortSignal): Promise<QueryAnswer> {
    const limits = { ...defaultQueryLimits, ...request.limits };
    const answer = new ArrivingAnswer();
    const end = await drain(this.#query(request, limits, signal), (frame) => answer.take(frame));
    const { columns, rows, objects } = answer;
    return { columns, rows, objects: joinBytes(objects, ", "), cut: end.cut, elapsedMs: end.elapsedMs };
  }

  async *rows(request: QueryRequest, signal?: AbortSignal): AsyncGenerator<RowBatch, void> {
    const limits = { ...defaultExportLimits, ...request.limits };
    const frames = this.#query(request, limits, signal);
    const answer = new ArrivingAnswer();
    try {
      for (;;) {
        const next = await frames.next();
        if (next.done === true) {
          yield { columns: answer.columns, rows: [], cut: next.value.cut };
          return;
        }
        answer.take(next.value);
        if (answer.rows.length > 0) yield { columns: answer.columns, rows: answer.rows.splice(0), cut: null };
      }
    } finally {
      await frames.return(unread);
    }
  }

  exportStream(request: ExportRequest, signal?: AbortSignal): ReadableStream<Uint8Array> {
    const limits = { ...defaultExportLimits, ...request.limits };
    const frames = this.#inLane(this.#lanes.export, request.file, limits, signal, (file) =>
      exportOrder(request, limits, file, "pipe"),
    );
    return new ReadableStream<Uint8Array>(
      {
        async pull(controller) {
          const next = await frames.next();
          if (next.done === true) controller.close();
          else controller.enqueue(next.value.body);
        },
        async cancel() {
          await frames.return(unread);
        },
      },
      { highWaterMark: 0 },
    );
  }

  async exportTo(fd: number, request: ExportRequest, signal?: AbortSignal): Promise<ExportAnswer> {
    const limits = { ...defaultExportLimits, ...request.limits };
    return this.#alone(new Leaving(this.#closing.signal, signal), limits, fd, async () =>
      exportOrder(request, limits, await this.#files.open(request.file), "fd"),
    );
  }

  async close(): Promise<void> {
    this.#closing.abort(new QueryError("cancelled", "The query was stopped because the program is ending."));
    await Promise.all([
      ...Object.values(this.#lanes).map((lane) => lane.close()),
      ...[...this.#alones].map((child) => child.exited),
    ]);
    this.#files.close();
  }

  #query(request: QueryRequest, limits: QueryLimits, signal: AbortSignal | undefined): AsyncGenerator<Frame, EndBody> {
    return this.#inLane(this.#lanes[request.lane ?? "user"], request.file, limits, signal, (file) =>
      queryOrder(request, limits, file),
    );
  }

  async *#inLane(
    lane: Lane,
    file: string,
    limits: QueryLimits,
    signal: AbortSignal | undefined,
    orderFor: (file: OpenedFile) => Order,
  ): AsyncGenerator<Frame, EndBody> {
    const leaving = new Leaving(this.#closing.signal, signal);
    try {
      const opened = await this.#files.open(file);
      for (let isAgain = false; ; isAgain = true) {
        const child = await lane.enter(leaving.signal);
        try {
          return yield* obey(child, orderFor(opened), limits, leaving.signal);
        } catch (error) {
          // Somebody killed it while it had nothing to do: the query has lost nothing yet.
          if (isAgain || !child.wasGone) throw error;
        } finally {
          lane.leave(child);
        }
      }
    } finally {
      leaving.release();
    }
  }

  /** In a child of its own, outside of the lanes. */
  async #alone(
    leaving: Leaving,
    limits: QueryLimits,
    fd: number | undefined,
    orderOf: () => Promise<Order>,
  ): Promise<EndBody> {
    try {
      const order = await orderOf();
      leaving.signal.throwIfAborted();
      const child = new QueryChild(fd);
      this.#alones.add(child);
      try {
        return await drain(obey(child, order, limits, leaving.signal), () => {});
      } finally {
        child.stop(new QueryError("cancelled", "The work is done."));
        await child.exited;
        this.#alones.delete(child);
      }
    } finally {
      leaving.release();
    }
  }

  async #settle(path: string): Promise<void> {
    await this.#alone(new Leaving(this.#closing.signal), settleLimits, undefined, async () => ({
      kind: "settle",
      path,
    }));
  }
}

/** Bringing a copy into one file may take as long as reading it. */
const settleLimits: QueryLimits = { ...defaultExportLimits, timeMs: 600_000 };

async function* obey(
  child: QueryChild,
  order: Order,
  limits: QueryLimits,
  leaving: AbortSignal,
): AsyncGenerator<Frame, EndBody> {
  const stop = () => child.stop(leaving.reason);
  leaving.addEventListener("abort", stop, { once: true });
  try {
    leaving.throwIfAborted();
    return yield* child.obey(order, limits);
  } finally {
    leaving.removeEventListener("abort", stop);
  }
}
