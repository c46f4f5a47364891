// How a database file is opened so that nothing of it, and nothing beside it, changes.

import { open, stat } from "node:fs/promises";
import { QueryError } from "./protocol.ts";

/** What is on the disk before the file is opened. Sizes in bytes; null means that there is no such file. */
export interface FileFacts {
  readonly head: Uint8Array;
  readonly size: number;
  readonly walSize: number | null;
  /** The first bytes of `-journal`; a finished transaction leaves it empty or its first bytes zero. */
  readonly journalHead: Uint8Array | null;
  /** The last bytes of `-journal`. */
  readonly journalTail: Uint8Array | null;
}

/**
 * - `in place`: the file is whole by itself; opened as immutable, so that SQLite looks for nothing beside it
 * - `copy`: a `-wal` or a hot `-journal` belongs to it; both are copied to a private folder and settled there
 */
export type OpenPlan =
  | { readonly how: "in place" }
  | { readonly how: "copy" }
  | { readonly how: "refuse"; readonly why: string };

/** Ends a sentence. */
export const noDatabase = "it is not a SQLite database; `dbundle create` makes a bundle of it";

const magic = Buffer.from("SQLite format 3\0", "latin1");
const journalMagic = Buffer.from("d9d505f920a163d7", "hex");
/** How much of a `-journal` the plan needs to see. */
export const journalHeadBytes = journalMagic.length;

export function openPlan(facts: FileFacts): OpenPlan {
  const hasWal = facts.walSize !== null && facts.walSize > 0;
  // A store that was never checkpointed is an empty file with all its rows in the -wal.
  if (facts.size === 0) return hasWal ? { how: "copy" } : { how: "refuse", why: "it is empty" };
  if (!magic.equals(facts.head.subarray(0, magic.length))) return { how: "refuse", why: noDatabase };
  if (!isHot(facts.journalHead)) return hasWal ? { how: "copy" } : { how: "in place" };
  // The name at such a journal's end may be that of any file of this machine, and what it holds decides the rollback.
  if (journalMagic.equals(facts.journalTail ?? new Uint8Array())) {
    return { how: "refuse", why: "its -journal belongs to an unfinished transaction over several databases" };
  }
  return { how: "copy" };
}

/** Throws `QueryError` of kind `file` when it cannot be read. */
export async function factsOf(file: string): Promise<FileFacts> {
  const found = await stat(file).catch(() => null);
  if (found === null) throw new QueryError("file", `There is no file "${file}".`);
  if (!found.isFile()) throw new QueryError("file", `"${file}" is not a file.`);
  const head = await bytesOf(file, 100);
  if (head === null) throw new QueryError("file", `"${file}" cannot be read.`);
  const wal = await stat(`${file}-wal`).catch(() => null);
  return {
    head,
    size: found.size,
    walSize: wal === null ? null : wal.size,
    ...(await journalOf(`${file}-journal`)),
  };
}

function isHot(journalHead: Uint8Array | null): boolean {
  return journalHead !== null && journalMagic.equals(journalHead);
}

async function journalOf(file: string): Promise<Pick<FileFacts, "journalHead" | "journalTail">> {
  const found = await stat(file).catch(() => null);
  const length = journalMagic.length;
  return {
    journalHead: await bytesOf(file, length),
    journalTail: found === null || found.size < length ? null : await bytesOf(file, length, found.size - length),
  };
}

async function bytesOf(file: string, length: number, from = 0): Promise<Uint8Array | null> {
  // No file, or one we may not read: SQLite would not find it either.
  const handle = await open(file, "r").catch(() => null);
  if (handle === null) return null;
  try {
    const { buffer, bytesRead } = await handle.read(new Uint8Array(length), 0, length, from);
    return buffer.subarray(0, bytesRead);
  } finally {
    await handle.close();
  }
}
