// Takes bytes that come from an unpacker or a pipe and keeps them: in memory while they are few, else in a temporary file.

import { closeSync, mkdtempSync, openSync, rmSync, writeSync } from "node:fs";
import { join } from "node:path";
import { inTemporaryFolder } from "../base/write-failure.ts";
import { type ByteFile, DiskFile, MemoryFile } from "./byte-file.ts";

const IN_MEMORY_BYTES = 8 * 1024 * 1024;

/** Takes up to `most` bytes and says whether there were more. */
export class Sink {
  bytes = 0;
  isFull = false;
  #skip = 0;
  #pieces: Buffer[] = [];
  #folder: string | null = null;
  #descriptor: number | null = null;

  constructor(
    readonly most: number,
    readonly temporaryFolder: () => string,
  ) {}

  /** The next bytes are here already. */
  skipNext(bytes: number): void {
    this.#skip = bytes;
  }

  write(piece: Buffer): void {
    const skipped = Math.min(this.#skip, piece.length);
    this.#skip -= skipped;
    const room = this.most - this.bytes;
    if (piece.length - skipped > room) this.isFull = true;
    const taken = piece.subarray(skipped, skipped + room);
    if (taken.length === 0) return;
    this.bytes += taken.length;
    if (this.#descriptor === null && this.bytes <= IN_MEMORY_BYTES) this.#pieces.push(Buffer.from(taken));
    else this.#toDisk(taken);
  }

  finish(): ByteFile {
    if (this.#descriptor === null || this.#folder === null) return new MemoryFile(Buffer.concat(this.#pieces));
    closeSync(this.#descriptor);
    this.#descriptor = null;
    return new TemporaryFile(join(this.#folder, "content"), this.#folder);
  }

  discard(): void {
    if (this.#descriptor !== null) closeSync(this.#descriptor);
    if (this.#folder !== null) rmSync(this.#folder, { recursive: true, force: true });
  }

  #toDisk(piece: Buffer): void {
    inTemporaryFolder(this.temporaryFolder(), () => {
      this.#descriptor ??= this.#begin();
      writeAll(this.#descriptor, piece);
    });
  }

  /** What is held in memory comes first. */
  #begin(): number {
    this.#folder = mkdtempSync(join(this.temporaryFolder(), "unpacked-"));
    const descriptor = openSync(join(this.#folder, "content"), "wx", 0o600);
    this.#descriptor = descriptor;
    for (const held of this.#pieces) writeAll(descriptor, held);
    this.#pieces = [];
    return descriptor;
  }
}

function writeAll(descriptor: number, bytes: Buffer): void {
  for (let written = 0; written < bytes.length; )
    written += writeSync(descriptor, bytes, written, bytes.length - written);
}

/** A file of our own: its folder goes when it is closed. */
class TemporaryFile extends DiskFile {
  constructor(
    location: string,
    readonly folder: string,
  ) {
    super(location);
  }

  override close(): void {
    super.close();
    rmSync(this.folder, { recursive: true, force: true });
  }
}
