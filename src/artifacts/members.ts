// What is inside of archives and compressed files that nobody claims: artifacts of their own.

import type { Archive, ArchiveEntry } from "./artifact.ts";
import { type ByteFile, MemoryFile } from "./byte-file.ts";
import { wrappingOf } from "./magic.ts";
import type { Found, OpenedArtifact } from "./opened-artifact.ts";
import type { Place } from "./place.ts";
import { SIDE_FILES, SIDE_SUFFIXES, type StorePart } from "./sqlite-copy.ts";
import { unwrap } from "./unwrap.ts";

/** How members are opened; they may have members of their own. */
export interface Opening {
  temporaryFolder(): string;
  /** `parts` finds the file with what lies beside it, for a SQLite store. */
  open(file: ByteFile, parts: () => readonly StorePart[], place: Place): Promise<OpenedArtifact>;
}

/** The entries in the order of the directory; a store takes the `-wal` and `-journal` entries beside it as its parts. */
export async function* archiveMembers(archive: Archive, place: Place, opening: Opening): AsyncGenerator<Found> {
  const byName = new Map(archive.entries.map((entry) => [entry.name, entry]));
  for (const entry of archive.entries) {
    if (entry.isDirectory) continue; // It has no content: the names of its files say that it was there.
    if (belongsToStore(archive, byName, entry)) continue; // It is given as a part of the store.
    const memberPath = `${place.path}!/${entry.name}`;
    const { bytes, problems } = archive.read(entry);
    if (bytes === null) {
      for (const problem of problems) yield { kind: "problem", path: memberPath, ...problem };
      continue; // What is wrong with it was said.
    }
    const parts = () => storeParts(archive, byName, entry, bytes);
    const member = {
      ...place,
      path: memberPath,
      reading: null,
      entryIndex: entry.index,
      nesting: place.nesting + 1,
      problems,
    };
    yield* opened(new MemoryFile(bytes), parts, member, opening);
  }
}

export async function* unwrappedMember(
  packed: ByteFile,
  wrapping: "gzip" | "zstd",
  place: Place,
  opening: Opening,
): AsyncGenerator<Found> {
  const path = `${place.path}!/${nameInside(place.path)}`;
  const unwrapped = await unwrap(packed, wrapping, place.budget, () => opening.temporaryFolder());
  const { file, problems } = unwrapped;
  const member = { ...place, path, entryIndex: 0, nesting: place.nesting + 1, problems };
  yield* opened(file, () => [{ suffix: "", file }], member, opening);
}

/** `run/a.log.gz` holds `a.log`. */
function nameInside(path: string): string {
  const name = path.slice(path.lastIndexOf("/") + 1);
  return name.replace(/\.tgz$/i, ".tar").replace(/\.(gz|gzip|zst|zstd)$/i, "") || name;
}

async function* opened(
  file: ByteFile,
  parts: () => readonly StorePart[],
  place: Place,
  opening: Opening,
): AsyncGenerator<Found> {
  let artifact: OpenedArtifact;
  try {
    artifact = await opening.open(file, parts, place);
  } catch (error) {
    file.close();
    throw error;
  }
  try {
    yield { kind: "artifact", artifact };
  } finally {
    artifact.close();
  }
}

function belongsToStore(archive: Archive, byName: ReadonlyMap<string, ArchiveEntry>, entry: ArchiveEntry): boolean {
  const suffix = SIDE_FILES.find((side) => entry.name.endsWith(side));
  const owner = suffix === undefined ? undefined : byName.get(entry.name.slice(0, -suffix.length));
  if (owner === undefined || byName.get(entry.name) !== entry) return false;
  return wrappingOf(archive.head(owner)) === "sqlite" && archive.read(owner).bytes !== null;
}

function storeParts(
  archive: Archive,
  byName: ReadonlyMap<string, ArchiveEntry>,
  entry: ArchiveEntry,
  bytes: Uint8Array,
): StorePart[] {
  const parts: StorePart[] = [{ suffix: "", file: new MemoryFile(bytes) }];
  if (byName.get(entry.name) !== entry) return parts;
  for (const suffix of SIDE_SUFFIXES) {
    const side = byName.get(entry.name + suffix);
    const content = side === undefined ? null : archive.read(side).bytes;
    if (content !== null && content.length > 0) parts.push({ suffix, file: new MemoryFile(content) });
  }
  return parts;
}
