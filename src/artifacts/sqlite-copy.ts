// A private copy of a SQLite store: a store of someone else is never opened where it lies, since opening leaves files beside it.

import { closeSync, lstatSync, mkdirSync, mkdtempSync, openSync, rmSync, statSync, writeSync } from "node:fs";
import { dirname, join } from "node:path";
import { inTemporaryFolder } from "../base/write-failure.ts";
import type { ArchiveProblem } from "./artifact.ts";
import { breathe } from "./breathe.ts";
import { type ByteFile, bytesAt, DiskFile } from "./byte-file.ts";
import { type Location, withSuffix } from "./location.ts";

/** What may lie beside a store and belongs to it, in the order of its parts. A `-shm` is only an index of the `-wal`. */
export const SIDE_SUFFIXES = ["-wal", "-journal"] as const;
/** What is never an artifact of its own beside a store. */
export const SIDE_FILES = [...SIDE_SUFFIXES, "-shm"] as const;

export interface StorePart {
  readonly suffix: string;
  readonly file: ByteFile;
}

export interface StoreCopy {
  /** The bytes as they were found: what is stored. */
  readonly parts: readonly { readonly suffix: string; readonly file: DiskFile }[];
  /** The database to open; may be changed by opening it. */
  readonly database: string;
  readonly problems: readonly ArchiveProblem[];
  remove(): void;
}

const PIECE_BYTES = 1024 * 1024;
const ATTEMPTS = 3;

/** The store at `location` with what lies beside it; an empty side file holds nothing and would only change the store's name. */
export function storePartsAt(location: Location): StorePart[] {
  const beside = SIDE_SUFFIXES.filter((suffix) => {
    const stat = lstatSync(withSuffix(location, suffix), { throwIfNoEntry: false });
    return stat?.isFile() === true && stat.size > 0;
  });
  return ["", ...beside].map((suffix) => ({ suffix, file: new DiskFile(withSuffix(location, suffix)) }));
}

/** Copies the parts as they are at one moment: again when a writer was at work meanwhile. */
export async function copyStore(
  findParts: () => readonly StorePart[],
  temporaryFolder: () => string,
): Promise<StoreCopy> {
  const folder = inTemporaryFolder(temporaryFolder(), () => mkdtempSync(join(temporaryFolder(), "store-")));
  const remove = () => rmSync(folder, { recursive: true, force: true });
  try {
    for (let attempt = 1; ; attempt++) {
      const attemptFolder = join(folder, String(attempt));
      mkdirSync(attemptFolder);
      const parts = findParts();
      const before = stampOf(parts);
      for (const { suffix, file } of parts) await copyFile(file, join(attemptFolder, `found.db${suffix}`));
      const changed = stampOf(findParts()) !== before;
      for (const { file } of parts) file.close();
      if (changed && attempt < ATTEMPTS) continue; // A writer is at work: try again.
      const copied = parts.map(({ suffix }) => ({
        suffix,
        file: new DiskFile(join(attemptFolder, `found.db${suffix}`)),
      }));
      const { database, problems } = await databaseToOpen(attemptFolder, copied);
      if (changed)
        problems.push(
          warning("sqlite.changed", "The store was written to while it was copied; its copy may not be whole."),
        );
      return { parts: copied, database, problems, remove };
    }
  } catch (error) {
    remove();
    throw error;
  }
}

function stampOf(parts: readonly StorePart[]): string {
  return parts
    .map(({ suffix, file }) => {
      if (!(file instanceof DiskFile)) return suffix;
      const { size, mtimeNs, ino } = statSync(file.location, { bigint: true });
      return `${suffix} ${size} ${mtimeNs} ${ino}`;
    })
    .join("\n");
}

async function copyFile(from: ByteFile, to: string): Promise<void> {
  const folder = dirname(to);
  const descriptor = inTemporaryFolder(folder, () => openSync(to, "wx", 0o600));
  try {
    for (let at = 0; ; ) {
      const piece = bytesAt(from, at, PIECE_BYTES);
      if (piece.length === 0) return;
      inTemporaryFolder(folder, () => {
        for (let written = 0; written < piece.length; ) written += writeSync(descriptor, piece, written);
      });
      at += piece.length;
      await breathe();
    }
  } finally {
    closeSync(descriptor);
  }
}

/** With a `-wal` or `-journal`, opening changes the files: a second copy is opened, and the first one keeps what was found. */
async function databaseToOpen(
  folder: string,
  parts: StoreCopy["parts"],
): Promise<{ database: string; problems: ArchiveProblem[] }> {
  const problems: ArchiveProblem[] = [];
  const [first] = parts;
  if (first === undefined) throw new RangeError("A store has at least one part.");
  if (parts.length === 1) return { database: join(folder, "found.db"), problems };
  const database = join(folder, "opened.db");
  for (const { suffix, file } of parts) {
    if (suffix === "-journal" && namesSuperJournal(file)) {
      // SQLite would follow that name to a file of the machine, read it, and delete it.
      problems.push(
        warning(
          "sqlite.super-journal",
          "The journal belongs to a transaction over several databases and was not replayed.",
        ),
      );
      continue;
    }
    await copyFile(file, database + suffix);
  }
  return { database, problems };
}

/** Source: https://sqlite.org/fileformat2.html#the_rollback_journal, "super-journal". */
function namesSuperJournal(journal: ByteFile): boolean {
  const magic = Buffer.from([0xd9, 0xd5, 0x05, 0xf9, 0x20, 0xa1, 0x63, 0xd7]);
  return magic.equals(bytesAt(journal, journal.size - 8, 8));
}

function warning(code: string, message: string): ArchiveProblem {
  return { severity: "warning", code, message };
}
