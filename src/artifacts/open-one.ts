// Opens one artifact: looks at its head and gives it the parts, the archive or the store that belong to it.

import { type ByteFile, bytesAt } from "./byte-file.ts";
import { type ByteStream, streamAfter, streamOfFile } from "./byte-stream.ts";
import { HEAD_BYTES, wrappingOf } from "./magic.ts";
import { archiveMembers, type Opening, unwrappedMember } from "./members.ts";
import type { OpenedArtifact } from "./opened-artifact.ts";
import type { Place, Surroundings } from "./place.ts";
import { type ArtifactMakings, sourceArtifact } from "./source-artifact.ts";
import { copyStore, type StorePart } from "./sqlite-copy.ts";
import { openStore } from "./sqlite-store.ts";
import { openZip } from "./zip.ts";

/** `file` is closed with the artifact; `parts` finds it with what lies beside it, for a SQLite store. */
export async function openFile(
  file: ByteFile,
  parts: () => readonly StorePart[],
  place: Place,
  surroundings: Surroundings,
): Promise<OpenedArtifact> {
  const plain = plainMakings(file, place, surroundings);
  const wrapping = wrappingOf(plain.head);
  if (wrapping === "sqlite") return openedStore(file, parts, plain, surroundings);
  if (wrapping === null) return sourceArtifact(plain);
  const packed = { ...plain, isText: false };
  if (place.nesting >= surroundings.limits.nesting) {
    const message = `It lies in ${place.nesting} archives already: it was not opened.`;
    return sourceArtifact({
      ...packed,
      openProblems: [...place.problems, { severity: "data_loss", code: "archive.nesting", message }],
    });
  }
  if (wrapping === "zip") return openedArchive(file, place, packed, surroundings);
  return sourceArtifact({
    ...packed,
    members: (container) => unwrappedMember(file, wrapping, { ...place, container }, opening(surroundings)),
  });
}

/** What is inside is opened as what it lies in was. */
function opening(surroundings: Surroundings): Opening {
  return {
    temporaryFolder: () => surroundings.temporaryFolder(),
    open: (file, parts, place) => openFile(file, parts, place, surroundings),
  };
}

/** A stream whose beginning was read: it can be read once only. */
export function openStream(head: Uint8Array, rest: ByteStream, place: Place, { limits }: Surroundings): OpenedArtifact {
  return sourceArtifact({
    ...place,
    head,
    parts: [{ suffix: "", sizeBytes: null, open: () => streamAfter(head, rest) }],
    kind: "file",
    isText: true,
    rereadable: false,
    archive: null,
    store: null,
    openProblems: place.problems,
    lineBytes: limits.lineBytes,
    members: nothingInside,
    close: () => rest.close(),
  });
}

function plainMakings(file: ByteFile, place: Place, { limits }: Surroundings): ArtifactMakings {
  return {
    ...place,
    head: bytesAt(file, 0, HEAD_BYTES),
    parts: [{ suffix: "", sizeBytes: file.size, open: () => streamOfFile(file) }],
    kind: "file",
    isText: true,
    rereadable: true,
    archive: null,
    store: null,
    openProblems: place.problems,
    lineBytes: limits.lineBytes,
    members: nothingInside,
    close: () => file.close(),
  };
}

function openedArchive(
  file: ByteFile,
  place: Place,
  plain: ArtifactMakings,
  surroundings: Surroundings,
): OpenedArtifact {
  const archive = openZip(file, place.budget);
  if (!("entries" in archive)) return sourceArtifact({ ...plain, openProblems: [...place.problems, archive] });
  place.budget.entriesLeft -= archive.entries.length;
  return sourceArtifact({
    ...plain,
    archive,
    members: (container) => archiveMembers(archive, { ...place, container }, opening(surroundings)),
  });
}

async function openedStore(
  file: ByteFile,
  parts: () => readonly StorePart[],
  plain: ArtifactMakings,
  { limits, temporaryFolder }: Surroundings,
): Promise<OpenedArtifact> {
  const copy = await copyStore(parts, temporaryFolder);
  file.close();
  const hasWal = copy.parts.some(({ suffix }) => suffix === "-wal");
  const { store, problems, close } = openStore(copy.database, plain.head, hasWal, limits);
  return sourceArtifact({
    ...plain,
    parts: copy.parts.map((part) => ({
      suffix: part.suffix,
      sizeBytes: part.file.size,
      open: () => streamOfFile(part.file),
    })),
    kind: "store",
    isText: false,
    store,
    openProblems: [...plain.openProblems, ...copy.problems, ...problems],
    close() {
      close();
      for (const part of copy.parts) part.file.close();
      copy.remove();
    },
  });
}

async function* nothingInside() {
  // A plain file, a store, or a stream.
}
