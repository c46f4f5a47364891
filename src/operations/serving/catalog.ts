// The tables and views of a served file. Names come from a stranger's file: they are looked up here, never spliced.

import type { SqlValue } from "../../bundle/untrusted/protocol.ts";
import { views } from "../../schema/registry.ts";
import type { Asks } from "./asked.ts";
import type { CatalogEntry, FullText, IncomingKey, Table } from "./table.ts";
import { describeTable, indexOf, schemaLimits } from "./table-description.ts";

export class Catalog {
  readonly #file: Asks;
  readonly #tables = new Map<string, Promise<Table>>();
  #entries: Promise<readonly CatalogEntry[]> | null = null;
  #incoming: Promise<readonly IncomingKey[]> | null = null;

  constructor(file: Asks) {
    this.#file = file;
  }

  /** Of a bundle the views first, most asked for first; else by name. */
  entries(): Promise<readonly CatalogEntry[]> {
    this.#entries ??= this.#readEntries().catch((error) => {
      this.#entries = null;
      throw error;
    });
    return this.#entries;
  }

  async table(name: string): Promise<Table | null> {
    const entry = (await this.entries()).find((one) => one.name === name);
    if (entry === undefined) return null;
    const known = this.#tables.get(name);
    if (known !== undefined) return known;
    const described = describeTable(this.#file, entry, await this.entries());
    this.#tables.set(name, described);
    described.catch(() => this.#tables.delete(name));
    return described;
  }

  /** The index that a user names for a view, as Datasette's metadata does. */
  async namedIndex(name: string, key: string): Promise<FullText | null> {
    const entry = (await this.entries()).find((one) => one.name === name);
    return entry === undefined ? null : indexOf(this.#file, entry, key);
  }

  /** Keys of other tables that point to this one, in the order of the tables. */
  async incoming(name: string): Promise<readonly IncomingKey[]> {
    this.#incoming ??= this.#readIncoming();
    return (await this.#incoming).filter(({ otherTable }) => otherTable === name);
  }

  async #readEntries(): Promise<readonly CatalogEntry[]> {
    const sql = `SELECT type, name, sql FROM sqlite_schema
      WHERE type IN ('table', 'view') AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\' ORDER BY name`;
    const { rows } = await this.#file.run({ sql, limits: schemaLimits, lane: "internal" });
    const found = rows.map(([type, name, statement]) => entryOf(type, name, statement));
    const shadows = shadowTables(found);
    const isBundle = this.#file.kind === "bundle";
    const marked = found.map((entry) => ({
      ...entry,
      isHidden: shadows.has(entry.name) || (isBundle && entry.name.startsWith("_")),
    }));
    return isBundle ? marked.sort((a, b) => rank(a) - rank(b)) : marked;
  }

  async #readIncoming(): Promise<readonly IncomingKey[]> {
    if (this.#file.kind === "bundle") {
      const links = await Promise.all(
        views.map(async ({ name }) => (await this.table(name))?.foreignKeys.map((key) => ({ ...key, table: name }))),
      );
      return links.flatMap((keys) => keys ?? []);
    }
    const sql = `SELECT t.name, k."from", k."table", k."to" FROM sqlite_schema AS t, pragma_foreign_key_list(t.name) AS k
      WHERE t.type = 'table' ORDER BY t.name, k.id, k.seq`;
    const { rows } = await this.#file.run({ sql, limits: schemaLimits, lane: "internal" });
    const keys = rows.map(([table, column, otherTable, otherColumn]) => ({
      table: String(table),
      column: String(column),
      otherTable: String(otherTable),
      otherColumn: otherColumn === null ? null : String(otherColumn),
    }));
    return Promise.all(keys.map((key) => this.#resolved(key)));
  }

  /** A key that names no column means the other table's own key. */
  async #resolved(key: Omit<IncomingKey, "otherColumn"> & { otherColumn: string | null }): Promise<IncomingKey> {
    const otherColumn = key.otherColumn ?? (await this.table(key.otherTable))?.key[0] ?? "rowid";
    return { ...key, otherColumn };
  }
}

function entryOf(type: SqlValue = null, name: SqlValue = null, sql: SqlValue = null): CatalogEntry {
  return {
    name: String(name),
    type: type === "view" ? "view" : "table",
    isHidden: false,
    sql: typeof sql === "string" ? sql : null,
  };
}

const ranks = new Map(views.map(({ name }, index) => [name, index]));

function rank({ name }: CatalogEntry): number {
  return ranks.get(name) ?? ranks.size;
}

/** Full-text indexes of SQLite and the tables in which they keep their parts. */
function shadowTables(entries: readonly CatalogEntry[]): ReadonlySet<string> {
  const indexes = entries.filter(
    ({ sql }) => sql !== null && /^\s*create\s+virtual\s+table\b.*\busing\s+fts/is.test(sql),
  );
  const parts = ["", "_data", "_idx", "_docsize", "_config", "_content", "_segments", "_segdir", "_stat"];
  return new Set(indexes.flatMap(({ name }) => parts.map((part) => name + part)));
}
