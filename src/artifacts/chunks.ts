// Cuts a stream into chunks: at the first line end after 1 MiB, at latest at 8 MiB. Only the bytes decide, never the sizes of the reads.

import type { ByteStream } from "./byte-stream.ts";

const MiB = 1024 * 1024;
export const CHUNK_AIM_BYTES = MiB;
export const CHUNK_MAXIMUM_BYTES = 8 * MiB;
const READ_BYTES = 64 * 1024;
const LF = 10;

/** Gives the chunks of one stream one after the other. */
export class ChunkCutter {
  #buffer: Buffer;
  #filled = 0;
  #given = 0;
  #ended = false;

  /** `sizeHint`: how long the stream probably is, so that a small file takes little memory. */
  constructor(
    readonly stream: ByteStream,
    sizeHint: number | null,
  ) {
    const wanted = sizeHint === null ? READ_BYTES : sizeHint + 1;
    this.#buffer = Buffer.allocUnsafeSlow(Math.max(1024, Math.min(wanted, CHUNK_AIM_BYTES + READ_BYTES)));
  }

  /** The next chunk, or null at the end. The bytes stay as they are until the next call only. */
  async next(): Promise<Buffer | null> {
    this.#dropGiven();
    while (!this.#ended && this.#filled < CHUNK_AIM_BYTES) await this.#fill();
    let searched = CHUNK_AIM_BYTES - 1;
    while (this.#filled > searched) {
      const end = this.#buffer.subarray(0, this.#filled).indexOf(LF, searched);
      if (end !== -1) return this.#give(end + 1);
      if (this.#ended || this.#filled === CHUNK_MAXIMUM_BYTES) break;
      searched = this.#filled;
      await this.#fill();
    }
    return this.#filled === 0 ? null : this.#give(this.#filled);
  }

  #give(length: number): Buffer {
    this.#given = length;
    return this.#buffer.subarray(0, length);
  }

  #dropGiven(): void {
    if (this.#given === 0) return;
    this.#buffer.copyWithin(0, this.#given, this.#filled);
    this.#filled -= this.#given;
    this.#given = 0;
  }

  /** Reads once; the buffer grows when it is full. Reads little beyond the aim, so that little has to be moved. */
  async #fill(): Promise<void> {
    if (this.#filled === this.#buffer.length) {
      const larger = Buffer.allocUnsafeSlow(
        Math.min(CHUNK_MAXIMUM_BYTES, Math.max(READ_BYTES, this.#buffer.length * 2)),
      );
      this.#buffer.copy(larger, 0, 0, this.#filled);
      this.#buffer = larger;
    }
    const until = Math.max(CHUNK_AIM_BYTES + READ_BYTES, this.#filled + READ_BYTES);
    const reading = this.stream.read(this.#buffer.subarray(this.#filled, until));
    const count = typeof reading === "number" ? reading : await reading;
    this.#filled += count;
    if (count === 0) this.#ended = true;
  }
}
