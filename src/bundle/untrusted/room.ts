// A connection in which a stranger's SQL may run: read-only, one file, no way out.

import { DatabaseSync, type StatementSync } from "node:sqlite";
import { pathToFileURL } from "node:url";
import { messageOf } from "../../base/errors.ts";
import { authorize } from "./authorizer.ts";
import { realJson, realText } from "./csv.ts";
import { QueryError, type QueryErrorKind, type SqlParameters, type SqlValue } from "./protocol.ts";
import { base64, blobObject, isPositional } from "./wire.ts";

/** Longest text or blob, in bytes: above the longest line that an importer reads. */
const longestValue = 100 * 1024 * 1024;

const limits = {
  attach: 0,
  length: longestValue,
  sqlLength: 1_000_000,
  exprDepth: 1000,
  compoundSelect: 500,
  vdbeOp: 250_000,
  likePatternLength: 10_000,
  variableNumber: 32_766,
  triggerDepth: 1,
};

/** Opens a file that nobody writes meanwhile, and that has no journal of its own (see open-plan). */
export function openRoom(file: string): DatabaseSync {
  const url = pathToFileURL(file);
  url.search = "?mode=ro&immutable=1";
  try {
    const room = new DatabaseSync(url, {
      readOnly: true,
      allowExtension: false,
      defensive: true,
      enableForeignKeyConstraints: false,
      // Views of other programs use them, and people expect what the sqlite3 shell does.
      enableDoubleQuotedStringLiterals: true,
      limits,
    });
    room.exec("PRAGMA trusted_schema = OFF; PRAGMA query_only = ON; PRAGMA cell_size_check = ON; PRAGMA mmap_size = 0");
    // Rows of one page may lie on a hundred pages of 32 KiB; the standard cache holds sixty.
    room.exec("PRAGMA cache_size = -8192");
    // Long sorts go to a file of the system's temporary folder, whose size the child's own limits cap.
    room.exec("PRAGMA temp_store = FILE");
    giveFunctions(room);
    room.setAuthorizer(authorize);
    return room;
  } catch (error) {
    throw asQueryError(error);
  }
}

/** How an export shows values that SQLite would show otherwise. */
function giveFunctions(room: DatabaseSync): void {
  const ofBlob = (shown: (bytes: Uint8Array) => string) => (value: unknown) =>
    value instanceof Uint8Array ? shown(value) : null;
  const ofReal = (shown: (real: number) => string) => (value: unknown) =>
    typeof value === "number" ? shown(value) : null;
  room.function("dbundle_base64", { deterministic: true }, ofBlob(base64));
  room.function("dbundle_blob", { deterministic: true }, ofBlob(blobObject));
  room.function("dbundle_real", { deterministic: true }, ofReal(realText));
  room.function("dbundle_real_json", { deterministic: true }, ofReal(realJson));
}

/** Rows come as arrays, integers as bigints, so that nothing is rounded. Throws `QueryError`. */
export function prepare(room: DatabaseSync, sql: string): StatementSync {
  try {
    const statement = room.prepare(sql);
    statement.setReadBigInts(true);
    statement.setReturnArrays(true);
    statement.setAllowUnknownNamedParameters(true);
    return statement;
  } catch (error) {
    throw asQueryError(error);
  }
}

export function columnNames(statement: StatementSync): string[] {
  return statement.columns().map((column) => column.name);
}

/** Steps through the rows; throws `QueryError`. */
export function* rowsOf<Row>(
  statement: StatementSync,
  parameters: SqlParameters,
  shape: (row: readonly SqlValue[]) => Row,
): Generator<Row> {
  try {
    for (const row of steps(statement, parameters)) yield shape(asRow(row));
  } catch (error) {
    throw asQueryError(error);
  }
}

/** The rows as the statement is set to give them; throws what the engine throws. */
export function steps(statement: StatementSync, parameters: SqlParameters): Iterable<unknown> {
  if (isPositional(parameters)) return statement.iterate(...parameters.map(bindable));
  return statement.iterate(
    Object.fromEntries(Object.entries(parameters).map(([name, value]) => [name, bindable(value)])),
  );
}

/** `setReturnArrays` is on, and SQLite has no other kinds of value. */
function asRow(row: unknown): readonly SqlValue[] {
  if (!Array.isArray(row)) throw new TypeError("SQLite gave a row that is no array.");
  return row;
}

/** A whole number is bound as an integer: SQLite would show 5 as 5.0 otherwise. */
function bindable(value: SqlValue): SqlValue {
  return typeof value === "number" && Number.isSafeInteger(value) && !Object.is(value, -0) ? BigInt(value) : value;
}

export function asQueryError(error: unknown): QueryError {
  if (error instanceof QueryError) return error;
  const code = sqliteCode(error);
  const said = messageOf(error);
  // A function that the authorizer or an untrusted view is denied has the code of any mistake.
  const known = /^(not authorized|unsafe use of)/.test(said)
    ? KNOWN.get(23)
    : code === null
      ? undefined
      : KNOWN.get(code);
  return known === undefined ? new QueryError("sql", said) : new QueryError(known.kind, known.sentence(said));
}

const readsOnly = "The statement is refused: it may only read tables and call functions that compute.";

/** Primary result codes of SQLite that mean something else than a mistake in the SQL. */
const KNOWN = new Map<number, { kind: QueryErrorKind; sentence: (said: string) => string }>([
  [7, { kind: "memory", sentence: () => "The query needs more memory than it may have." }],
  [8, { kind: "refused", sentence: () => readsOnly }],
  [10, { kind: "file", sentence: (said) => `Reading the file failed: ${said}.` }],
  [11, { kind: "file", sentence: (said) => `The file is damaged: ${said}.` }],
  [13, { kind: "memory", sentence: () => "The query needs more room for its temporary files than there is." }],
  [14, { kind: "file", sentence: () => "The file cannot be opened." }],
  [18, { kind: "memory", sentence: () => `A text or blob of the query is longer than ${longestValue} bytes.` }],
  [23, { kind: "refused", sentence: (said) => (said === "not authorized" ? readsOnly : `${readsOnly} (${said})`) }],
  [26, { kind: "file", sentence: () => "The file is not a SQLite database." }],
]);

/** The low byte is the primary code, the others say more about it. */
function sqliteCode(error: unknown): number | null {
  if (!(error instanceof Error) || !("errcode" in error) || typeof error.errcode !== "number") return null;
  return error.errcode & 0xff;
}
