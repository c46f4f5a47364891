// A SQLite store of someone else: untrusted. Only ordinary tables are read, and nothing of its schema runs.

import { isUtf8 } from "node:buffer";
import { constants, DatabaseSync } from "node:sqlite";
import { messageOf } from "../base/errors.ts";
import type { ArchiveProblem, Store, StoreRow, StoreTable, StoreValue } from "./artifact.ts";
import type { Limits } from "./limits.ts";
import { ordinaryTables, quoted, type TableShape } from "./sqlite-tables.ts";

export interface OpenedStore {
  readonly store: Store | null;
  /** Why there is no store. */
  readonly problems: readonly ArchiveProblem[];
  close(): void;
}

/** Opens a private copy. `hasWal`: whether a write-ahead log was found beside it. Never throws. */
export function openStore(database: string, head: Uint8Array, hasWal: boolean, limits: Limits): OpenedStore {
  let connection: DatabaseSync | null = null;
  try {
    connection = connect(database, limits);
    const store = new SqliteStore(connection, head, hasWal);
    const opened = connection;
    return { store, problems: [], close: () => opened.close() };
  } catch (error) {
    connection?.close();
    const message = `The store cannot be opened: ${messageOf(error)}.`;
    return { store: null, problems: [{ severity: "data_loss", code: "sqlite.damaged", message }], close: () => {} };
  }
}

function connect(database: string, limits: Limits): DatabaseSync {
  const connection = new DatabaseSync(database, {
    readBigInts: true,
    allowExtension: false,
    defensive: true,
    limits: { length: limits.entryBytes, attach: 0 },
  });
  connection.exec(
    "PRAGMA trusted_schema = OFF; PRAGMA query_only = ON; PRAGMA cell_size_check = ON; PRAGMA mmap_size = 0;",
  );
  return connection;
}

const TOO_BIG = 18;
const MAXIMUM_SKIPPED_ROWS = 1000;
const LOWEST_ROWID = -(2n ** 63n);
const REPLACEMENT = "\ufffd";

class SqliteStore implements Store {
  readonly userVersion: number;
  readonly tables: readonly StoreTable[];
  readonly problems: ArchiveProblem[] = [];
  readonly #connection: DatabaseSync;
  readonly #shapes: ReadonlyMap<string, TableShape>;
  /** Whether text is stored as UTF-8, so that its bytes can be compared with what was read. */
  readonly #isUtf8: boolean;

