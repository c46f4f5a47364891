// What is on the disk before a database is opened: for `openPlan`.

import { closeSync, existsSync, openSync, readSync, realpathSync, statSync } from "node:fs";
import { dirname, join } from "node:path";
import { messageOf, UserError } from "../base/errors.ts";
import { reasonOf } from "../base/write-failure.ts";
import { type FileFacts, journalHeadBytes } from "./untrusted/open-plan.ts";

/** The file behind the name and its links; SQLite looks for journals beside that one. */
export function namedFile(path: string): string {
  const found = statOf(path);
  if (found === undefined) {
    const folder = dirname(path);
    const why = existsSync(folder) ? "" : `: the folder "${folder}" does not exist`;
    throw new UserError(`There is no file "${path}"${why}.`);
  }
  if (found.isDirectory()) throw new UserError(`"${path}" is a folder, not a bundle.${bundleIn(path)}`);
  if (!found.isFile()) throw new UserError(`"${path}" is not a file.`);
  return realpathSync(path);
}

function statOf(path: string) {
  try {
    return statSync(path, { throwIfNoEntry: false });
  } catch (error) {
    throw new UserError(`Cannot read "${path}": ${reasonOf(error) ?? messageOf(error)}.`);
  }
}

/** `create` puts it there when nothing else is asked for. */
function bundleIn(folder: string): string {
  const usual = join(folder, "bundle.db");
  return existsSync(usual) ? ` There is "${usual}" in it.` : ` To make one of it: dbundle create "${folder}".`;
}

/** `path` is what messages call the file. */
export function fileFacts(path: string, real: string): FileFacts {
  try {
    const journalSize = sizeOf(`${real}-journal`);
    const tailAt = (journalSize ?? 0) - journalHeadBytes;
    return {
      head: bytesAt(real, 0, 100),
      size: statSync(real).size,
      walSize: sizeOf(`${real}-wal`),
      journalHead: journalSize === null ? null : bytesAt(`${real}-journal`, 0, journalHeadBytes),
      journalTail: tailAt < 0 ? null : bytesAt(`${real}-journal`, tailAt, journalHeadBytes),
    };
  } catch (error) {
    throw new UserError(`Cannot read "${path}": ${reasonOf(error) ?? messageOf(error)}.`);
  }
}

/** Fewer where the file ends. */
export function bytesAt(file: string, from: number, length: number): Uint8Array {
  const bytes = new Uint8Array(length);
  const descriptor = openSync(file, "r");
  try {
    return bytes.subarray(0, readSync(descriptor, bytes, 0, length, from));
  } finally {
    closeSync(descriptor);
  }
}

function sizeOf(file: string): number | null {
  return statSync(file, { throwIfNoEntry: false })?.size ?? null;
}
