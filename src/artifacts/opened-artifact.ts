// What whoever imports artifacts is given: the artifact that an importer sees, and its bytes as they will be stored.

import type { ArchiveProblem, Artifact } from "./artifact.ts";

/** A piece of a source's bytes, as it is stored. */
export interface Chunk {
  /** Position in `parts` of the artifact. */
  readonly part: number;
  /** Position within the source, over all parts. */
  readonly index: number;
  /** Where it begins within its part. */
  readonly byteOffset: number;
  /** Number of the first line that begins in it; null when none does, and for archives and stores. */
  readonly firstLine: number | null;
  /** Valid until the callback returns; copy what is to be kept. */
  readonly bytes: Uint8Array;
}

export interface Digest {
  readonly sourceKey: string;
  /** Of the first part. */
  readonly sha256: string;
  /** Of all parts. */
  readonly sizeBytes: number;
  /** Physical lines; 0 for archives and stores, whose bytes are no text. */
  readonly lineCount: number;
  /** As `parts` of the artifact. */
  readonly parts: readonly { readonly suffix: string; readonly sha256: string; readonly sizeBytes: number }[];
}

export interface StoredPart {
  /** "" for the file itself; "-wal" or "-journal" for what lies beside a SQLite store. */
  readonly suffix: string;
  /** Null for a stream that was not read yet. */
  readonly sizeBytes: number | null;
}

export interface OpenedArtifact extends Artifact {
  /** Id of the importer that the user named for it. */
  readonly reading: string | null;
  /** Of all parts; null for a stream that was not read yet. */
  readonly sizeBytes: number | null;
  readonly parts: readonly StoredPart[];
  /** What was wrong when it was opened: an archive that could not be read, a damaged store. */
  readonly openProblems: readonly ArchiveProblem[];
  /** Hands every byte once, in order, as chunks to `onChunk`, whoever reads it. Set it before anything is read. */
  tap(onChunk: (chunk: Chunk) => void): void;
  /** Reads what `lines` and `bytes` left unread. */
  drain(): Promise<void>;
  /** Known after `drain`. */
  digest(): Digest;
  /** The source key by a pass of its own, without `tap`; null for a stream. */
  quickKey(): Promise<string | null>;
  /**
   * What an archive or a compressed file contains, each an artifact of its own whose path is `<this path>!/<name>`.
   * Drains this artifact first. Folder entries are left out; an entry without readable bytes is a problem.
   */
  members(): AsyncGenerator<Found>;
  /** What it was found in; null for what lies in the file system. */
  readonly container: { readonly sourceKey: string } | null;
  /** Its position in the container. */
  readonly entryIndex: number | null;
  close(): void;
}

export interface Problem {
  readonly kind: "problem";
  /** Path inside the root, as an artifact there would have. */
  readonly path: string;
  readonly severity: "info" | "warning" | "data_loss" | "error";
  readonly code: string;
  readonly message: string;
}

export type Found = { readonly kind: "artifact"; readonly artifact: OpenedArtifact } | Problem;
