// Rows as JSON objects. Where every column is a plain column of a table SQLite builds the object itself, which costs
// less and keeps integers exact; elsewhere a value may be JSON that json_object would take apart, so it is done here.

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
  if (keys.length * 2 <= mostArguments && isPlain(statement)) {
    return rowsOf(prepare(room, asObjects(sql, keys)), parameters, ([object]) => String(object));
  }
  const heads = keys.map((key, at) => `${at === 0 ? "{" : ","}${JSON.stringify(key)}:`);
  return rowsOf(statement, parameters, (row) => jsonObject(heads, row));
}

/** Every column is read straight from a table: no expression, hence no subtype and nothing computed twice. */
function isPlain(statement: StatementSync): boolean {
  return statement.columns().every((column) => column.table !== null && column.column !== null);
}

function asObjects(sql: string, keys: readonly string[]): string {
  const names = keys.map((_, at) => `c${at}`);
  const members = keys.map((key, at) => `${quoted(key)}, ${memberValue(`c${at}`)}`);
  // The line end closes a comment at the end of the statement.
  return `WITH dbundle_rows(${names.join(", ")}) AS (${sql}\n) SELECT json_object(${members.join(", ")}) FROM dbundle_rows`;
}

/** JSON has no bytes; `dbundle_blob` is `blobObject`, which the room gives to SQLite. */
function memberValue(name: string): string {
  return `CASE typeof(${name}) WHEN 'blob' THEN json(dbundle_blob(${name})) ELSE ${name} END`;
}

function quoted(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}

function jsonObject(heads: readonly string[], row: readonly SqlValue[]): string {
  let text = "";
  for (let at = 0; at < heads.length; at++) text += heads[at] + jsonValue(row[at] ?? null);
  return `${text}}`;
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
