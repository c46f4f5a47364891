// `_extra=…`: what an answer tells beside the rows, on demand.

import { QueryError, type Table } from "../../operations/serving.ts";
import type { Arguments } from "../http/arguments.ts";
import { badRequest } from "../http/failure.ts";
import type { Visit } from "../visit.ts";
import { askedFacets, facetResults } from "./facets.ts";
import { affinity } from "./references.ts";
import { remembered } from "./remembered.ts";
import { columnSql, fromWhere, type Selection } from "./selection.ts";
import { suggestedFacets } from "./suggested-facets.ts";

type Extras = Readonly<Record<string, unknown>>;
type Extra = (visit: Visit, chosen: Selection, size: number) => Extras | Promise<Extras>;

const extras: Readonly<Record<string, Extra>> = {
  count: async (visit, chosen) => count(visit, chosen),
  count_sql: (_, chosen) => ({ count_sql: `select count(*) ${fromWhere(chosen)}` }),
  columns: (_, { columns }) => ({ columns }),
  all_columns: (_, { table }) => ({ all_columns: table.columns.map(({ name }) => name) }),
  primary_keys: (_, { table }) => ({ primary_keys: table.rowid === null ? table.key : [] }),
  column_details: (_, { table }) => ({ column_details: columnDetails(table) }),
  column_comments: (_, { table }) => ({ column_comments: comments(table) }),
  facet_results: async (visit, chosen) => ({ facet_results: await facetResults(visit, chosen) }),
  suggested_facets: async (visit, chosen) => ({ suggested_facets: await suggestedFacets(visit, chosen) }),
  human_description_en: (_, chosen) => ({ human_description_en: sentence(chosen) }),
  query: (_, chosen, size) => ({ query: { sql: pageSql(chosen, size), params: chosen.parameters.values } }),
  table: (_, { table }) => ({ table: table.name }),
  database: ({ file }) => ({ database: file.name }),
  is_view: (_, { table }) => ({ is_view: table.type === "view" }),
  foreign_keys: (_, { table }) => ({ foreign_keys: table.foreignKeys }),
  table_definition: (_, { table }) => ({ table_definition: table.type === "table" ? table.sql : null }),
  view_definition: (_, { table }) => ({ view_definition: table.type === "view" ? table.sql : null }),
  metadata: ({ metadata, file }, { table }) => ({ metadata: metadata.table(file.name, table.name) }),
};

/** Names that belong to the answer itself, which the page adds. */
export function askedExtras(args: Arguments, known: readonly string[]): string[] {
  const names = args.list("_extra");
  const unknown = names.find((name) => !known.includes(name));
  if (unknown !== undefined) throw badRequest(`Unknown _extra: ${unknown}`);
  return names;
}

export async function tableExtras(visit: Visit, chosen: Selection, size: number): Promise<Extras> {
  const names = new Set(askedExtras(visit.args, Object.keys(extras)));
  if (askedFacets(visit.args).length > 0) names.add("facet_results");
  const told = await Promise.all([...names].map((name) => extras[name]?.(visit, chosen, size)));
  return Object.assign({}, ...told);
}

async function count(visit: Visit, chosen: Selection): Promise<Extras> {
  if (visit.args.isOn("_nocount")) return { count: null, count_truncated: false };
  const { parameters, lane, limits } = chosen;
  const sql = `SELECT count(*) ${fromWhere(chosen)}`;
  try {
    const asked = { sql, parameters: parameters.values, limits, lane, signal: visit.signal };
    const { rows } = await remembered(visit.file, asked);
    return { count: rows[0]?.[0] ?? null, count_truncated: false };
  } catch (error) {
    // The rows are an answer without their number.
    if (error instanceof QueryError && error.kind === "timeout") return { count: null, count_truncated: true };
    throw error;
  }
}

export function columnDetails({ columns, key, rowid }: Table): Extras {
  return Object.fromEntries(
    columns.map(({ name, type, isNotNull, defaultValue, hidden }) => {
      const position = rowid === null ? key.indexOf(name) + 1 : 0;
      const shown = /^(integer|text|real|blob|numeric)$/i.test(type) ? type.toUpperCase() : type;
      const kind = affinity(type) === "NONE" ? "BLOB" : affinity(type);
      const details = { type: shown, sqlite_type: kind, notnull: isNotNull, default: defaultValue };
      return [name, { ...details, is_pk: position > 0, pk_position: position, hidden }];
    }),
  );
}

function comments({ columns }: Table): Extras {
  return Object.fromEntries(columns.map(({ name, comment }) => [name, comment]));
}

function sentence({ conditions, sort }: Selection): string {
  const said = conditions.flatMap(({ sentence: one }) => (one === null ? [] : [one]));
  const [last] = said.slice(-1);
  const where = said.length < 2 ? (last ?? "") : `${said.slice(0, -1).join(", ")} and ${last}`;
  const sorted = sort === null ? "" : `sorted by ${sort.column}${sort.isDescending ? " descending" : ""}`;
  return [where === "" ? "" : `where ${where}`, sorted].filter((part) => part !== "").join(" ");
}

/** The first page as one statement that can be pasted elsewhere. */
function pageSql(chosen: Selection, size: number): string {
  const columns = chosen.columns.map((name) => plain(columnSql(chosen.table, name))).join(", ");
  const order = chosen.terms.map(({ sql, isDescending }) => plain(sql) + (isDescending ? " desc" : "")).join(", ");
  const from = fromWhere(chosen)
    .replace(/^FROM ("(?:[^"]|"")*")/, (_, name: string) => `from ${plain(name)}`)
    .replace(" WHERE ", " where ");
  return `select ${columns} ${from}${order === "" ? "" : ` order by ${order}`} limit ${size + 1}`;
}

const reserved =
  /^"(?:select|group|having|and|or|not|from|where|order|by|limit|table|index|default|case|when|then|else|end|in|is|null|join|on|as|to|values|set|trigger)"$/i;

/** Quotes only where they are needed. */
function plain(name: string): string {
  return /^"[A-Za-z_][A-Za-z0-9_]*"$/.test(name) && !reserved.test(name) ? name.slice(1, -1) : name;
}
