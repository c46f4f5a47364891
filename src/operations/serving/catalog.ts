// The tables and views of a served file. Names come from a stranger's file: they are looked up here, never spliced.

import type { SqlValue } from "../../bundle/untrusted/protocol.ts";
import { views } from "../../schema/registry.ts";
import type { ServedFile } from "./served-file.ts";
import { describeTable, schemaLimits } from "./table-description.ts";

export interface CatalogEntry {
  readonly name: string;
  readonly type: "table" | "view";
  /** A table behind the views of a bundle, or behind an index of full text. */
  readonly isHidden: boolean;
  readonly sql: string | null;
}

export interface Column {
  readonly name: string;
  /** As declared; "" where an expression or nothing declares it. */
  readonly type: string;
  readonly isNotNull: boolean;
  readonly defaultValue: string | null;
  /** From 1; 0: no part of the key. */
  readonly keyPosition: number;
  /** As PRAGMA table_xinfo tells it. */
  readonly hidden: number;
  /** What it is, its unit, and what NULL means; null: nothing is said. */
  readonly comment: string | null;
}

export interface ForeignKey {
  readonly column: string;
  readonly otherTable: string;
  readonly otherColumn: string;
}

/** The index of full text that finds a table's rows. */
export interface FullText {
  readonly table: string;
  /** Column of the searched table that the index numbers. */
  readonly key: string;
  readonly columns: readonly string[];
  /** The bundle's own index over several views: the one that is meant. */
  readonly view: string | null;
}

export interface Table extends CatalogEntry {
  readonly columns: readonly Column[];
  /** Columns that identify a row; "rowid" where the table itself numbers its rows; empty for a view that nothing identifies. */
  readonly key: readonly string[];
  /** How SQL calls `rowid`, where the key is that. */
  readonly rowid: string | null;
  /** How SQL calls the `rowid` that tells rows apart where keys hold NULL; null: keys never do. */
  readonly tie: string | null;
  readonly foreignKeys: readonly ForeignKey[];
  /** Column that names a row to a person. */
  readonly label: string | null;
  /** Column to order by time. */
  readonly time: string | null;
  readonly fullText: FullText | null;
  readonly comment: string | null;
}

export class Catalog {
  readonly #file: ServedFile;
  readonly #tables = new Map<string, Promise<Table>>();
  #entries: Promise<readonly CatalogEntry[]> | null = null;
  #incoming: Promise<readonly IncomingKey[]> | null = null;

  constructor(file: ServedFile) {
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
    const described = describeTable(this.#file, entry);
    this.#tables.set(name, described);
    described.catch(() => this.#tables.delete(name));
    return described;
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

export interface IncomingKey extends ForeignKey {
  readonly table: string;
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
