// Writes a file beside its target and renames it when whole: the target is the old file, absent, or the new one.

import { closeSync, existsSync, fsyncSync, openSync, renameSync, rmSync } from "node:fs";
import { basename, dirname, join, resolve } from "node:path";
import { UserError } from "../base/errors.ts";

const unfinished = new Set<AtomicFile>();

/** Removes what is not finished; for the end of a process that was told to stop. */
export function discardUnfinished(): void {
  for (const file of unfinished) file.discard();
}

export class AtomicFile {
  /** Where to write until `commit`. */
  readonly temporaryPath: string;
  readonly targetPath: string;

  /**
   * Refuses a target that exists unless `overwrite` is "replace". With `resumeKey`, what a killed process left under the
   * same key stays, to be gone on with.
   */
  constructor(target: string, overwrite: "refuse" | "replace", resumeKey: string | null = null) {
    this.targetPath = resolve(target);
    const folder = dirname(this.targetPath);
    if (!existsSync(folder)) throw new UserError(`Cannot write "${target}": the folder "${folder}" does not exist.`);
    if (overwrite === "refuse" && existsSync(this.targetPath)) {
      throw new UserError(`Cannot write "${target}": the file exists. Use --force to replace it.`);
    }
    this.temporaryPath = join(folder, `${temporaryPrefix}${basename(this.targetPath)}.${resumeKey ?? process.pid}`);
    if (resumeKey === null) for (const suffix of sideSuffixes) rmSync(this.temporaryPath + suffix, { force: true });
    unfinished.add(this);
  }

  /** Makes the file durable, then gives it its name. The database on it must be closed. */
  commit(): void {
    sync(this.temporaryPath);
    renameSync(this.temporaryPath, this.targetPath);
    sync(dirname(this.targetPath));
    unfinished.delete(this);
  }

  discard(): void {
    for (const suffix of sideSuffixes) rmSync(this.temporaryPath + suffix, { force: true });
    unfinished.delete(this);
  }
}

const temporaryPrefix = ".dbundle-partial-";
const sideSuffixes = ["", "-journal", "-wal", "-shm"];

/** Whether a file name is that of an unfinished output. */
export function isTemporaryName(name: string): boolean {
  return name.startsWith(temporaryPrefix);
}

function sync(path: string): void {
  const descriptor = openSync(path, "r");
  try {
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
}

/** A sentence for what the operating system or SQLite says of a write that failed, or null when it is something else. */
export function writeFailure(error: unknown, path: string): UserError | null {
  const code = error instanceof Error && "code" in error ? String(error.code) : "";
  const text = error instanceof Error ? error.message : String(error);
  const reason =
    code === "ENOSPC" || code === "SQLITE_FULL" || /disk is full|no space left/i.test(text)
      ? "the disk is full"
      : code === "EDQUOT" || /quota exceeded/i.test(text)
        ? "the disk quota is used up"
        : code === "EROFS" ||
            code.startsWith("SQLITE_READONLY") ||
            /read-only file system|readonly database/i.test(text)
          ? "the file system is read-only"
          : code === "EACCES" || code === "EPERM" || code === "SQLITE_PERM"
            ? "it may not be written by you"
            : code === "SQLITE_CANTOPEN"
              ? "the file cannot be made there"
              : code === "EIO" || code.startsWith("SQLITE_IOERR")
                ? "the disk reported an error"
                : null;
  return reason === null ? null : new UserError(`Cannot write "${path}": ${reason}. Nothing was changed.`);
}
