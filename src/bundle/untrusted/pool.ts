// Runs the SQL of users in child processes: a fair queue, limits, and a kill when a limit is passed.
import type { ExportAnswer, ExportRequest, QueryAnswer, QueryRequest, RowBatch } from "./protocol.ts";

export interface QueryPoolOptions {
  /** Most children for users' SQL at one time. Default: 2 to 4, by the processors. */
  readonly size?: number;
}

/** What `serve`, `query` and `export` use. All methods throw or reject with `QueryError`. */
export interface Queries {
  run(request: QueryRequest, signal?: AbortSignal): Promise<QueryAnswer>;
  /** The same in parts, with constant memory; leaving the loop early stops the query. */
  rows(request: QueryRequest, signal?: AbortSignal): AsyncIterable<RowBatch>;
  /** The formatted rows as bytes; nothing runs ahead of a slow reader. An error errors the stream. */
  exportStream(request: ExportRequest, signal?: AbortSignal): ReadableStream<Uint8Array>;
  /** The child itself writes to `fd` (1 is standard output), which stays open. */
  exportTo(fd: number, request: ExportRequest, signal?: AbortSignal): Promise<ExportAnswer>;
  /** Ends every child and what waits; resolves when all are gone. */
  close(): Promise<void>;
}
