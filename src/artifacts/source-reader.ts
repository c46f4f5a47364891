// Reads the parts of one source from front to back, once: hashes, counts lines, and hands each chunk to whoever listens.

import { createHash } from "node:crypto";
import { type PartDigest, storeKey } from "../base/digest.ts";
import { breathe } from "./breathe.ts";
import type { ByteStream } from "./byte-stream.ts";
import { ChunkCutter } from "./chunks.ts";
import type { Chunk, Digest } from "./opened-artifact.ts";

const LF = 10;

/** One part of a source and how to read it. */
export interface ReadablePart {
  readonly suffix: string;
  readonly sizeBytes: number | null;
  open(): ByteStream;
}

export type ReadChunk = Chunk & { readonly bytes: Buffer };

export class SourceReader {
  #listener: (chunk: Chunk) => void = () => {};
  #part = 0;
  #cutter: ChunkCutter | null = null;
  #hash = createHash("sha256");
  #offset = 0;
  #index = 0;
  #sizeBytes = 0;
  #lineEnds = 0;
  #atLineStart = true;
  readonly #digests: (PartDigest & { readonly sizeBytes: number })[] = [];

  /** `isText`: whether the lines are counted. */
  constructor(
    readonly parts: readonly ReadablePart[],
    readonly kind: "file" | "store",
    readonly isText: boolean,
  ) {}

  get begun(): boolean {
    return this.#index > 0 || this.#digests.length > 0;
  }

  tap(listener: (chunk: Chunk) => void): void {
    if (this.begun) throw new Error("The artifact was read before anyone listened.");
    this.#listener = listener;
  }

  /** The next chunk, or null after the last one. Its bytes stay as they are until the next call only. */
  async next(): Promise<ReadChunk | null> {
    for (let part = this.parts[this.#part]; part !== undefined; part = this.parts[this.#part]) {
      this.#cutter ??= new ChunkCutter(part.open(), part.sizeBytes);
      const bytes = await this.#cutter.next();
      if (bytes !== null) {
        await breathe();
        return this.#chunk(bytes);
      }
      this.#endPart(part.suffix);
    }
    return null;
  }

  async drain(): Promise<void> {
    while ((await this.next()) !== null);
  }

  digest(): Digest {
    const [first] = this.#digests;
    if (first === undefined || this.#digests.length < this.parts.length)
      throw new Error("The artifact was not read to its end.");
    return {
      sourceKey: this.kind === "file" ? first.sha256 : storeKey(this.#digests),
      sha256: first.sha256,
      sizeBytes: this.#sizeBytes,
      lineCount: this.isText ? this.#lineEnds + (this.#atLineStart ? 0 : 1) : 0,
      parts: this.#digests,
    };
  }

  close(): void {
    this.#cutter?.stream.close();
    this.#cutter = null;
    this.#part = this.parts.length;
  }

  #chunk(bytes: Buffer): ReadChunk {
    this.#hash.update(bytes);
    const chunk = {
      part: this.#part,
      index: this.#index++,
      byteOffset: this.#offset,
      firstLine: this.isText ? this.#countLines(bytes) : null,
      bytes,
    };
    this.#offset += bytes.length;
    this.#sizeBytes += bytes.length;
    this.#listener(chunk);
    return chunk;
  }

  /** Counts the line ends of a chunk; returns the number of the first line that begins in it. */
  #countLines(bytes: Buffer): number | null {
    const before = this.#lineEnds;
    let end = bytes.indexOf(LF);
    const beginsInside = end !== -1 && end < bytes.length - 1;
    const firstLine = this.#atLineStart ? before + 1 : beginsInside ? before + 2 : null;
    for (; end !== -1; end = bytes.indexOf(LF, end + 1)) this.#lineEnds++;
    this.#atLineStart = bytes.at(-1) === LF;
    return firstLine;
  }

  #endPart(suffix: string): void {
    this.#cutter?.stream.close();
    this.#cutter = null;
    this.#digests.push({ suffix, sha256: this.#hash.digest("hex"), sizeBytes: this.#offset });
    this.#hash = createHash("sha256");
    this.#offset = 0;
    this.#part++;
  }
}
