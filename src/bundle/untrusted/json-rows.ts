// Rows as JSON objects, which SQLite itself writes: that costs less and keeps integers exact.

import type { DatabaseSync, StatementSync } from "node:sqlite";
import { realJson } from "./csv.ts";
import type { SqlParameters, SqlValue } from "./protocol.ts";
import { columnNames, prepare, rowsOf } from "./room.ts";
import { asBytes, columnsOf, shaped } from "./shaped.ts";
import { blobObject } from "./wire.ts";

/** json_object takes two arguments a column, and SQLite at most 1000. */
const mostMembers = 500;

/** The objects, one text each. Columns of one name become `name`, `name_2`, …, so that no value is lost. */
export function jsonRows(room: DatabaseSync, sql: string, parameters: SqlParameters): Generator<Uint8Array> {
  const statement = prepare(room, sql);
  const keys = distinct(columnNames(statement));
  const objects = shaped(room, sql, columnsOf(statement), objectsOf(statement, keys));
  if (objects === null) return rowsOf(statement, parameters, (row) => Buffer.from(jsonObject(keys, row)));
  return rowsOf(objects, parameters, (row) => (row.length === 1 ? asBytes(row[0]) : inOne(row.map(asBytes))));
}

function objectsOf(statement: StatementSync, keys: readonly string[]): string[] {
  const members = statement.columns().map((column, at) => {
    const isPlain = column.table !== null && column.column !== null;
    return `${quoted(keys[at] ?? "")}, ${isPlain ? storedValue(`c${at}`) : computedValue(`c${at}`)}`;
  });
  const objects: string[] = [];
  for (let at = 0; at < members.length; at += mostMembers) {
    objects.push(`json_object(${members.slice(at, at + mostMembers).join(", ")})`);
  }
  return objects;
}

/** JSON has no bytes; `dbundle_blob` is of the room, as `dbundle_real_json` is. */
function storedValue(name: string): string {
  return `CASE WHEN ${name} COLLATE BINARY >= x'' THEN json(dbundle_blob(${name})) ELSE ${name} END`;
}

/** The text of an expression may be marked as JSON, which json_object would take apart; joined to another it is not. */
function computedValue(name: string): string {
  return `CASE typeof(${name}) WHEN 'text' THEN ${name} || '' WHEN 'blob' THEN json(dbundle_blob(${name}))
    WHEN 'real' THEN json(dbundle_real_json(${name})) ELSE ${name} END`;
}

function quoted(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}

/** `{"a":1}` and `{"b":2}` as `{"a":1,"b":2}`. */
function inOne(objects: readonly Uint8Array[]): Uint8Array {
  const pieces = objects.flatMap((object, at) => [Buffer.from(at === 0 ? "{" : ","), object.subarray(1, -1)]);
  return Buffer.concat([...pieces, Buffer.from("}")]);
}

function jsonObject(keys: readonly string[], row: readonly SqlValue[]): string {
  return `{${keys.map((key, at) => `${JSON.stringify(key)}:${jsonValue(row[at] ?? null)}`).join(",")}}`;
}

function jsonValue(value: SqlValue): string {
  if (typeof value === "string") return JSON.stringify(value);
  if (value === null) return "null";
  if (typeof value === "bigint") return value.toString();
  return value instanceof Uint8Array ? blobObject(value) : realJson(value);
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
