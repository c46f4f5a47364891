// Runs the SQL of users in child processes: a fair queue, limits, and a kill when a limit is passed.

import { availableParallelism } from "node:os";
import { joinBytes } from "../../base/join-bytes.ts";
import { QueryChild } from "./child-process.ts";
import { decodeBody, type Frame, FrameKind } from "./frames.ts";
import { Lane } from "./lane.ts";
import { Leaving } from "./leaving.ts";
import { OpenedFiles } from "./opened-files.ts";
import type { EndBody, ExportOrder, OpenedFile, Order } from "./orders.ts";
import {
  defaultExportLimits,
  defaultQueryLimits,
  type ExportAnswer,
  type ExportRequest,
  type QueryAnswer,
  QueryError,
  type QueryLane,
  type QueryLimits,
  type QueryRequest,
  type RowBatch,
  type SqlValue,
} from "./protocol.ts";
import { fromWire, parametersToWire } from "./wire.ts";

/** What a generator that is left early would have returned. */
const unread: EndBody = { rows: 0, bytes: 0, cut: null, end: "reader left", elapsedMs: 0 };

export interface QueryPoolOptions {
  /** Most children for users' SQL at one time. Default: 2 to 4, by the processors. */
  readonly size?: number;
  /** `cold`: no child is started before it is needed, for a program that asks once. Default `warm`. */
  readonly start?: "warm" | "cold";
}

/** What `serve`, `query` and `export` use. All methods throw or reject with `QueryError`. */
export interface Queries {
  run(request: QueryRequest, signal?: AbortSignal): Promise<QueryAnswer>;
  /** The same in parts, with constant memory and the limits of an export; leaving the loop early stops the query. */
  rows(request: QueryRequest, signal?: AbortSignal): AsyncIterable<RowBatch>;
  /** The formatted rows as bytes; nothing runs ahead of a slow reader. An error errors the stream. */
  exportStream(request: ExportRequest, signal?: AbortSignal): ReadableStream<Uint8Array>;
  /** The child itself writes to `fd` (1 is standard output), which stays open. */
  exportTo(fd: number, request: ExportRequest, signal?: AbortSignal): Promise<ExportAnswer>;
  /** Ends every child and what waits; resolves when all are gone. */
  close(): Promise<void>;
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
    const answer = new Answer();
    const end = await drain(this.#query(request, limits, signal), (frame) => answer.take(frame));
    const { columns, rows, objects } = answer;
    return { columns, rows, objects: joinBytes(objects, ", "), cut: end.cut, elapsedMs: end.elapsedMs };
  }

  async *rows(request: QueryRequest, signal?: AbortSignal): AsyncGenerator<RowBatch, void> {
    const limits = { ...defaultExportLimits, ...request.limits };
    const frames = this.#query(request, limits, signal);
    const answer = new Answer();
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
    await this.#files.close();
  }

  #query(request: QueryRequest, limits: QueryLimits, signal: AbortSignal | undefined): AsyncGenerator<Frame, EndBody> {
    return this.#inLane(this.#lanes[request.lane ?? "user"], request.file, limits, signal, (file) => ({
      kind: "query",
      skip: request.skip ?? 0,
      ...asked(request, limits, file),
      objects: request.objects ?? null,
    }));
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

function asked(request: QueryRequest, limits: QueryLimits, file: OpenedFile) {
  const parameters = parametersToWire(request.parameters ?? []);
  return { file, sql: request.sql, parameters, rows: finite(limits.rows), bytes: finite(limits.bytes) };
}

function exportOrder(request: ExportRequest, limits: QueryLimits, file: OpenedFile, to: "pipe" | "fd"): ExportOrder {
  const { format, lineEnd = "\n", header = "yes" } = request;
  return { kind: "export", ...asked(request, limits, file), format, lineEnd, header, to };
}

/** JSON has no Infinity; null is "no cap". */
function finite(cap: number): number | null {
  return Number.isFinite(cap) ? cap : null;
}

async function drain(frames: AsyncGenerator<Frame, EndBody>, take: (frame: Frame) => void): Promise<EndBody> {
  for (;;) {
    const next = await frames.next();
    if (next.done === true) return next.value;
    take(next.value);
  }
}

/** An answer as its frames arrive. */
class Answer {
  columns: readonly string[] = [];
  readonly rows: SqlValue[][] = [];
  readonly objects: Uint8Array[] = [];

  take(frame: Frame): void {
    if (frame.kind === FrameKind.bytes) {
      this.objects.push(frame.body);
      return;
    }
    const body = decodeBody(frame);
    if (!Array.isArray(body)) throw new QueryError("crashed", "The query child sent something else than rows.");
    if (frame.kind === FrameKind.head) this.columns = body.map(String);
    else for (const row of body) this.rows.push(Array.isArray(row) ? row.map(fromWire) : []);
  }
}