  constructor(connection: DatabaseSync, head: Uint8Array, hasWal: boolean) {
    this.#connection = connection;
    this.userVersion = Number(connection.prepare("PRAGMA user_version").get()?.user_version);
    this.#isUtf8 = connection.prepare("PRAGMA encoding").get()?.encoding === "UTF-8";
    const { shapes, problems } = ordinaryTables(connection);
    this.problems.push(...problems);
    this.#shapes = new Map(shapes.map((shape) => [shape.name, shape]));
    this.tables = shapes.map(({ name, columns, primaryKey }) => ({ name, columns, primaryKey }));
    const isWalMode = head[18] === 2 || head[19] === 2;
    if (isWalMode && !hasWal && shapes.length === 0) {
      this.#problem(
        "sqlite.missing-wal",
        "The store has no tables, and its header says that rows may be in a -wal file, which is not there.",
      );
    }
    // From here on nothing but reading is possible, whatever a statement says.
    const allowed: ReadonlySet<number> = new Set([
      constants.SQLITE_SELECT,
      constants.SQLITE_READ,
      constants.SQLITE_FUNCTION,
    ]);
    connection.setAuthorizer((action) => (allowed.has(action) ? constants.SQLITE_OK : constants.SQLITE_DENY));
  }

  *rows(table: string): Generator<StoreRow> {
    const shape = this.#shapes.get(table);
    if (shape === undefined) throw new RangeError(`The store has no ordinary table "${table}".`);
    if (shape.rowid === null) yield* this.#rowsByKey(shape);
    else yield* this.#rowsByRowid(shape, shape.rowid);
  }

  /** A row that cannot be read is skipped and named; reading goes on behind it. */
  *#rowsByRowid(shape: TableShape, rowid: string): Generator<StoreRow> {
    const columns = shape.columns.map(quoted).join(", ");
    const from = quoted(shape.name);
    let next = LOWEST_ROWID;
    for (let skipped = 0; skipped <= MAXIMUM_SKIPPED_ROWS; skipped++) {
      try {
        const rows = this.#connection.prepare(
          `SELECT ${rowid}, ${columns} FROM ${from} WHERE ${rowid} >= ? ORDER BY ${rowid}`,
        );
        rows.setReturnArrays(true);
        for (const row of rows.iterate(next)) {
          const [id, ...values] = valuesOf(row);
          yield this.#row(shape, values, `${rowid} = ?`, [id ?? null]);
          if (typeof id === "bigint") next = id + 1n;
        }
        return;
      } catch (error) {
        const failed = this.#rowidFrom(from, rowid, next);
        this.#rowProblem(shape, error, failed);
        if (failed === null) return;
        next = failed + 1n;
      }
    }
    this.#problem(
      "sqlite.damaged",
      `The table "${shape.name}" has more than ${MAXIMUM_SKIPPED_ROWS} rows that cannot be read; reading stopped.`,
    );
  }

  *#rowsByKey(shape: TableShape): Generator<StoreRow> {
    const key = shape.primaryKey.map(quoted);
    const order = key.length > 0 ? ` ORDER BY ${key.join(", ")}` : "";
    const where = key.map((column) => `${column} IS ?`).join(" AND ");
    const places = shape.primaryKey.map((column) => shape.columns.indexOf(column));
    try {
      const rows = this.#connection.prepare(
        `SELECT ${shape.columns.map(quoted).join(", ")} FROM ${quoted(shape.name)}${order}`,
      );
      rows.setReturnArrays(true);
      for (const row of rows.iterate()) {
        const values = valuesOf(row);
        yield this.#row(
          shape,
          values,
          where,
          places.map((place) => values[place] ?? null),
        );
      }
    } catch (error) {
      this.#rowProblem(shape, error, null);
    }
  }

  #row(shape: TableShape, values: StoreValue[], where: string, key: StoreValue[]): StoreRow {
    const row: Record<string, StoreValue> = Object.create(null);
    shape.columns.forEach((column, at) => {
      const value = values[at] ?? null;
      const isSuspect = typeof value === "string" && value.includes(REPLACEMENT) && this.#isUtf8 && where !== "";
      row[column] = isSuspect ? this.#exactText(shape, column, value, where, key) : value;
    });
    return row;
  }

  /** Text that is no UTF-8 comes as its bytes: the replacement characters in it may be the driver's. */
  #exactText(shape: TableShape, column: string, text: string, where: string, key: StoreValue[]): StoreValue {
    const query = `SELECT CAST(${quoted(column)} AS BLOB) AS bytes FROM ${quoted(shape.name)} WHERE ${where}`;
    const bytes = this.#connection.prepare(query).get(...key)?.bytes;
    return bytes instanceof Uint8Array && !isUtf8(bytes) ? bytes : text;
  }

  #rowidFrom(from: string, rowid: string, lowest: bigint): bigint | null {
    try {
      const found = this.#connection
        .prepare(`SELECT min(${rowid}) AS id FROM ${from} WHERE ${rowid} >= ?`)
        .get(lowest)?.id;
      return typeof found === "bigint" ? found : null;
    } catch {
      // The table's tree itself is damaged; the problem of the row says so.
      return null;
    }
  }

  #rowProblem(shape: TableShape, error: unknown, rowid: bigint | null): void {
    const tooBig = error instanceof Error && "errcode" in error && error.errcode === TOO_BIG;
    const what =
      rowid === null
        ? `The table "${shape.name}" cannot be read further`
        : `Row ${rowid} of the table "${shape.name}" was left out`;
    this.#problem(tooBig ? "sqlite.cell-too-large" : "sqlite.damaged", `${what}: ${messageOf(error)}.`);
  }

  #problem(code: string, message: string): void {
    this.problems.push({ severity: "data_loss", code, message });
  }
}

/** The driver's type says rows are objects; with `setReturnArrays` they are arrays. */
function valuesOf(row: unknown): StoreValue[] {
  return Array.isArray(row) ? row : [];
}
