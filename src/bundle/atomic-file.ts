// Writes a file beside its target and renames it when whole: the target is the old file, absent, or the new one.

import { closeSync, existsSync, fsyncSync, openSync, renameSync, rmSync, statSync } from "node:fs";
import { basename, dirname, join, resolve } from "node:path";
import { UserError } from "../base/errors.ts";
import { removeOnStop } from "../base/stop.ts";
import { stopAtOnce } from "../base/stop-at-once.ts";
import { type WriteError, writeFailure } from "../base/write-failure.ts";

export class AtomicFile {
  /** Where to write until `commit`. */
  readonly temporaryPath: string;
  readonly targetPath: string;
  #isOurs = true;
  readonly #keepOnStop: readonly (() => void)[];

  /**
   * Refuses a target that exists unless `overwrite` is "replace". With `resumeKey`, what a killed process left under the
   * same key stays, to be gone on with.
   */
  constructor(
    private readonly target: string,
    overwrite: "refuse" | "replace",
    resumeKey: string | null = null,
  ) {
    if (target === "-") throw new UserError('Cannot write to standard output. A file of the name "-" is ./-.');
    this.targetPath = resolve(target);
    const folder = dirname(this.targetPath);
    const found = existsSync(folder) ? statSync(folder) : null;
    if (found === null) throw new UserError(`Cannot write "${target}": the folder "${folder}" does not exist.`);
    if (!found.isDirectory()) throw new UserError(`Cannot write "${target}": "${folder}" is not a directory.`);
    if (statSync(this.targetPath, { throwIfNoEntry: false })?.isDirectory()) {
      throw new UserError(`Cannot write "${target}": it is a folder.`);
    }
    if (overwrite === "refuse" && existsSync(this.targetPath)) {
      throw new UserError(`Cannot write "${target}": the file exists. Use --force to replace it.`);
    }
    this.temporaryPath = join(folder, `${temporaryPrefix}${basename(this.targetPath)}.${resumeKey ?? process.pid}`);
    if (resumeKey === null) this.#remove();
    this.#keepOnStop = sideSuffixes.map((suffix) => removeOnStop(this.temporaryPath + suffix, "file"));
    stopAtOnce();
  }

  /** Makes the file durable, then gives it its name. The database on it must be closed. */
  commit(): void {
    sync(this.temporaryPath);
    renameSync(this.temporaryPath, this.targetPath);
    this.#forget();
    sync(dirname(this.targetPath));
  }

  /** Removes what a killed process left. */
  startAnew(): void {
    this.#remove();
  }

  /** It is another process's: it stays, and is no more ours to remove. */
  leave(): void {
    this.#isOurs = false;
    this.#forget();
  }

  /** What is to be told when a write failed, or null when the error is something else; asked before `discard`. */
  failure(error: unknown): WriteError | null {
    return writeFailure(error, this.target, this.temporaryPath);
  }

  discard(): void {
    if (this.#isOurs) this.#remove();
    this.#forget();
  }

  /** A read-only file system refuses to remove also what is not there. */
  #remove(): void {
    for (const suffix of sideSuffixes) {
      const path = this.temporaryPath + suffix;
      if (existsSync(path)) rmSync(path, { force: true });
    }
  }

  #forget(): void {
    for (const keep of this.#keepOnStop) keep();
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
