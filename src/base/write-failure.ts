// Says in a sentence why something could not be written: the path and the cause, not what SQLite or the system calls it.

import { appendFileSync, existsSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { UserError } from "./errors.ts";

/** A write of ours failed: no fault of what was read. */
export class WriteError extends UserError {
  override readonly name = "WriteError";
}

/**
 * Null when the error is something else. `path` is what the user named. Where SQLite says only that a write failed, one is
 * tried: on `unfinished`, the file that was being written and is discarded afterwards, or on a file of our own beside `path`.
 */
export function writeFailure(error: unknown, path: string, unfinished: string | null = null): WriteError | null {
  if (error instanceof WriteError) return error;
  const reason = reasonOf(error);
  if (reason === null) return null;
  const isVague = codeOf(error).startsWith("SQLITE_");
  const tried = isVague ? triedReason(unfinished ?? triedFileIn(dirname(path))) : null;
  if (isVague && tried === null) {
    // SQLite sorts in the temporary folder.
    const folder = tmpdir();
    const elsewhere = triedReason(triedFileIn(folder));
    if (elsewhere !== null) return temporaryFailure(folder, elsewhere);
  }
  return new WriteError(`Cannot write "${path}": ${tried ?? reason}. Nothing was changed.`);
}

/** Does what writes into a temporary folder; a failure names the folder. */
export function inTemporaryFolder<T>(folder: string, write: () => T): T {
  try {
    return write();
  } catch (error) {
    const reason = error instanceof WriteError ? null : reasonOf(error);
    throw reason === null ? error : temporaryFailure(folder, reason);
  }
}

function temporaryFailure(folder: string, reason: string): WriteError {
  return new WriteError(
    `Cannot write into the temporary folder "${folder}": ${reason}. Nothing was changed. TMPDIR names another one.`,
  );
}

function triedFileIn(folder: string): string {
  return join(folder, `.dbundle-partial-try-${process.pid}`);
}

/** More than SQLite gives back when it takes back what it could not write. */
const attemptBytes = 8 * 1024 * 1024;

/** Why nothing can be added to a file, or null when it can. A file that was not there is removed again. */
function triedReason(path: string): string | null {
  const wasThere = existsSync(path);
  try {
    appendFileSync(path, new Uint8Array(attemptBytes));
    return null;
  } catch (error) {
    return reasonOf(error);
  } finally {
    if (!wasThere && existsSync(path)) rmSync(path, { force: true });
  }
}

function codeOf(error: unknown): string {
  return error instanceof Error && "code" in error ? String(error.code) : "";
}

const reasons: readonly (readonly [code: RegExp, reason: string])[] = [
  [/^(ENOSPC|SQLITE_FULL)$/, "the disk is full"],
  [/^EDQUOT$/, "the disk quota is used up"],
  [/^EFBIG$/, "it would become too large for the file system or for this process's limit on files"],
  [/^(EROFS|SQLITE_READONLY.*)$/, "the file system is read-only"],
  [/^(EACCES|EPERM|SQLITE_PERM)$/, "permission is denied"],
  [/^ENOTDIR$/, "a part of its path is not a directory"],
  [/^SQLITE_CANTOPEN/, "the file cannot be made there"],
  [/^(EIO|SQLITE_IOERR.*)$/, "the disk reported an I/O error"],
];

/** Ends a sentence; null when the error is something else than a failed write. */
export function reasonOf(error: unknown): string | null {
  const code = codeOf(error);
  return reasons.find(([pattern]) => pattern.test(code))?.[1] ?? null;
}
