// Rows as JSON objects. Columns of tables SQLite writes itself, which costs less and keeps integers exact; another column
// may hold JSON that json_object would take apart, and would be computed more than once, so it is written here.

import type { DatabaseSync, StatementSync } from "node:sqlite";
import { realText } from "./csv.ts";
import type { SqlParameters, SqlValue } from "./protocol.ts";
import { columnNames, prepare, rowsOf } from "./room.ts";
import { blobObject } from "./wire.ts";

/** json_object takes two arguments a column, and SQLite at most this many. */
const mostArguments = 1000;

/** The objects, one text each. Columns of one name become `name`, `name_2`, …, so that no value is lost. */
export function jsonRows(room: DatabaseSync, sql: string, parameters: SqlParameters): Generator<string> {
  const statement = prepare(room, sql);
  const keys = distinct(columnNames(statement));
  const pieces = piecesOf(statement, keys);
  if (pieces.every((piece) => piece.kind === "value")) {
    return rowsOf(statement, parameters, (row) => jsonObject(pieces, row));
  }
  return rowsOf(prepare(room, inPieces(sql, keys, pieces)), parameters, (row) => jsonObject(pieces, row));
}

/** What stands side by side in an object: members that SQLite writes, as an object, or the value of one column. */
type Piece =
  | { readonly kind: "members"; readonly from: number; readonly to: number }
  | { readonly kind: "value"; readonly at: number; readonly head: string };

function piecesOf(statement: StatementSync, keys: readonly string[]): Piece[] {
  const pieces: Piece[] = [];
  for (const [at, column] of statement.columns().entries()) {
    const last = pieces.at(-1);
    // Read straight from a table: no expression, hence no subtype and nothing computed twice.
    const isPlain = column.table !== null && column.column !== null;
    if (!isPlain) pieces.push({ kind: "value", at, head: `${JSON.stringify(keys[at])}:` });
    else if (last?.kind === "members" && (last.to - last.from) * 2 < mostArguments)
      pieces[pieces.length - 1] = { ...last, to: at + 1 };
    else pieces.push({ kind: "members", from: at, to: at + 1 });
  }
  return pieces;
}

function inPieces(sql: string, keys: readonly string[], pieces: readonly Piece[]): string {
  const names = keys.map((_, at) => `c${at}`);
  const columns = pieces.map((piece) => {
    if (piece.kind === "value") return `c${piece.at}`;
    const members = keys
      .slice(piece.from, piece.to)
      .map((key, index) => `${quoted(key)}, ${memberValue(`c${piece.from + index}`)}`);
    return `json_object(${members.join(", ")})`;
  });
  // The line end closes a comment at the end of the statement.
  return `WITH dbundle_rows(${names.join(", ")}) AS (${sql}\n) SELECT ${columns.join(", ")} FROM dbundle_rows`;
}

function jsonObject(pieces: readonly Piece[], row: readonly SqlValue[]): string {
  let text = "";
  for (let at = 0; at < pieces.length; at++) {
    const piece = pieces[at];
    const value = row[at] ?? null;
    const members = piece?.kind === "value" ? piece.head + jsonValue(value) : String(value).slice(1, -1);
    text += at === 0 ? members : `,${members}`;
  }
  return `{${text}}`;
}

/** JSON has no bytes; `dbundle_blob` is `blobObject`, which the room gives to SQLite. */
function memberValue(name: string): string {
  return `CASE typeof(${name}) WHEN 'blob' THEN json(dbundle_blob(${name})) ELSE ${name} END`;
}

function quoted(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}

function jsonValue(value: SqlValue): string {
  if (typeof value === "string") return JSON.stringify(value);
  if (value === null) return "null";
  if (typeof value === "bigint") return value.toString();
  if (value instanceof Uint8Array) return blobObject(value);
  // This is how SQLite itself writes an infinity: valid JSON that readers take for one.
  return Number.isFinite(value) ? realText(value) : value > 0 ? "9.0e+999" : "-9.0e+999";
}

function distinct(names: readonly string[]): string[] {
  const seen = new Set<string>();
  return names.map((name) => {
    let free = name;
    for (let count = 2; seen.has(free) || (free !== name && names.includes(free)); count++) free = `${name}_${count}`;
    seen.add(free);
    return free;
  });
}
