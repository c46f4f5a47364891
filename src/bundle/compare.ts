// Compares two bundles that should say the same: fact by fact, named by source key and n, whatever the local numbers are.

import { constants, Database } from "bun:sqlite";
import { attachedColumns, type FactTable, factColumns, factTables, identityColumns } from "../schema/rows.ts";
import { immutableUrl } from "./open.ts";
import { idStride, isIdOf } from "./row-ids.ts";

export interface Difference {
  /** Fact table or derived table, without its underscore. */
  readonly table: string;
  /** Rows that are missing, were changed, or are too many. */
  readonly rows: number;
}

/** Both files must be settled ones, with the current schema. */
export class Comparison {
  readonly #db: Database;

  constructor(expected: string, found: string) {
    this.#db = new Database(immutableUrl(expected), constants.SQLITE_OPEN_READONLY | constants.SQLITE_OPEN_URI);
    this.#db.exec("PRAGMA trusted_schema = OFF; PRAGMA cell_size_check = ON; PRAGMA temp_store = FILE");
    this.#db.prepare("ATTACH ? AS found").run(immutableUrl(found));
    this.#db.exec(`
      CREATE TEMP TABLE pair (expected INTEGER PRIMARY KEY, found INTEGER NOT NULL UNIQUE);
      INSERT INTO pair SELECT e.source_id, f.source_id FROM main._sources AS e JOIN found._sources AS f USING (source_key, importer, importer_version);
    `);
  }

  /** Sources that both have, read by the same importer in the same version: only these are compared. */
  get sourceCount(): number {
    return this.#count("SELECT count(*) FROM pair");
  }

  /** What importers wrote; sessions that were derived count as unknown. */
  facts(): Difference[] {
    const stated = [
      "source_member",
      "source_line",
      "CASE WHEN session_inferred = 1 THEN NULL ELSE session_id END",
      "run_id",
    ];
    const own = factTables.map((table) => this.#rows(table, [...stated, ...Object.keys(factColumns[table])]));
    const { issues, versions, source_sessions, source_descriptions } = attachedColumns;
    const settled = new Set(["superseded"]);
    const attached = Object.entries({ issues, versions, source_sessions, source_descriptions }).map(
      ([table, columns]) =>
        this.#rows(
          table,
          columns.filter((column) => !settled.has(column)),
        ),
    );
    return [...own, ...attached].filter(({ rows }) => rows > 0);
  }

  /** What depends on the rest of the bundle. */
  derived(): Difference[] {
    const stamps = factTables.map((table) => this.#rows(table, stampsOf(table)));
    const folded = [
      this.#keyed("sessions", "session_id"),
      this.#keyed("runs", "run_id"),
      this.#errors(),
      this.#repeats(),
    ];
    return [...stamps, ...folded, this.#words()].filter(({ rows }) => rows > 0);
  }

  close(): void {
    this.#db.close();
  }

  /** Rows of the expected bundle that are missing or differ, and rows that it does not have. */
  #rows(table: string, expressions: readonly string[]): Difference {
    const same = expressions.map((expression) => `${on("e", expression)} IS ${on("f", expression)}`).join(" AND ");
    const changed = this.#count(`
      SELECT count(*) FROM pair CROSS JOIN main._${table} AS e
      LEFT JOIN found._${table} AS f ON f.id = e.id + (pair.found - pair.expected) * ${idStride}
      WHERE ${isIdOf("e.id", "pair.expected")}
        AND NOT (f.id IS NOT NULL AND ${same})`);
    const extra = this.#count(`
      SELECT count(*) FROM pair CROSS JOIN found._${table} AS f
      LEFT JOIN main._${table} AS e ON e.id = f.id + (pair.expected - pair.found) * ${idStride}
      WHERE ${isIdOf("f.id", "pair.found")} AND e.id IS NULL`);
    return { table, rows: changed + extra };
  }

  #keyed(table: string, key: string): Difference {
    const columns = this.#columns(table);
    const same = columns.map((column) => `e.${column} IS f.${column}`).join(" AND ");
    const rows = this.#count(`
      SELECT count(*) FROM main._${table} AS e FULL JOIN found._${table} AS f ON f.${key} = e.${key}
      WHERE NOT (e.${key} IS NOT NULL AND f.${key} IS NOT NULL AND ${same})`);
    return { table, rows };
  }

  /** An error is named by the row that it is about: its id is that row's id * 16, and a code of the row's table. */
  #errors(): Difference {
    const columns = this.#columns("errors").filter((column) => !["id", "source_id", "origin_id"].includes(column));
    const same = columns.map((column) => `e.${column} IS f.${column}`).join(" AND ");
    const rows = this.#count(`
      SELECT (SELECT count(*) FROM pair CROSS JOIN main._errors AS e ON e.source_id = pair.expected
        LEFT JOIN found._errors AS f ON f.id = e.id + (pair.found - pair.expected) * ${idStride} * 16
        WHERE NOT (f.id IS NOT NULL AND ${same}))
      + abs((SELECT count(*) FROM main._errors) - (SELECT count(*) FROM found._errors))`);
    return { table: "errors", rows };
  }

  /** A repeat is named by its log record. */
  #repeats(): Difference {
    const rows = this.#count(`
      SELECT (SELECT count(*) FROM pair CROSS JOIN main._error_repeats AS e
          ON ${isIdOf("e.log_id", "pair.expected")}
        LEFT JOIN found._error_repeats AS f ON f.log_id = e.log_id + (pair.found - pair.expected) * ${idStride}
        WHERE f.link IS NOT e.link)
      + abs((SELECT count(*) FROM main._error_repeats) - (SELECT count(*) FROM found._error_repeats))`);
    return { table: "error_repeats", rows };
  }

  /** Words of the full-text index, with how often each stands in it. */
  #words(): Difference {
    this.#db.exec(`
      CREATE VIRTUAL TABLE temp.words_expected USING fts5vocab('main', '_search', 'row');
      CREATE VIRTUAL TABLE temp.words_found USING fts5vocab('found', '_search', 'row');
    `);
    const missing = (one: string, other: string) =>
      `(SELECT count(*) FROM (SELECT * FROM temp.${one} EXCEPT SELECT * FROM temp.${other}))`;
    const rows = this.#count(
      `SELECT ${missing("words_expected", "words_found")} + ${missing("words_found", "words_expected")}`,
    );
    return { table: "search", rows };
  }

  #columns(table: string): string[] {
    const rows = this.#db.query<{ name: string }, [string]>("SELECT name FROM pragma_table_info(?)").all(`_${table}`);
    return rows.map(({ name }) => name);
  }

  #count(sql: string): number {
    return Number(this.#db.prepare(sql).values()[0]?.[0]);
  }
}

/** Puts a table's alias before each column of an expression of columns. */
function on(alias: string, expression: string): string {
  return expression.replace(/\b[a-z]\w*\b/g, `${alias}.$&`);
}

function stampsOf(table: FactTable): string[] {
  const shadowed = ["tool_invocations", "messages", "prompt_events"].includes(table) ? ["shadowed"] : [];
  return [...identityColumns.filter((column) => column !== "run_id"), ...shadowed];
}
