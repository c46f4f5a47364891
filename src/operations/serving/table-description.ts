// Reads what a page must know of one table: columns, key, links, label, index of full text.

import type { SqlValue } from "../../bundle/untrusted/protocol.ts";
import type { Asks } from "./asked.ts";
import { knownViews } from "./known-views.ts";
import type { CatalogEntry, Column, ForeignKey, FullText, Table } from "./table.ts";

/** Questions about the schema are our own SQL and quick. */
export const schemaLimits = { timeMs: 10_000, rows: Number.POSITIVE_INFINITY, bytes: 64 * 1024 * 1024 };

export async function describeTable(file: Asks, entry: CatalogEntry, entries: readonly CatalogEntry[]): Promise<Table> {
  const known = file.kind === "bundle" ? knownViews.get(entry.name) : undefined;
  const comments = new Map(known?.described?.columns.map(({ name, comment }) => [name, comment]));
  const columns = (await columnsOf(file, entry.name)).map((column) => ({
    ...column,
    comment: comments.get(column.name) ?? null,
  }));
  const fullText = known === undefined ? await ownIndex(file, entry, entries) : bundleIndex(known.searched);
  if (known !== undefined) {
    const { key, label = null, time = null, links: foreignKeys } = known;
    const comment = known.described?.comment ?? null;
    return { ...entry, columns, key, rowid: null, tie: null, foreignKeys, label, time, fullText, comment };
  }
  const primary = columns.filter(({ keyPosition }) => keyPosition > 0).sort((a, b) => a.keyPosition - b.keyPosition);
  const rowid = entry.type === "table" && primary.length === 0 ? freeRowid(columns) : null;
  const key = rowid === null ? primary.map(({ name }) => name) : ["rowid"];
  const foreignKeys = entry.type === "table" ? await foreignKeysOf(file, entry.name) : [];
  const label = entry.type === "table" ? await labelOf(file, entry.name, columns) : null;
  return {
    ...entry,
    columns,
    key,
    rowid,
    tie: tieOf(entry, columns, primary),
    foreignKeys,
    label,
    time: null,
    fullText,
    comment: null,
  };
}

async function ask(file: Asks, sql: string, name: string): Promise<readonly (readonly SqlValue[])[]> {
  return (await file.run({ sql, parameters: { name }, limits: schemaLimits, lane: "internal" })).rows;
}

async function columnsOf(file: Asks, table: string): Promise<Omit<Column, "comment">[]> {
  const sql = `SELECT name, type, "notnull", dflt_value, pk, hidden FROM pragma_table_xinfo(:name) WHERE hidden <> 1`;
  return (await ask(file, sql, table)).map(([name, type, notNull, defaultValue, pk, hidden]) => ({
    name: String(name),
    type: String(type ?? ""),
    isNotNull: notNull === 1,
    defaultValue: defaultValue == null ? null : String(defaultValue),
    keyPosition: Number(pk),
    hidden: Number(hidden),
  }));
}

/** Only an INTEGER PRIMARY KEY and a table WITHOUT ROWID refuse NULL in keys. */
function tieOf(
  { type }: CatalogEntry,
  columns: readonly { readonly name: string }[],
  primary: readonly Omit<Column, "comment">[],
): string | null {
  const isRowid = primary.length === 1 && /^integer$/i.test(primary[0]?.type ?? "");
  if (type !== "table" || isRowid || primary.every(({ isNotNull }) => isNotNull)) return null;
  return freeRowid(columns);
}

/** A column may be called rowid itself. */
function freeRowid(columns: readonly { readonly name: string }[]): string | null {
  const taken = new Set(columns.map(({ name }) => name.toLowerCase()));
  return ["rowid", "_rowid_", "oid"].find((name) => !taken.has(name)) ?? null;
}

/** Keys of several columns name no single value, so they are no links. */
async function foreignKeysOf(file: Asks, table: string): Promise<ForeignKey[]> {
  const sql = `SELECT id, "from", "table", "to" FROM pragma_foreign_key_list(:name) ORDER BY id, seq`;
  const rows = await ask(file, sql, table);
  const single = rows.filter(([id]) => rows.filter(([other]) => other === id).length === 1);
  return Promise.all(
    single.map(async ([, column, otherTable, otherColumn]) => ({
      column: String(column),
      otherTable: String(otherTable),
      otherColumn: otherColumn == null ? await keyOf(file, String(otherTable)) : String(otherColumn),
    })),
  );
}

async function keyOf(file: Asks, table: string): Promise<string> {
  const [first] = await ask(file, "SELECT name FROM pragma_table_info(:name) WHERE pk = 1", table);
  return first?.[0] == null ? "rowid" : String(first[0]);
}

/** As Datasette chooses it: the one unique text, else `name` or `title`, else what stands beside an id. */
async function labelOf(file: Asks, table: string, columns: readonly Omit<Column, "comment">[]): Promise<string | null> {
  const unique = await ask(
    file,
    `SELECT (SELECT name FROM pragma_index_info(i.name)) FROM pragma_index_list(:name) AS i
     WHERE i."unique" = 1 AND (SELECT count(*) FROM pragma_index_info(i.name)) = 1`,
    table,
  );
  const names = new Set(unique.map(([name]) => String(name)));
  const texts = columns.filter(({ name, type }) => names.has(name) && /char|clob|text/i.test(type));
  if (texts.length === 1) return texts[0]?.name ?? null;
  const named = columns.find(({ name }) => /^(name|title)$/i.test(name));
  if (named !== undefined) return named.name;
  const ids = columns.filter(({ name }) => name === "id" || name === "pk");
  return columns.length === 2 && ids.length > 0
    ? (columns.find((column) => !ids.includes(column))?.name ?? null)
    : null;
}

function bundleIndex(view: string | null): FullText | null {
  return view === null ? null : { table: "search", key: "id", columns: [], view };
}

/** An index of SQLite whose content is this table, or the table when it is such an index. */
async function ownIndex(file: Asks, entry: CatalogEntry, entries: readonly CatalogEntry[]): Promise<FullText | null> {
  const index = entries.find(({ name, sql }) => isIndexOf(entry.name, name, sql));
  if (index === undefined) return null;
  const columns = await columnsOf(file, index.name);
  const key = /\bcontent_rowid\s*=\s*["'[`]?([^"'\]`,)]+)/i.exec(index.sql ?? "")?.[1] ?? "rowid";
  const isItself = index.name === entry.name;
  return { table: index.name, key: isItself ? "rowid" : key, columns: columns.map(({ name }) => name), view: null };
}

function isIndexOf(table: string, name: string, sql: string | null): boolean {
  if (sql === null || !/^\s*create\s+virtual\s+table\b.*\busing\s+fts/is.test(sql)) return false;
  const content = /\bcontent\s*=\s*(?:"([^"]*)"|'([^']*)'|\[([^\]]*)\]|`([^`]*)`|([^,)\s]+))/i.exec(sql);
  const of = content?.slice(1).find((part) => part !== undefined);
  return name === table || of === table;
}

/** What an index of full text finds by `key`; null: it is none. */
export async function indexOf(file: Asks, { name, sql }: CatalogEntry, key: string): Promise<FullText | null> {
  if (!isIndexOf(name, name, sql)) return null;
  const columns = await columnsOf(file, name);
  return { table: name, key, columns: columns.map((column) => column.name), view: null };
}
