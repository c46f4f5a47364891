// The order of a page, and where in it a page begins. Pages go by the last row's values, so that a late page costs as
// little as the first, and rows are neither missed nor repeated.

import type { SqlValue, Table } from "../../operations/serving.ts";
import { badRequest } from "../http/failure.ts";
import { tildeDecode, tildeEncode } from "../http/tilde.ts";
import { type Parameters, quoted } from "./parameters.ts";
import { affinity } from "./references.ts";

export interface OrderTerm {
  readonly name: string;
  readonly sql: string;
  readonly isDescending: boolean;
  readonly mayBeNull: boolean;
  /** Whether SQLite compares a number written as text as a number. */
  readonly convertsText: boolean;
  /** Only told apart by it are rows whose keys hold NULL: a token names it for those alone. */
  readonly isTie?: true;
}

export interface Sort {
  readonly column: string;
  readonly isDescending: boolean;
}

/** The sort, then the key. Empty: nothing identifies a row. */
export function orderTerms(table: Table, sort: Sort | null, isBundle: boolean): OrderTerm[] {
  const names = table.key.filter((name) => name !== sort?.column);
  // An index on a time goes in one direction; Datasette's ties always ascend.
  const tiesDescend = isBundle && sort?.isDescending === true;
  const ties = names.map((name) => term(table, name, tiesDescend));
  if (table.tie !== null) ties.push({ ...rowidTerm(table.tie), isDescending: tiesDescend });
  return sort === null ? ties : [term(table, sort.column, sort.isDescending), ...ties];
}

function rowidTerm(sql: string): OrderTerm {
  return { name: "rowid", sql, isDescending: false, mayBeNull: false, convertsText: true, isTie: true };
}

function term(table: Table, name: string, isDescending: boolean): OrderTerm {
  const column = table.columns.find((one) => one.name === name);
  const isRowid =
    column === undefined || (column.keyPosition === 1 && /^integer$/i.test(column.type) && table.key.length === 1);
  const isLocalId = table.comment !== null && name === "id";
  return {
    name,
    sql: column === undefined ? (table.rowid ?? "rowid") : quoted(name),
    isDescending,
    mayBeNull: !isRowid && !isLocalId && column?.isNotNull !== true,
    convertsText: column === undefined || affinity(column.type) !== "NONE",
  };
}

export function orderSql(terms: readonly OrderTerm[], isReversed = false): string {
  return terms.map(({ sql, isDescending }) => sql + (isDescending !== isReversed ? " DESC" : "")).join(", ");
}

/** A stretch of the order that one index serves: NULLs of the first column apart from the others. */
export interface Stretch {
  readonly where: string | null;
}

/** From the row of `values` on, in the order of the page; `values` null: from the beginning. */
export function stretches(
  terms: readonly OrderTerm[],
  values: readonly SqlValue[] | null,
  parameters: Parameters,
  isReversed: boolean,
): Stretch[] {
  const [first] = terms;
  if (first === undefined) return [{ where: null }];
  const goesDown = first.isDescending !== isReversed;
  const after = values === null ? null : afterRow(terms, values, parameters, isReversed);
  if (!first.mayBeNull)
    return [{ where: values === null ? null : both(bound(first, values[0], parameters, goesDown), after) }];
  const nulls = { where: `${first.sql} IS NULL` };
  const others = { where: `${first.sql} IS NOT NULL` };
  if (values === null) return goesDown ? [others, nulls] : [nulls, others];
  if (values[0] === null) {
    const rest = { where: both(nulls.where, after) };
    return goesDown ? [rest] : [rest, others];
  }
  const rest = { where: both(bound(first, values[0], parameters, goesDown), after) };
  return goesDown ? [rest, nulls] : [rest];
}

/** What lets an index begin at the right place; it is implied by the rest. */
function bound(first: OrderTerm, value: SqlValue | undefined, parameters: Parameters, goesDown: boolean): string {
  return `${first.sql} ${goesDown ? "<=" : ">="} ${parameters.bind(value ?? null)}`;
}

/** Equal up to one of the terms, and behind in that one. */
function afterRow(
  terms: readonly OrderTerm[],
  values: readonly SqlValue[],
  parameters: Parameters,
  isReversed: boolean,
): string {
  const ways: string[] = [];
  const equal: string[] = [];
  for (const [at, one] of terms.entries()) {
    if (at >= values.length) break; // The key alone tells these rows apart.
    const value = values[at] ?? null;
    const goesDown = one.isDescending !== isReversed;
    const behind = behindValue(one, value, goesDown, parameters);
    if (behind !== null) ways.push([...equal, behind].join(" AND "));
    equal.push(value === null ? `${one.sql} IS NULL` : `${one.sql} = ${parameters.bind(value)}`);
  }
  return ways.length === 0 ? "0" : `(${ways.map((way) => `(${way})`).join(" OR ")})`;
}

/** NULLs are the smallest. Null: nothing is behind. */
function behindValue(one: OrderTerm, value: SqlValue, goesDown: boolean, parameters: Parameters): string | null {
  if (value === null) return goesDown ? null : `${one.sql} IS NOT NULL`;
  const compared = `${one.sql} ${goesDown ? "<" : ">"} ${parameters.bind(value)}`;
  return goesDown && one.mayBeNull ? `(${compared} OR ${one.sql} IS NULL)` : compared;
}

function both(left: string, right: string | null): string {
  return right === null ? left : `${left} AND ${right}`;
}

/** The values of a row in the order's terms, as `_next` takes them. */
export function tokenOf(terms: readonly OrderTerm[], values: readonly SqlValue[]): string {
  const hasNull = values.slice(0, terms.length).includes(null);
  return terms
    .filter(({ isTie }) => hasNull || isTie !== true)
    .map((one, at) => part(one, values[at] ?? null))
    .join(",");
}

/** A "$" is never part of encoded text, so it marks what is no text. */
function part(one: OrderTerm, value: SqlValue): string {
  if (value === null) return "$null";
  if (value instanceof Uint8Array) return `$x${Buffer.from(value).toString("hex")}`;
  const isMarked = typeof value !== "string" && !one.convertsText;
  return (isMarked ? "$" : "") + tildeEncode(String(value));
}

export function readToken(terms: readonly OrderTerm[], token: string): SqlValue[] {
  const parts = token.split(",");
  const keys = terms.filter(({ isTie }) => isTie !== true);
  if (parts.length !== terms.length && parts.length !== keys.length)
    throw badRequest("_next is not a page of this order. Begin at the first page.");
  return parts.map(readPart);
}

function readPart(part: string): SqlValue {
  if (part === "$null") return null;
  if (!part.startsWith("$")) return tildeDecode(part);
  if (part.startsWith("$x")) return new Uint8Array(Buffer.from(part.slice(2), "hex"));
  const text = tildeDecode(part.slice(1));
  return /^-?\d+$/.test(text) ? BigInt(text) : Number(text);
}
