// Opens a SQLite file for our own reading, bundle or not, so that nothing of it runs and nothing of it or beside it changes.

import { constants, Database } from "bun:sqlite";
import { closeSync, openSync, readSync, realpathSync, statSync } from "node:fs";
import { pathToFileURL } from "node:url";
import { BundleCorruptError, BundleError, BundleVersionError, messageOf, UserError } from "../base/errors.ts";
import { applicationId } from "../schema/schema.ts";
import { scalar } from "./database.ts";
import { readHeader } from "./header.ts";
import { currentSchema, lift, type Schema } from "./lift.ts";
import { PrivateCopy } from "./private-copy.ts";
import { journalHeadBytes, openPlan } from "./untrusted/open-plan.ts";

interface Opened {
  /** Read-only. The pages of a damaged file may still fail later: see `bundleFailure`. */
  readonly db: Database;
  /** As the user named it. */
  readonly path: string;
  /** The file that is open: `path` itself, or a settled or lifted private copy of it, which `close` removes. */
  readonly openedPath: string;
  /** Closes the database and removes its private copy. */
  close(): void;
}

export interface OpenBundle extends Opened {
  readonly kind: "bundle";
  /** Of the file; the opened copy has the current one. */
  readonly schemaVersion: number;
}

/** A SQLite file that is no bundle of ours: its tables may be shown and asked, nothing more. */
export interface ForeignFile extends Opened {
  readonly kind: "foreign";
  /** Ends a sentence: "… is not a bundle: {why}". */
  readonly why: string;
}

/** A bundle; any other file is refused with a sentence and exit code 3. */
export function openBundle(path: string): OpenBundle {
  const opened = openDatabase(path);
  if (opened.kind === "bundle") return opened;
  opened.close();
  throw new BundleError(`"${path}" is a SQLite file but not a bundle: ${opened.why}.`);
}

/** A bundle or any other SQLite file; damaged and newer bundles are refused. `schema` is another one in tests only. */
export function openDatabase(path: string, schema: Schema = currentSchema): OpenBundle | ForeignFile {
  const real = namedFile(path);
  const plan = openPlan(factsOf(path, real));
  if (plan.how === "refuse") throw new BundleError(`Cannot open bundle "${path}": ${plan.why}.`);
  const copy = plan.how === "copy" ? PrivateCopy.of(real, path) : null;
  try {
    return openSettled(path, copy?.path ?? real, copy, schema);
  } catch (error) {
    copy?.remove();
    throw bundleFailure(error, path) ?? error;
  }
}

/** A sentence for what SQLite says of a damaged file, or null when it is something else. */
export function bundleFailure(error: unknown, path: string): BundleError | null {
  const code = error instanceof Error && "code" in error ? String(error.code) : "";
  const message = messageOf(error);
  const isDamage = /^SQLITE_(CORRUPT|NOTADB|IOERR|CANTOPEN|FORMAT|TOOBIG)/.test(code) || /malformed/.test(message);
  return code.startsWith("SQLITE_") && isDamage ? damaged(path, message) : null;
}

export function damaged(path: string, reason: string): BundleCorruptError {
  return new BundleCorruptError(`Bundle "${path}" is damaged: ${reason}.`, reason);
}

function openSettled(path: string, file: string, copy: PrivateCopy | null, schema: Schema): OpenBundle | ForeignFile {
  const header = readHeader(headOf(file, 100));
  if (header === null) throw new BundleError(`Cannot open bundle "${path}": it is not a SQLite database.`);
  const version = header.userVersion;
  if (header.applicationId !== applicationId || version < 1) {
    return foreign(path, file, copy, "it was not written by this program");
  }
  if (version > schema.version) {
    throw new BundleVersionError(
      `Cannot open bundle "${path}": schema ${version} is newer than this program knows (${schema.version}). Update dbundle.`,
    );
  }
  const size = statSync(file).size;
  const stated = header.pageCount * header.pageBytes;
  if (size !== stated) throw damaged(path, `it has ${size} bytes where its header states ${stated}`);
  if (version < schema.version) return openLifted(path, file, copy, version, schema);
  return judged(path, file, copy, version, schema);
}

