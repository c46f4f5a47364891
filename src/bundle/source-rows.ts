// Numbers the rows of one source, notes the identities they state, and puts them into the fact tables.

import type { Database, Statement } from "bun:sqlite";
import { type AttachedTable, attachedColumns, type FactTable, factColumns, type Row } from "../schema/rows.ts";
import { LogBatches } from "./log-batches.ts";
import { idStride } from "./row-ids.ts";
import type { At } from "./writer.ts";

export type Value = string | number | bigint | Uint8Array | null;

/** Values of NOT NULL columns where an importer says nothing. */
const defaults: Readonly<Record<string, Value>> = { time_assumed: 0, is_event: 0, origin: "recorded" };

/** Prepared once a database, used by the writers of all its sources. */
export class FactStatements {
  readonly facts: Readonly<Record<FactTable, Statement>>;
  readonly attached: Readonly<Record<AttachedTable, Statement>>;
  readonly logs: LogBatches;
  readonly blob: Statement;

  constructor(db: Database) {
    this.facts = mapValues(factColumns, (table, columns) =>
      insertInto(db, table, [
        "source_member",
        "source_line",
        "session_id",
        "session_inferred",
        "run_id",
        ...Object.keys(columns),
      ]),
    );
    this.attached = mapValues(attachedColumns, (table, columns) => insertInto(db, table, columns));
    this.logs = new LogBatches(db);
    this.blob = db.prepare("INSERT OR IGNORE INTO _blobs (sha256, size_bytes, content) VALUES (?, ?, ?)");
  }
}

function insertInto(db: Database, table: string, columns: readonly string[]): Statement {
  const all = ["id", "source_id", ...columns];
  return db.prepare(`INSERT INTO _${table} (${all.join(", ")}) VALUES (${all.map(() => "?").join(", ")})`);
}

function mapValues<K extends string, V, R>(record: Readonly<Record<K, V>>, map: (key: K, value: V) => R): Record<K, R> {
  const result: Partial<Record<K, R>> = {};
  for (const key in record) result[key] = map(key, record[key]);
  return result as Record<K, R>;
}

/** Which session a row without one belongs to, as far as it is known while the source is read. */
export interface Expectation {
  readonly sessionOfRun: ReadonlyMap<string, string>;
  readonly sessionOfPlace: string | null;
}

/** What a source said of itself while it was read. */
export interface SourceTally {
  rowCount: number;
  issueCount: number;
  lossCount: number;
  /** Rows that state no session, so that one was or may be inferred. */
  unattributedCount: number;
}

export class SourceRows {
  readonly tally: SourceTally = { rowCount: 0, issueCount: 0, lossCount: 0, unattributedCount: 0 };
  private readonly numbers: Record<FactTable | AttachedTable, number>;
  private readonly firstId: number;
  private readonly stated = new Map<string | null, Set<string | null>>();
  private lastSession: string | null | undefined;
  private lastRun: string | null | undefined;

  constructor(
    readonly statements: FactStatements,
    private readonly sourceId: number,
    private readonly expectation: Expectation,
  ) {
    this.firstId = sourceId * idStride;
    this.numbers = { ...mapValues(factColumns, () => 0), ...mapValues(attachedColumns, () => 0) };
  }

  /** Adds a row; `counter` names the table whose numbering it shares. */
  add<T extends FactTable>(
    table: T,
    row: Row<T>,
    at: At | undefined,
    member: string | null,
    counter: FactTable = table,
  ): number {
    const n = this.numbers[counter]++;
    const values: Readonly<Record<string, Value | undefined>> = row;
    const stated = row.session_id ?? null;
    const run = row.run_id ?? null;
    this.noteIdentity(stated, run);
    const inferred = stated === null ? this.inferSession(run) : null;
    const bound: Value[] = [
      this.firstId + n,
      this.sourceId,
      member,
      at?.number ?? null,
      stated ?? inferred,
      inferred === null ? 0 : 1,
      run,
    ];
    for (const column in factColumns[table]) bound.push(values[column] ?? defaults[column] ?? null);
    this.statements.facts[table].run(...bound);
    this.tally.rowCount++;
    return n;
  }

  /** As `add`; false when a constraint of the table refuses the row. */
  addIfAllowed<T extends FactTable>(
    table: T,
    row: Row<T>,
    at: At | undefined,
    member: string | null,
    counter: FactTable,
  ): boolean {
    try {
      this.add(table, row, at, member, counter);
      return true;
    } catch (error) {
      // Its number stays unused, so that what refers to later rows still finds them.
      if (error instanceof Error && "code" in error && String(error.code).startsWith("SQLITE_CONSTRAINT")) return false;
      throw error;
    }
  }

  /** As `add("logs", …)`; the row may wait until `flush`. */
  addLog(row: Row<"logs">, at: At | undefined, member: string | null): number {
    const n = this.numbers.logs++;
    const stated = row.session_id ?? null;
    const run = row.run_id ?? null;
    this.noteIdentity(stated, run);
    const inferred = stated === null ? this.inferSession(run) : null;
    this.statements.logs.add(
      this.firstId + n,
      this.sourceId,
      member,
      at?.number ?? null,
      stated ?? inferred,
      inferred === null ? 0 : 1,
      run,
      row,
    );
    this.tally.rowCount++;
    return n;
  }

  /** Inserts the rows that wait for others. */
  flush(): void {
    this.statements.logs.flush();
  }

  /** Writes a row of a table that hangs on the source; returns its n. */
  attach(table: AttachedTable, values: readonly Value[]): number {
    const n = this.numbers[table]++;
    this.statements.attached[table].run(this.firstId + n, this.sourceId, ...values);
    return n;
  }

  /** The distinct pairs of session and run that rows stated. */
  *statedIdentities(): Generator<readonly [session: string | null, run: string | null]> {
    for (const [session, runs] of this.stated) {
      // A session with a run says all that the same session without one says.
      for (const run of runs) if (run !== null || runs.size === 1) yield [session, run];
    }
  }

  /** Keeps `statedIdentities`, once the source was read. */
  writeStatedIdentities(): void {
    for (const pair of this.statedIdentities()) this.attach("source_sessions", pair);
  }

  private noteIdentity(session: string | null, run: string | null): void {
    if (session === this.lastSession && run === this.lastRun) return;
    this.lastSession = session;
    this.lastRun = run;
    if (session === null && run === null) return;
    const runs = this.stated.get(session);
    if (runs === undefined) this.stated.set(session, new Set([run]));
    else runs.add(run);
  }

  private inferSession(run: string | null): string | null {
    this.tally.unattributedCount++;
    if (run !== null) {
      const session = this.expectation.sessionOfRun.get(run);
      if (session !== undefined) return session;
    }
    return this.expectation.sessionOfPlace;
  }
}
