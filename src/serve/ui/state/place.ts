// Which page an address names. Tables, rows and queries have the addresses that Datasette gives them.

import { tildeDecode, tildeEncode } from "../format/tilde.ts";
import { root } from "./root.ts";

export const pageNames = [
  "overview",
  "sessions",
  "logs",
  "errors",
  "tools",
  "files",
  "tables",
  "query",
  "search",
] as const;
export type PageName = (typeof pageNames)[number];

export type Place =
  | { readonly page: "home" }
  | { readonly page: PageName; readonly bundle: string; readonly item: string | null }
  | { readonly page: "table"; readonly bundle: string; readonly table: string }
  | { readonly page: "row"; readonly bundle: string; readonly table: string; readonly key: string }
  | { readonly page: "unknown"; readonly bundle: string | null };

export function placeOf(path: string): Place {
  const [bundlePart, ...rest] = path
    .slice(root.length)
    .split("/")
    .filter((part) => part !== "");
  if (bundlePart === undefined) return { page: "home" };
  const bundle = tildeDecode(bundlePart);
  const [first, second, third] = rest;
  if (first === undefined) return { page: "overview", bundle, item: null };
  if (first !== "-") {
    const table = tildeDecode(first);
    return second === undefined ? { page: "table", bundle, table } : { page: "row", bundle, table, key: second };
  }
  const page = pageNames.find((name) => name === second);
  if (page === undefined) return { page: "unknown", bundle };
  return { page, bundle, item: third === undefined ? null : tildeDecode(third) };
}

export function bundleOf(place: Place): string | null {
  return place.page === "home" ? null : place.bundle;
}

export type Query = Readonly<Record<string, string | readonly string[] | undefined>>;

export function pageHref(bundle: string, page: PageName, query: Query = {}, item?: string): string {
  const base = `${root}/${tildeEncode(bundle)}`;
  if (page === "overview") return base;
  return `${base}/-/${page}${item === undefined ? "" : `/${tildeEncode(item)}`}${searchOf(query)}`;
}

export function sessionHref(bundle: string, session: string, query: Query = {}): string {
  return pageHref(bundle, "sessions", query, session);
}

export function tableHref(bundle: string, table: string, query: Query = {}): string {
  return `${root}/${tildeEncode(bundle)}/${tildeEncode(table)}${searchOf(query)}`;
}

export function rowHref(bundle: string, table: string, key: readonly string[]): string {
  return `${root}/${tildeEncode(bundle)}/${tildeEncode(table)}/${key.map(tildeEncode).join(",")}`;
}

export function queryHref(bundle: string, sql: string, values: Query = {}): string {
  return pageHref(bundle, "query", { sql, ...values });
}

export function searchOf(query: Query): string {
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) {
    if (typeof value === "string") search.set(name, value);
    else for (const one of value ?? []) search.append(name, one);
  }
  const text = search.toString();
  return text === "" ? "" : `?${text}`;
}