function openLifted(path: string, file: string, copy: PrivateCopy | null, version: number, schema: Schema) {
  const lifted = copy ?? PrivateCopy.of(file, path);
  try {
    const why = lift(lifted.path, version, schema);
    return why === null ? judged(path, lifted.path, lifted, version, schema) : foreign(path, lifted.path, lifted, why);
  } catch (error) {
    lifted.remove();
    throw error;
  }
}

function judged(path: string, file: string, copy: PrivateCopy | null, version: number, schema: Schema) {
  const db = openReadOnly(file);
  try {
    const why = schema.difference(db);
    if (why !== null) return { kind: "foreign", why, ...opened(db, path, file, copy) } as const;
    if (scalar(db, "SELECT complete FROM _meta WHERE id = 1") !== 1)
      throw damaged(path, "it was not written to its end");
    return { kind: "bundle", schemaVersion: version, ...opened(db, path, file, copy) } as const;
  } catch (error) {
    db.close();
    throw error;
  }
}

function foreign(path: string, file: string, copy: PrivateCopy | null, why: string): ForeignFile {
  const db = openReadOnly(file);
  try {
    // The first read finds a file that only begins like a database.
    scalar(db, "SELECT count(*) FROM sqlite_schema");
    return { kind: "foreign", why, ...opened(db, path, file, copy) };
  } catch (error) {
    db.close();
    throw error;
  }
}

function opened(db: Database, path: string, openedPath: string, copy: PrivateCopy | null): Opened {
  const close = () => {
    db.close();
    copy?.remove();
  };
  return { db, path, openedPath, close };
}

/** The file is whole by itself (see open-plan); immutable makes SQLite look for nothing beside it and lock nothing. */
function openReadOnly(file: string): Database {
  const db = new Database(immutableUrl(file), constants.SQLITE_OPEN_READONLY | constants.SQLITE_OPEN_URI);
  db.exec(
    "PRAGMA trusted_schema = OFF; PRAGMA cell_size_check = ON; PRAGMA query_only = ON; PRAGMA mmap_size = 0; PRAGMA temp_store = FILE;",
  );
  return db;
}

/** For opening or attaching a settled file; the connection must allow URIs. */
export function immutableUrl(file: string): string {
  const url = pathToFileURL(file);
  url.search = "?mode=ro&immutable=1";
  return url.href;
}

/** The file behind the name and its links; SQLite looks for journals beside that one. */
function namedFile(path: string): string {
  const found = statSync(path, { throwIfNoEntry: false });
  if (found === undefined) throw new UserError(`There is no file "${path}".`);
  if (found.isDirectory()) throw new UserError(`"${path}" is a folder, not a bundle.`);
  if (!found.isFile()) throw new UserError(`"${path}" is not a file.`);
  return realpathSync(path);
}

function factsOf(path: string, real: string) {
  const sizeOf = (suffix: string) => statSync(real + suffix, { throwIfNoEntry: false })?.size ?? null;
  try {
    const size = statSync(real).size;
    const journalHead = sizeOf("-journal") === null ? null : headOf(`${real}-journal`, journalHeadBytes);
    return { head: headOf(real, 100), size, walSize: sizeOf("-wal"), journalHead };
  } catch (error) {
    throw new UserError(`Cannot read "${path}": ${messageOf(error)}.`);
  }
}

function headOf(file: string, length: number): Uint8Array {
  const head = new Uint8Array(length);
  const descriptor = openSync(file, "r");
  try {
    return head.subarray(0, readSync(descriptor, head, 0, length, 0));
  } finally {
    closeSync(descriptor);
  }
}
