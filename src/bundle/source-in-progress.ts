// A source while it is read into a bundle: its rows, and its original bytes chunk by chunk.

import type { Database } from "bun:sqlite";
import { idStride } from "./row-ids.ts";
import type { Expectation, SourceRows } from "./source-rows.ts";
import { SourceWriter } from "./source-writer.ts";

/** How a source is read. */
export interface Reading {
  readonly importer: string;
  readonly version: number;
  readonly forced: boolean;
  readonly appendOnly: boolean;
  readonly isArchive: boolean;
}

export interface Occurrence {
  readonly path: string;
  /** The folder of its place. */
  readonly folder: string;
  /** Source id of the archive or wrapper that holds it. */
  readonly containerId: number | null;
  readonly entryIndex: number | null;
}

/** A piece of the original bytes. */
export interface OriginalChunk {
  readonly part: number;
  readonly byteOffset: number;
  readonly firstLine: number | null;
  readonly bytes: Uint8Array;
}

/** zstd level of the originals: the fastest; they are read rarely and written always. */
const originalsLevel = 1;

/** A chunk as it is stored: `data` is compressed. */
interface TakenChunk {
  readonly index: number;
  readonly data: Uint8Array;
}

/** A source between its first byte and its identity. */
export class SourceInProgress {
  readonly writer: SourceWriter;
  private chunkCount = 0;

  constructor(
    readonly rows: SourceRows,
    readonly sourceId: number,
    readonly reading: Reading,
    readonly occurrence: Occurrence,
    readonly expectation: Expectation,
    readonly keepsData: boolean,
  ) {
    this.writer = new SourceWriter(rows);
  }

  /** Stores the next piece of the original bytes. */
  chunk(chunk: OriginalChunk): void {
    const { part, byteOffset, firstLine, bytes } = chunk;
    const data = this.keepsData ? Bun.zstdCompressSync(bytes, { level: originalsLevel }) : null;
    const sha256 = Bun.CryptoHasher.hash("sha256", bytes, "hex");
    this.rows.attach("source_chunks", [part, byteOffset, bytes.byteLength, firstLine, sha256, data]);
    this.chunkCount++;
  }

  /** The compressed chunks that were stored, before they are given up. */
  takeChunks(db: Database): TakenChunk[] {
    const select = db.prepare<{ data: Uint8Array }, [number]>("SELECT data FROM _source_chunks WHERE id = ?");
    const chunks: TakenChunk[] = [];
    for (let index = 0; index < this.chunkCount; index++) {
      const row = select.get(this.sourceId * idStride + index);
      if (row !== null) chunks.push({ index, data: row.data });
    }
    return chunks;
  }
}

/** Gives the chunks of a source their bytes. */
export function fillChunks(db: Database, sourceId: number, chunks: readonly TakenChunk[]): void {
  const fill = db.prepare("UPDATE _source_chunks SET data = ? WHERE id = ?");
  for (const { index, data } of chunks) fill.run(data, sourceId * idStride + index);
}
