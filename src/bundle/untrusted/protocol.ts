// What a caller of the pool sees: what can be asked, what it may cost, and how it is answered.

/** A value of SQLite. An integer is a number where that is exact, else a bigint; a real may be ±Infinity. */
export type SqlValue = null | number | bigint | string | Uint8Array;

/** Positional (`?`, `?2`) or named (`:name`, `@name`, `$name`; the key is the name with or without its sign). */
export type SqlParameters = readonly SqlValue[] | Readonly<Record<string, SqlValue>>;

/** What one query may cost. `Infinity` means no cap, where that is safe: never for `memoryBytes`. */
export interface QueryLimits {
  /** Past this the child is killed. The time in the queue does not count. */
  readonly timeMs: number;
  /** Most rows of the answer; more rows are left out and `cut` says so. */
  readonly rows: number;
  /** Most bytes of the answer, counted as the child sends it. */
  readonly bytes: number;
  /** Most memory of the child. */
  readonly memoryBytes: number;
}

export const defaultQueryLimits: QueryLimits = {
  timeMs: 5_000,
  rows: 10_000,
  bytes: 16 * 1024 * 1024,
  memoryBytes: 400 * 1024 * 1024,
};

/**
 * `user`: SQL that somebody typed. `internal`: statements of our own pages that an index serves. `scan`: those of them that
 * look at many rows. None waits behind another lane.
 */
export type QueryLane = "user" | "internal" | "scan";

/** How an answer's first columns become the members of JSON objects, which then need no second writing. */
export interface ObjectsWanted {
  /** Names of the first columns, in order. */
  readonly keys: readonly string[];
  /** Most objects; of rows beyond, only the columns behind those are told. */
  readonly most: number;
}

export interface QueryRequest {
  /** The SQLite file; it is opened read-only and nothing is written beside it. */
  readonly file: string;
  /** One statement that begins with SELECT, WITH, VALUES or EXPLAIN. */
  readonly sql: string;
  /** A parameter of the statement that is not given is NULL; one that the statement lacks is ignored when named. */
  readonly parameters?: SqlParameters;
  /** What is not given is `defaultQueryLimits`. */
  readonly limits?: Partial<QueryLimits>;
  /** Default `user`. All lanes are guarded alike. */
  readonly lane?: QueryLane;
  /** Rows of the answer that are passed over: they count in no cap but that on time. Default 0. */
  readonly skip?: number | undefined;
  /** Default: none; the rows have all columns. */
  readonly objects?: ObjectsWanted | undefined;
}

/** Why rows were left out, and after how many rows; null when the answer is whole. */
export type Cut = null | { readonly why: "rows" | "bytes"; readonly at: number };

export interface QueryAnswer {
  /** Names as the statement gives them; two columns may have one name. */
  readonly columns: readonly string[];
  /** Where objects were wanted, only the columns behind them. */
  readonly rows: readonly (readonly SqlValue[])[];
  /** The objects that were wanted as JSON in UTF-8, ", " between them. */
  readonly objects: Uint8Array;
  readonly cut: Cut;
  /** Time in the child, without the queue. */
  readonly elapsedMs: number;
}

/** A part of a long answer. At least one comes, even when there are no rows; `cut` is known in the last. */
export interface RowBatch {
  readonly columns: readonly string[];
  readonly rows: readonly (readonly SqlValue[])[];
  readonly cut: Cut;
}

export type ExportFormat = "csv" | "json" | "ndjson";

export interface ExportRequest extends QueryRequest {
  readonly format: ExportFormat;
  /** CSV only: the end of each line. Default "\n". */
  readonly lineEnd?: "\n" | "\r\n";
  /** CSV only: the first line names the columns. Default `yes`. */
  readonly header?: "yes" | "no";
}

/** Unlike a query, an export has no cap on rows, bytes or time unless one is given; its memory stays flat. */
export const defaultExportLimits: QueryLimits = {
  timeMs: Number.POSITIVE_INFINITY,
  rows: Number.POSITIVE_INFINITY,
  bytes: Number.POSITIVE_INFINITY,
  memoryBytes: 400 * 1024 * 1024,
};

export interface ExportAnswer {
  readonly rows: number;
  readonly bytes: number;
  readonly cut: Cut;
  /** `reader left`: the other end of the pipe was closed before the last row (`… | head`). */
  readonly end: "whole" | "cut" | "reader left";
  readonly elapsedMs: number;
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

export const queryErrorKinds = [
  "refused",
  "sql",
  "timeout",
  "memory",
  "cancelled",
  "file",
  "output",
  "crashed",
] as const;

/**
 * - `refused`: not one reading statement, or something the room does not allow
 * - `sql`: SQLite did not understand it, or it failed while it ran
 * - `timeout`, `memory`: over its limit, and stopped
 * - `cancelled`: the caller's signal, or the pool was closed
 * - `file`: the file cannot be opened as a SQLite database
 * - `output`: the rows cannot be written to where they shall go; `message` ends a sentence
 * - `crashed`: the child ended for another reason
 */
export type QueryErrorKind = (typeof queryErrorKinds)[number];

/** A query gave no answer; `message` is a plain sentence for whoever wrote it. */
export class QueryError extends Error {
  override readonly name = "QueryError";
  constructor(
    readonly kind: QueryErrorKind,
    message: string,
  ) {
    super(message);
  }
}

/** The first argument with which the program starts as a query child instead of as itself. */
export const queryChildArgument = "__query-child";
