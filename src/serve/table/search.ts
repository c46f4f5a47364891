// `_search=words` and `_search_COLUMN=words`: full text.

import { type FullText, searchCodes, type Table } from "../../operations/serving.ts";
import { badRequest } from "../http/failure.ts";
import type { Visit } from "../visit.ts";
import type { Condition } from "./filters.ts";
import { type Parameters, quoted } from "./parameters.ts";

export async function searchConditions(visit: Visit, table: Table, parameters: Parameters): Promise<Condition[]> {
  const { args } = visit;
  const asked = args.pairs.filter(([key, value]) => (key === "_search" || key.startsWith("_search_")) && value !== "");
  if (asked.length === 0) return [];
  const index = await indexOf(visit, table);
  // As Datasette: a table without an index shows all its rows.
  if (index === null) return [];
  const isRaw = args.get("_searchmode") === "raw";
  return asked.map(([key, words]) => {
    const match = isRaw ? words : quotedWords(words);
    const column = key === "_search" ? null : key.slice("_search_".length);
    if (column !== null && !index.columns.includes(column)) throw badRequest("Cannot search by that column");
    const sentence = column === null ? `search matches "${words}"` : `search column "${column}" matches "${words}"`;
    if (index.view !== null) return { ...inView(index.view, table, match, parameters), sentence, isFree: isRaw };
    return { sql: matching(index, column, table, parameters.bind(match)), sentence, isFree: isRaw };
  });
}

async function indexOf({ args, file, metadata }: Visit, table: Table): Promise<FullText | null> {
  const { ftsTable, ftsPk } = metadata.table(file.name, table.name);
  const named = args.get("_fts_table") ?? ftsTable;
  if (named === undefined) return table.fullText;
  const key = args.get("_fts_pk") ?? ftsPk ?? "rowid";
  if (key !== "rowid" && !table.columns.some(({ name }) => name === key)) {
    throw badRequest(`Table ${table.name} has no column "${key}" to find what the index found.`);
  }
  return file.catalog.namedIndex(named, key);
}

function matching(index: FullText, column: string | null, table: Table, match: string): string {
  const key = index.key === "rowid" ? (table.rowid ?? "rowid") : quoted(index.key);
  const name = quoted(column ?? index.table);
  return `${key} IN (SELECT rowid FROM ${quoted(index.table)} WHERE ${name} MATCH ${match})`;
}

/** One index holds the words of several views. The key is the id that they share. */
function inView(view: string, table: Table, words: string, parameters: Parameters): Pick<Condition, "sql" | "hits"> {
  const key = quoted(table.key[0] ?? "id");
  const match = parameters.bind(words);
  const found = `SELECT origin_id FROM search WHERE text MATCH ${match} AND origin_table = ${parameters.bind(view)}`;
  const code = searchCodes[view];
  return { sql: `${key} IN (${found})`, ...(code === undefined ? {} : { hits: { match, code } }) };
}

/** Each word is meant as it stands; words in quotes stand together. */
export function quotedWords(text: string): string {
  const closed = (text.match(/"/g)?.length ?? 0) % 2 === 0 ? text : `${text}"`;
  const words = closed.match(/"[^"]*"|[^\s"]+/g) ?? [];
  return words
    .map((word) => (word.startsWith('"') ? word : `"${word}"`))
    .filter((word) => word !== '""')
    .join(" ");
}
