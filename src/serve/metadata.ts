// Datasette's metadata file, as far as it changes how tables are shown.

import { UserError } from "../base/errors.ts";

export interface TableMetadata {
  readonly title?: string;
  readonly description?: string;
  /** Only these may be sorted by. */
  readonly sortableColumns?: readonly string[];
  readonly labelColumn?: string;
  readonly ftsTable?: string;
  readonly ftsPk?: string;
  readonly sort?: string;
  readonly sortDesc?: string;
  readonly size?: number;
  readonly isHidden?: boolean;
}

export interface QueryMetadata {
  readonly sql: string;
  readonly title: string | null;
  readonly description: string | null;
}

export interface Metadata {
  /** As it was read, for `/-/metadata.json`. */
  readonly raw: Readonly<Record<string, unknown>>;
  table(database: string, table: string): TableMetadata;
  queries(database: string): ReadonlyMap<string, QueryMetadata>;
}

export const noMetadata: Metadata = metadataFrom({});

/** Throws a `UserError` when it is no JSON object. */
export function readMetadata(text: string, name: string): Metadata {
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch {
    throw new UserError(`Cannot read metadata "${name}": it is not JSON.`);
  }
  if (!isObject(parsed)) throw new UserError(`Cannot read metadata "${name}": it is not a JSON object.`);
  return metadataFrom(parsed);
}

function metadataFrom(raw: Readonly<Record<string, unknown>>): Metadata {
  const database = (name: string) => member(member(raw, "databases"), name);
  return {
    raw,
    table: (name, table) => tableMetadata(member(member(database(name), "tables"), table)),
    queries: (name) => {
      const entries = Object.entries(member(database(name), "queries"));
      return new Map(entries.flatMap(([id, query]) => queryMetadata(id, query)));
    },
  };
}

function tableMetadata(raw: Readonly<Record<string, unknown>>): TableMetadata {
  const columns = raw.sortable_columns;
  return {
    ...text("title", raw.title),
    ...text("description", raw.description),
    ...(Array.isArray(columns) ? { sortableColumns: columns.map(String) } : {}),
    ...text("labelColumn", raw.label_column),
    ...text("ftsTable", raw.fts_table),
    ...text("ftsPk", raw.fts_pk),
    ...text("sort", raw.sort),
    ...text("sortDesc", raw.sort_desc),
    ...(Number.isSafeInteger(raw.size) ? { size: Number(raw.size) } : {}),
    ...(raw.hidden === true ? { isHidden: true } : {}),
  };
}

function queryMetadata(id: string, query: unknown): [string, QueryMetadata][] {
  if (typeof query === "string") return [[id, { sql: query, title: null, description: null }]];
  if (!isObject(query) || typeof query.sql !== "string") return [];
  const { sql, title, description } = query;
  return [[id, { sql, title: stringOrNull(title), description: stringOrNull(description) }]];
}

function text<K extends string>(key: K, value: unknown): { readonly [P in K]?: string } {
  // The one key is K, which TypeScript does not follow through a computed name.
  return typeof value === "string" ? ({ [key]: value } as { readonly [P in K]?: string }) : {};
}

function member(object: Readonly<Record<string, unknown>>, key: string): Readonly<Record<string, unknown>> {
  const value = Object.hasOwn(object, key) ? object[key] : undefined;
  return isObject(value) ? value : {};
}

function stringOrNull(value: unknown): string | null {
  return typeof value === "string" ? value : null;
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
