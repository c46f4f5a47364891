// Opens a SQLite file for our own reading, bundle or not, so that nothing of it runs and nothing of it or beside it changes.

import { constants, Database } from "bun:sqlite";
import { statSync } from "node:fs";
import { dirname } from "node:path";
import { pathToFileURL } from "node:url";
import { BundleCorruptError, BundleError, BundleVersionError, messageOf } from "../base/errors.ts";
import { inTemporaryFolder } from "../base/write-failure.ts";
import { applicationId } from "../schema/schema.ts";
import { scalar } from "./database.ts";
import { bytesAt, fileFacts, namedFile } from "./file-facts.ts";
import { readHeader } from "./header.ts";
import { currentSchema, lift, type Schema } from "./lift.ts";
import { PrivateCopy } from "./private-copy.ts";
import { noDatabase, openPlan } from "./untrusted/open-plan.ts";

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
  readonly seal: Seal;
}

/** What the file says of itself, before it was lifted. */
export interface Seal {
  /** See file-digest. */
  readonly digest: string;
  /** The named file, links followed. */
  readonly file: string;
  /** A journal lay beside the file: somebody wrote to it since it was sealed. */
  readonly hasJournal: boolean;
}

/** A SQLite file that is no bundle of ours: its tables may be shown and asked, nothing more. */
export interface ForeignFile extends Opened {
  readonly kind: "foreign";
  /** Ends a sentence: "… is not a bundle: {why}". */
  readonly why: string;
}

/** A bundle; any other file is refused with a sentence and exit code 3. `schema` is another one in tests only. */
export function openBundle(path: string, schema: Schema = currentSchema): OpenBundle {
  const opened = openDatabase(path, schema);
  if (opened.kind === "bundle") return opened;
  opened.close();
  throw new BundleError(`"${path}" is a SQLite file but not a bundle: ${opened.why}.`);
}

/** A bundle or any other SQLite file; damaged and newer bundles are refused. */
export function openDatabase(path: string, schema: Schema = currentSchema): OpenBundle | ForeignFile {
  const real = namedFile(path);
  const plan = openPlan(fileFacts(path, real));
  if (plan.how === "refuse") throw new BundleError(`Cannot open bundle "${path}": ${plan.why}.`);
  const copy = plan.how === "copy" ? PrivateCopy.of(real, path) : null;
  try {
    return openSettled({ path, real, file: copy?.path ?? real, copy, hasJournal: copy !== null }, schema);
  } catch (error) {
    copy?.remove();
    throw bundleFailure(error, path) ?? error;
  }
}

/** A sentence for what SQLite says of a damaged file, or null when it is something else. */
export function bundleFailure(error: unknown, path: string): BundleError | null {
  const code = error instanceof Error && "code" in error ? String(error.code) : "";
  const message = messageOf(error);
  const isDamage =
    /^SQLITE_(CORRUPT|NOTADB|IOERR|CANTOPEN|FORMAT|TOOBIG|CONSTRAINT|MISMATCH)/.test(code) ||
    /malformed|unsupported file format/.test(message);
  return code.startsWith("SQLITE_") && isDamage ? damaged(path, message) : null;
}

export function damaged(path: string, reason: string): BundleCorruptError {
  return new BundleCorruptError(`Bundle "${path}" is damaged: ${reason}.`, reason);
}

/** A file that nobody writes to: the named one, or a copy of it. */
interface Settled {
  /** As the user named it. */
  readonly path: string;
  readonly real: string;
  readonly file: string;
  readonly copy: PrivateCopy | null;
  readonly hasJournal: boolean;
}

function openSettled(settled: Settled, schema: Schema): OpenBundle | ForeignFile {
  const { path, file } = settled;
  const header = readHeader(bytesAt(file, 0, 100));
  if (header === null) throw new BundleError(`Cannot open bundle "${path}": ${noDatabase}.`);
  const version = header.userVersion;
  if (header.applicationId !== applicationId || version < 1) {
    return foreign(settled, "it was not written by this program");
  }
  if (version > schema.version) {
    throw new BundleVersionError(
      `Cannot open bundle "${path}": schema ${version} is newer than this program knows (${schema.version}). Update dbundle.`,
    );
  }
  const size = statSync(file).size;
  const stated = header.pageCount * header.pageBytes;
  if (size !== stated) throw damaged(path, `it has ${size} bytes where its header states ${stated}`);
  return version < schema.version ? openLifted(settled, version, schema) : judged(settled, version, schema, null);
}

function openLifted(settled: Settled, version: number, schema: Schema): OpenBundle | ForeignFile {
  const { path, file } = settled;
  const copy = settled.copy ?? PrivateCopy.of(file, path);
  const lifted = { ...settled, file: copy.path, copy };
  try {
    const digest = sealedDigest(copy.path);
    const why = inTemporaryFolder(dirname(copy.path), () => lift(copy.path, version, schema));
    return why === null ? judged(lifted, version, schema, digest) : foreign(lifted, why);
  } catch (error) {
    copy.remove();
    throw error;
  }
}

function sealedDigest(file: string): string {
  const db = openReadOnly(file);
  try {
    return String(scalar(db, "SELECT file_digest FROM _meta WHERE id = 1"));
  } finally {
    db.close();
  }
}

/** `digest` is what the file said before it was lifted. */
function judged(settled: Settled, version: number, schema: Schema, digest: string | null): OpenBundle | ForeignFile {
  const db = openReadOnly(settled.file);
  try {
    const why = schema.difference(db, schema.version);
    if (why !== null) return { kind: "foreign", why, ...opened(db, settled) };
    if (scalar(db, "SELECT complete FROM _meta WHERE id = 1") !== 1) {
      throw damaged(settled.path, "it was not written to its end");
    }
    const sealed = digest ?? String(scalar(db, "SELECT file_digest FROM _meta WHERE id = 1"));
    const seal = { digest: sealed, file: settled.real, hasJournal: settled.hasJournal };
    return { kind: "bundle", schemaVersion: version, seal, ...opened(db, settled) };
  } catch (error) {
    db.close();
    throw error;
  }
}

function foreign(settled: Settled, why: string): ForeignFile {
  const db = openReadOnly(settled.file);
  try {
    // The first read finds a file that only begins like a database.
    scalar(db, "SELECT count(*) FROM sqlite_schema");
    return { kind: "foreign", why, ...opened(db, settled) };
  } catch (error) {
    db.close();
    throw error;
  }
}

function opened(db: Database, { path, file, copy }: Settled): Opened {
  const close = () => {
    db.close();
    copy?.remove();
  };
  return { db, path, openedPath: file, close };
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
