// Where extracted files go: a folder or an archive.

import type { StoredPart, StoredSource } from "../bundle/originals.ts";

/** A file to be written. */
export interface Extraction {
  readonly source: StoredSource;
  readonly part: StoredPart;
  readonly path: string;
  readonly writtenAs: string;
}

/** `write` throws `DamagedOriginal` and leaves nothing of the file behind. */
export interface ExtractTarget {
  readonly output: string;
  write(file: Extraction, bytes: () => AsyncIterable<Uint8Array>): Promise<void>;
  /** After the last file. */
  commit(): Promise<void>;
  discard(): void;
}
