// The one way to the server: Datasette's table, row and query addresses, and what dbundle adds to them.

import { tildeEncode } from "../format/tilde.ts";
import { NoAnswer } from "../state/no-answer.ts";
import { type Query, searchOf } from "../state/place.ts";
import { root } from "../state/root.ts";
import { parseExactly } from "./exact-json.ts";
import type { Row } from "./rows.ts";

/** What the server could not do, in its own words. */
export class ApiError extends Error {
  override readonly name = "ApiError";
  constructor(
    readonly status: number,
    message: string,
    /** It took longer than a query may. */
    readonly isTimeout = false,
  ) {
    super(message);
  }
}

export interface QueryAnswer {
  readonly columns: readonly string[];
  readonly rows: readonly Row[];
  /** More rows than the server gives at once. */
  readonly truncated: boolean;
  /** Of a cut answer: why, and after how many rows. */
  readonly cut?: { readonly why: "rows" | "bytes"; readonly at: number };
  /** Where the rest of a cut answer begins. */
  readonly next?: string;
}

export interface FacetValue {
  readonly value: string | number | bigint | null;
  readonly label: string | number | bigint | null;
  readonly count: number;
}

export interface Facet {
  readonly name: string;
  readonly results: readonly FacetValue[];
  readonly truncated: boolean;
}

/** A statement of the server's own, with the values of its parameters. */
export interface PageSql {
  readonly sql: string;
  readonly params: Readonly<Record<string, string | number | bigint | null>>;
}

export interface TableAnswer {
  readonly all_columns: readonly string[];
  readonly rows: readonly Row[];
  readonly next: string | null;
  readonly count: number | null;
  readonly columns: readonly string[];
  readonly primary_keys: readonly string[];
  /** The statement behind the page. */
  readonly query?: PageSql;
  /** What a search in this table cannot find. */
  readonly search?: { readonly note: string };
  readonly facet_results: { readonly results: Readonly<Record<string, Facet>>; readonly timed_out: readonly string[] };
}

export interface RowAnswer {
  readonly rows: readonly Row[];
  readonly primary_keys: readonly string[];
}

/** Runs one SELECT; values are bound by name. */
export async function query(bundle: string, sql: string, values: Query, signal?: AbortSignal): Promise<QueryAnswer> {
  const answer = await ask(queryAddress(bundle, "json", sql, { ...values, _extra: "columns" }), signal);
  return answer as unknown as QueryAnswer;
}

export function queryAddress(bundle: string, format: "json" | "csv", sql: string, values: Query): string {
  return `${root}/${tildeEncode(bundle)}/-/query.${format}${searchOf({ sql, ...values })}`;
}

export async function table(bundle: string, name: string, query: Query, signal?: AbortSignal): Promise<TableAnswer> {
  return (await ask(tableAddress(bundle, name, "json", query), signal)) as unknown as TableAnswer;
}

export function tableAddress(bundle: string, name: string, format: "json" | "csv", query: Query): string {
  return `${root}/${tildeEncode(bundle)}/${tildeEncode(name)}.${format}${searchOf(query)}`;
}

/** `key` is the row's part of an address, encoded. */
export async function row(bundle: string, name: string, key: string, signal?: AbortSignal): Promise<RowAnswer> {
  return (await ask(`${root}/${tildeEncode(bundle)}/${tildeEncode(name)}/${key}.json`, signal)) as unknown as RowAnswer;
}

export type Answer = Readonly<Record<string, unknown>>;

export async function ask(address: string, signal?: AbortSignal): Promise<Answer> {
  let response: Response;
  try {
    response = await fetch(address, signal === undefined ? {} : { signal });
  } catch (error) {
    if (signal?.aborted) throw error;
    throw new NoAnswer();
  }
  const body = readAnswer(await response.text(), response.status);
  if (!response.ok || body.ok === false) {
    throw new ApiError(response.status, errorOf(body, response.status), body.timeout === true);
  }
  return body;
}

function readAnswer(text: string, status: number): Answer {
  try {
    const body = parseExactly(text);
    if (typeof body === "object" && body !== null) return { ...body };
  } catch {
    // Not JSON: the sentence below says so.
  }
  throw new ApiError(status, `The server answered ${status} with something that is no JSON.`);
}

function errorOf(body: Answer, status: number): string {
  return typeof body.error === "string" ? body.error : `The server answered ${status}.`;
}

/** One of dbundle's own endpoints; `T` is its answer as the server's types describe it. */
export async function endpoint<T>(bundle: string, name: string, given: Query, signal?: AbortSignal): Promise<T> {
  return (await ask(`${root}/${tildeEncode(bundle)}/-/${name}.json${searchOf(given)}`, signal)) as unknown as T;
}

/** What a file is called, what it holds, and why it is no bundle where it is none. */
export interface DatabaseAnswer {
  readonly kind: "bundle" | "foreign";
  readonly why_foreign: string | null;
  readonly tables: readonly Relation[];
  readonly views: readonly Relation[];
}

export interface Relation {
  readonly name: string;
  readonly hidden: boolean;
  readonly description: string | null;
}

export async function database(bundle: string, signal?: AbortSignal): Promise<DatabaseAnswer> {
  return (await ask(`${root}/${tildeEncode(bundle)}.json`, signal)) as unknown as DatabaseAnswer;
}
