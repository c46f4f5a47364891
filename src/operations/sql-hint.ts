// What somebody perhaps meant who wrote SQL that SQLite did not understand.

import type { Database } from "bun:sqlite";
import { didYouMean } from "../base/suggest.ts";

/** Most names that a hint lists. */
const listed = 40;
/** Beyond this a column is looked for only in the tables of the statement. */
const mostTables = 500;

/** Begins with a space, or is empty. `said` is SQLite's message. */
export function sqlHint(db: Database, sql: string, said: string): string {
  const table = /no such table: (?:main\.)?([^\s.]+)/.exec(said)?.[1];
  if (table !== undefined) return tableHint(db, table);
  const column = /no such column: (?:[^\s.]+\.)*([^\s.]+)/.exec(said)?.[1];
  if (column !== undefined) return columnHint(db, sql, column);
  const called = /no such function: (\w+)/.exec(said)?.[1];
  if (called !== undefined) return didYouMean(called.toLowerCase(), functionNames(db));
  return "";
}

function tableHint(db: Database, table: string): string {
  const names = publicTables(db);
  const near = didYouMean(table.toLowerCase(), names);
  if (near !== "") return near;
  return names.length === 0 ? " The file has no tables." : ` There is ${list(names)}.`;
}

function columnHint(db: Database, sql: string, column: string): string {
  const names = publicTables(db);
  const words = new Set(sql.match(/\w+/g) ?? []);
  const asked = names.filter((name) => words.has(name));
  const columns = new Map(asked.map((name) => [name, columnsOf(db, name)]));
  const known = new Set([...columns.values()].flat());
  // Known, but not where it stands: another of the tables has it.
  const near = known.has(column) ? "" : didYouMean(column.toLowerCase(), known);
  const lists = [...columns].map(([name, own]) => ` ${name} has ${list(own)}.`);
  const searched = names.length > mostTables ? [] : names;
  const elsewhere = searched.filter((name) => !words.has(name) && columnsOf(db, name).includes(column));
  const hint =
    elsewhere.length === 0 ? "" : ` ${list(elsewhere)} ${elsewhere.length === 1 ? "has" : "have"} ${column}.`;
  return near + lists.join("") + (near === "" ? hint : "");
}

/** Names with an underscore before them are internal. */
export function publicTables(db: Database): string[] {
  return db
    .query<{ name: string }, []>(
      "SELECT name FROM sqlite_schema WHERE type IN ('table', 'view') AND name NOT GLOB '[_]*' AND name NOT GLOB 'sqlite_*' ORDER BY name",
    )
    .all()
    .map(({ name }) => name);
}

function columnsOf(db: Database, table: string): string[] {
  try {
    const rows = db.query<{ name: string }, [string]>("SELECT name FROM pragma_table_info(?)").all(table);
    return rows.map(({ name }) => name);
  } catch {
    // A view of a foreign file that does not work itself: it has no columns to offer.
    return [];
  }
}

function functionNames(db: Database): Set<string> {
  const rows = db.query<{ name: string }, []>("SELECT DISTINCT name FROM pragma_function_list").all();
  return new Set(rows.map(({ name }) => name));
}

function list(names: readonly string[]): string {
  const more = names.length > listed ? ` and ${names.length - listed} more` : "";
  return names.slice(0, listed).join(", ") + more;
}
