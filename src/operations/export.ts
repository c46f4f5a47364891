// Writes tables, or the answer of a query, as CSV, JSON or NDJSON: all rows, with constant memory.

import { closeSync, existsSync, mkdirSync, openSync, statSync } from "node:fs";
import { join } from "node:path";
import { BundleError, UsageError, UserError } from "../base/errors.ts";
import { didYouMean } from "../base/suggest.ts";
import { WriteError, writeFailure } from "../base/write-failure.ts";
import { AtomicFile } from "../bundle/atomic-file.ts";
import { type ExportFormat, QueryError, type SqlParameters } from "../bundle/untrusted/protocol.ts";
import { views } from "../schema/registry.ts";
import { type Asking, ask, asking, type Destination, deliver, type Statement } from "./asking.ts";
import { SafeNames } from "./safe-names.ts";
import { publicTables } from "./sql-hint.ts";

export interface ExportOptions {
  readonly bundle: string;
  /** None: all public tables of a bundle but those of bytes; none is needed beside a query. */
  readonly tables: readonly string[];
  /** Instead of tables. */
  readonly query: { readonly sql: string; readonly parameters: SqlParameters } | null;
  readonly format: ExportFormat;
  /** A file; a folder where it is one, ends in "/", or several tables are written; null: `standard`. */
  readonly output: string | null;
  readonly standard: Destination;
  readonly overwrite: "refuse" | "replace";
  readonly observer: ExportObserver;
}

export interface ExportObserver {
  opened(schemaVersion: number | null): void;
  writing(name: string): void;
  /** So much of the current file is written. */
  bytes(count: number): void;
}

export interface ExportedFile {
  /** Null: the answer of a query. */
  readonly table: string | null;
  /** Null: standard output. */
  readonly path: string | null;
  /** Null: went to a terminal, where nobody counts. */
  readonly rowCount: number | null;
}

/** Tables that hold bytes (see `extract`) or that are an index. */
const notInAll: ReadonlySet<string> = new Set(["source_chunks", "blobs", "search"]);

export async function exportTables(options: ExportOptions): Promise<readonly ExportedFile[]> {
  return asking(options.bundle, async (asked) => {
    options.observer.opened(asked.schemaVersion);
    const statements = statementsOf(asked, options);
    const folder = folderFor(statements.length, options.output);
    const [only] = statements;
    if (options.output === null && (only === undefined || statements.length > 1)) {
      throw new UsageError(`${statements.length} tables need a folder: name one with --output DIR.`);
    }
    const names = new SafeNames();
    const nameOf = (table: string | null) =>
      names.pathFor(`${table ?? "query"}.${options.format}`.replaceAll("/", "_"));
    const targets = statements.map((statement) => ({
      ...statement,
      path: folder === null ? options.output : join(folder, nameOf(statement.table)),
    }));
    if (folder !== null) mkdirSync(folder, { recursive: true });
    const files: ExportedFile[] = [];
    for (const target of targets) files.push(await exportOne(asked, target, options));
    return files;
  });
}

interface TableStatement extends Statement {
  /** Null: a query. */
  readonly table: string | null;
}

function statementsOf({ db, foreignness }: Asking, { tables, query }: ExportOptions): TableStatement[] {
  if (query !== null && tables.length > 0) throw new UsageError("Name tables or a --query, not both.");
  if (query !== null) return [{ table: null, ...query }];
  const all = foreignness === null ? views.map(({ name }) => name) : publicTables(db);
  const chosen =
    tables.length > 0
      ? tables.map((name) => tableCalled(db, name, all, foreignness))
      : all.filter((name) => !notInAll.has(name));
  return [...new Set(chosen)].map((table) => ({ table, sql: `SELECT * FROM ${quoted(table)}`, parameters: [] }));
}

function tableCalled(db: Asking["db"], name: string, all: readonly string[], foreignness: string | null): string {
  const row = db
    .query<{ name: string }, [string]>(
      "SELECT name FROM sqlite_schema WHERE type IN ('table', 'view') AND name = ? COLLATE NOCASE",
    )
    .get(name);
  if (row !== null) return row.name;
  if (foreignness !== null && views.some((view) => view.name === name)) throw new BundleError(`${foreignness}.`);
  throw new UserError(
    `There is no table "${name}".${didYouMean(name.toLowerCase(), all) || ` There is ${all.join(", ")}.`}`,
  );
}

function quoted(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}

/** Null: one file, or standard output. */
function folderFor(count: number, output: string | null): string | null {
  if (output === null) return null;
  const isFolder = existsSync(output) && statSync(output).isDirectory();
  return count > 1 || isFolder || output.endsWith("/") ? output : null;
}

async function exportOne(
  asked: Asking,
  target: TableStatement & { readonly path: string | null },
  options: ExportOptions,
) {
  const { table, path, sql, parameters } = target;
  options.observer.writing(table ?? "query");
  const request = { file: asked.file, sql, parameters, format: options.format };
  const run = (to: Destination) => ask(asked, target, () => deliver(asked.queries, request, to));
  const delivered = path === null ? await run(options.standard) : await writeFile(path, options, run);
  return { table, path, rowCount: delivered?.rows ?? null };
}

async function writeFile<T>(path: string, options: ExportOptions, run: (to: Destination) => Promise<T>): Promise<T> {
  try {
    const file = new AtomicFile(path, options.overwrite);
    try {
      const descriptor = openSync(file.temporaryPath, "wx", 0o644);
      const watch = setInterval(() => options.observer.bytes(statSync(file.temporaryPath).size), 200);
      let result: T;
      try {
        result = await run({ descriptor });
      } finally {
        clearInterval(watch);
        closeSync(descriptor);
      }
      file.commit();
      return result;
    } catch (error) {
      file.discard();
      throw error;
    }
  } catch (error) {
    if (error instanceof QueryError && error.kind === "output")
      throw new WriteError(`Cannot write "${path}": ${error.message}. Nothing was changed.`);
    throw writeFailure(error, path) ?? error;
  }
}
