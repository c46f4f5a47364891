// Rows whose first columns become JSON objects for readers outside. The engine writes an object at once, several times as
// fast as it is written here value by value; that is left for the values that the engine would change.

import type { StatementSync } from "node:sqlite";
import type { ObjectsWanted, SqlParameters, SqlValue } from "./protocol.ts";
import { asQueryError, columnNames, rowsOf, steps } from "./room.ts";
import { valueText } from "./value-text.ts";
import { toWire } from "./wire.ts";

/** A row as JSON. */
export interface RowText {
  /** The first columns as an object for readers outside; empty: none is wanted. */
  readonly object: string;
  /** The other columns, for the parent. */
  readonly array: string;
}

/** `statement` is one of `prepare`; its settings change. */
export function* objectRows(
  statement: StatementSync,
  parameters: SqlParameters,
  wanted: ObjectsWanted,
): Generator<RowText> {
  const told = canBeWhole(columnNames(statement), wanted) ? yield* wholeRows(statement, parameters, wanted) : 0;
  if (told === "all") return;
  statement.setReadBigInts(true);
  statement.setReturnArrays(true);
  let at = 0;
  for (const row of rowsOf(statement, parameters, (values) => values)) {
    at += 1;
    if (at > told) yield rowText(row, at, wanted);
  }
}

/** Whether an object of the engine has the wanted members in their order, and holds the other columns too. */
function canBeWhole(names: readonly string[], { keys }: ObjectsWanted): boolean {
  const isSame = keys.every((key, at) => key === names[at]) && new Set(keys).size === keys.length;
  // Members whose names are numbers come first in an object; the look for bytes is misled by a name that ends in "\".
  return isSame && names.every((name) => keys.includes(name)) && !keys.some((key) => /^\d+$|\\$|^__proto__$/.test(key));
}

/** Returns how many rows were told before one that holds an integer beyond numbers. */
function* wholeRows(
  statement: StatementSync,
  parameters: SqlParameters,
  { keys, most }: ObjectsWanted,
): Generator<RowText, number | "all"> {
  const columns = statement.columns();
  const others = columns.slice(keys.length).map(({ name }) => name);
  // A column of another type holds no -0, which the engine writes as 0: SQLite keeps it as an integer.
  const loose = columns.flatMap(({ name, type }) => (/INT|CHAR|CLOB|TEXT|REAL/i.test(type ?? "") ? [] : [name]));
  statement.setReadBigInts(false);
  statement.setReturnArrays(false);
  let told = 0;
  try {
    for (const row of steps(statement, parameters)) {
      if (!isNamed(row)) throw new TypeError("SQLite gave a row whose values have no names.");
      const array = JSON.stringify(others.map((name) => toWire(row[name] ?? null)));
      told += 1;
      yield { object: told > most ? "" : wholeObject(row, keys, loose), array };
    }
    return "all";
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ERR_OUT_OF_RANGE") return told;
    throw asQueryError(error);
  }
}

type NamedRow = Readonly<Record<string, SqlValue>>;

/** `setReturnArrays` is off, and SQLite has no other kinds of value. */
function isNamed(row: unknown): row is NamedRow {
  return typeof row === "object" && row !== null && !Array.isArray(row);
}

function wholeObject(row: NamedRow, keys: readonly string[], loose: readonly string[]): string {
  const text = JSON.stringify(row);
  // Bytes are the only values that the engine writes as objects; quotes within texts have a backslash before them.
  const isSame = !/[^\\]":\{/.test(text) && !loose.some((name) => Object.is(row[name], -0));
  return isSame
    ? text
    : objectText(
        keys,
        keys.map((key) => row[key] ?? null),
      );
}

function rowText(row: readonly SqlValue[], at: number, { keys, most }: ObjectsWanted): RowText {
  const array = JSON.stringify(row.slice(keys.length).map(toWire));
  return { object: at > most ? "" : objectText(keys, row), array };
}

function objectText(keys: readonly string[], row: readonly SqlValue[]): string {
  return `{${keys.map((key, at) => `${JSON.stringify(key.toWellFormed())}:${valueText(row[at] ?? null)}`).join(",")}}`;
}
