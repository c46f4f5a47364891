// Opens a file for the SQL of a user: judged first, then asked in a child process.

import type { Database } from "bun:sqlite";
import { BundleCorruptError, BundleError, UserError } from "../base/errors.ts";
import { bundleFailure, openDatabase } from "../bundle/open.ts";
import { QueryPool } from "../bundle/untrusted/pool.ts";
import {
  type ExportAnswer,
  type ExportRequest,
  QueryError,
  type QueryErrorKind,
  type SqlParameters,
} from "../bundle/untrusted/protocol.ts";
import { sqlHint } from "./sql-hint.ts";
import { missingParameter } from "./sql-parameters.ts";

/** A file that was judged; strange SQL goes to `queries`, never to `db`. */
export interface Asking {
  readonly queries: QueryPool;
  /** For `queries`: the file itself or a settled, lifted copy. */
  readonly file: string;
  /** For questions of our own about its schema. */
  readonly db: Database;
  /** Null: a foreign file. */
  readonly schemaVersion: number | null;
  /** Why it is no bundle; null: it is one. */
  readonly foreignness: string | null;
}

/** Damaged and newer bundles are refused; any other SQLite file may be asked. */
export async function asking<T>(path: string, use: (asking: Asking) => Promise<T>): Promise<T> {
  const opened = openDatabase(path);
  const queries = new QueryPool({ start: "cold" });
  try {
    const { db, openedPath: file } = opened;
    return opened.kind === "bundle"
      ? await use({ queries, file, db, schemaVersion: opened.schemaVersion, foreignness: null })
      : await use({
          queries,
          file,
          db,
          schemaVersion: null,
          foreignness: `"${path}" is a SQLite file but not a bundle: ${opened.why}`,
        });
  } catch (error) {
    if (error instanceof QueryError && error.kind === "file") {
      throw new BundleCorruptError(`Cannot read "${path}": ${error.message}`, error.message);
    }
    if (error instanceof QueryError && error.kind === "output") {
      throw new UserError(`Cannot write the answer: ${error.message}.`);
    }
    throw bundleFailure(error, path) ?? error;
  } finally {
    await queries.close();
    opened.close();
  }
}

export interface Statement {
  readonly sql: string;
  readonly parameters: SqlParameters;
}

const faultsOfSql: ReadonlySet<QueryErrorKind> = new Set(["refused", "sql", "timeout", "memory", "cancelled"]);

/** Runs one statement and turns its failure into a sentence with what was perhaps meant. */
export async function ask<T>(
  { db, foreignness }: Asking,
  { sql, parameters }: Statement,
  run: () => Promise<T>,
): Promise<T> {
  const missing = missingParameter(sql, parameters);
  if (missing !== null) throw new UserError(missing);
  try {
    return await run();
  } catch (error) {
    if (!(error instanceof QueryError) || !faultsOfSql.has(error.kind)) throw error;
    // Somebody took it for a bundle.
    if (foreignness !== null && /no such table/.test(error.message)) {
      throw new BundleError(`${foreignness}.${sqlHint(db, sql, error.message)}`);
    }
    const sentence = error.kind === "sql" ? `Cannot run the query: ${error.message}` : error.message;
    throw new UserError(sentence.replace(/[.!?]?$/, ".") + sqlHint(db, sql, error.message));
  }
}

/** A descriptor that the child writes to itself, or whoever takes the text piece by piece. */
export type Destination = { readonly descriptor: number } | { write(text: string): void };

/** The rows as text, with constant memory. Resolves when all was written. */
export async function deliver(queries: QueryPool, request: ExportRequest, to: Destination): Promise<Delivered> {
  if ("descriptor" in to) return queries.exportTo(to.descriptor, request);
  const decoder = new TextDecoder();
  for await (const bytes of queries.exportStream(request)) to.write(decoder.decode(bytes, { stream: true }));
  to.write(decoder.decode());
  return null;
}

/** Null: the text went to somebody who counts for himself. */
export type Delivered = ExportAnswer | null;
