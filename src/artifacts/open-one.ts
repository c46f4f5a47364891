// Opens one artifact: looks at its head and gives it the parts, the archive or the store that belong to it.

import type { ByteFile } from "./byte-file.ts";
import { bytesAt } from "./byte-file.ts";
import { type ByteStream, streamAfter, streamOfFile } from "./byte-stream.ts";
import type { Limits } from "./limits.ts";
import { HEAD_BYTES } from "./magic.ts";
import type { OpenedArtifact } from "./opened-artifact.ts";
import { sourceArtifact } from "./source-artifact.ts";

/** What opening needs besides the bytes. */
export interface Surroundings {
  readonly limits: Limits;
  /** A private folder; made at the first call. */
  temporaryFolder(): string;
}

/** Where an artifact stands. */
export interface Place {
  readonly path: string;
  readonly reading: string | null;
  readonly container: { readonly sourceKey: string } | null;
  readonly entryIndex: number | null;
}

/** A file: closed with the artifact. */
export function openFile(file: ByteFile, place: Place, { limits }: Surroundings): OpenedArtifact {
  return sourceArtifact({
    ...place,
    head: bytesAt(file, 0, HEAD_BYTES),
    parts: [{ suffix: "", sizeBytes: file.size, open: () => streamOfFile(file) }],
    kind: "file",
    isText: true,
    rereadable: true,
    archive: null,
    store: null,
    openProblems: [],
    lineBytes: limits.lineBytes,
    async *members() {
      // Nothing is inside a plain file.
    },
    close: () => file.close(),
  });
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
    openProblems: [],
    lineBytes: limits.lineBytes,
    async *members() {
      // A stream is text, or bytes that nobody can open.
    },
    close: () => rest.close(),
  });
}
