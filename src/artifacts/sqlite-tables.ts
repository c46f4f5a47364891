// Which tables of an untrusted SQLite store can be read without running anything of it.

import type { DatabaseSync } from "node:sqlite";
import type { ArchiveProblem, StoreTable } from "./artifact.ts";

export interface TableShape extends StoreTable {
  /** A name of the rowid that no column has taken; null for a table without one. */
  readonly rowid: string | null;
}

/** Tables in the order of the schema; what is left out is named in `problems`. */
export function ordinaryTables(connection: DatabaseSync): { shapes: TableShape[]; problems: ArchiveProblem[] } {
  const problems: ArchiveProblem[] = [];
  const tables = tablesOf(connection);
  const virtual = tables.filter(({ sql }) => /^\s*CREATE\s+VIRTUAL\b/i.test(sql)).map(({ name }) => name);
  const shapes: TableShape[] = [];
  for (const { name, sql } of tables) {
    // SQLite's own bookkeeping.
    if (/^sqlite_/i.test(name)) continue;
    if (virtual.includes(name)) {
      problems.push(left("sqlite.virtual-table", `The virtual table "${name}" was not read: reading it runs code.`));
    } else if (virtual.some((owner) => isShadow(name, owner))) {
      problems.push(
        left("sqlite.shadow-table", `The table "${name}" was not read: it is the inside of a virtual table.`),
      );
    } else {
      const { shape, computed } = shapeOf(connection, name, sql);
      if (computed.length > 0) {
        problems.push(
          left(
            "sqlite.computed-column",
            `Of the table "${name}", the computed columns ${computed.join(", ")} were not read.`,
          ),
        );
      }
      if (shape.columns.length > 0) shapes.push(shape);
      else problems.push(left("sqlite.no-columns", `The table "${name}" has no columns that can be read.`));
    }
  }
  return { shapes, problems };
}

export function quoted(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}

function tablesOf(connection: DatabaseSync): { name: string; sql: string }[] {
  const rows = connection.prepare("SELECT name, sql FROM sqlite_schema WHERE type = 'table' ORDER BY rowid").all();
  return rows.map(({ name, sql }) => ({ name: String(name), sql: String(sql ?? "") }));
}

/** The tables that full-text and other modules keep beside their virtual table. */
const SHADOW_SUFFIXES = [
  "data",
  "idx",
  "content",
  "docsize",
  "config",
  "segments",
  "segdir",
  "stat",
  "node",
  "rowid",
  "parent",
];

function isShadow(name: string, owner: string): boolean {
  return SHADOW_SUFFIXES.some((suffix) => name.toLowerCase() === `${owner}_${suffix}`.toLowerCase());
}

/** Of `PRAGMA table_xinfo`: a column of an ordinary table is 0, a computed one 2 (made when read) or 3 (stored). */
const MADE_WHEN_READ = 2n;

function shapeOf(connection: DatabaseSync, name: string, sql: string): { shape: TableShape; computed: string[] } {
  const columns: string[] = [];
  const computed: string[] = [];
  const key: { column: string; place: bigint }[] = [];
  for (const info of connection.prepare(`PRAGMA table_xinfo(${quoted(name)})`).all()) {
    const column = String(info.name);
    if (info.hidden === MADE_WHEN_READ) computed.push(column);
    else columns.push(column);
    if (typeof info.pk === "bigint" && info.pk > 0n) key.push({ column, place: info.pk });
  }
  key.sort((a, b) => Number(a.place - b.place));
  const shape = {
    name,
    columns,
    primaryKey: key.map(({ column }) => column),
    rowid: rowidOf(sql, [...columns, ...computed]),
  };
  return { shape, computed };
}

function rowidOf(sql: string, columns: readonly string[]): string | null {
  if (/\bWITHOUT\s+ROWID\b[^()]*$/i.test(sql)) return null;
  const taken = new Set(columns.map((column) => column.toLowerCase()));
  return ["rowid", "_rowid_", "oid"].find((name) => !taken.has(name)) ?? null;
}

function left(code: string, message: string): ArchiveProblem {
  return { severity: "warning", code, message };
}
