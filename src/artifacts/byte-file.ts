// Bytes that can be read at any place, again and again: a regular file or a piece of memory.

import { closeSync, constants, fstatSync, openSync, readSync } from "node:fs";
import type { Location } from "./location.ts";

export interface ByteFile {
  readonly size: number;
  /** Fills `into` with the bytes at `position` and returns how many there were: less only at the end. */
  readAt(position: number, into: Uint8Array): number;
  close(): void;
}

/** Something else lies where a file was found. */
class NoRegularFile extends Error {}

/** A regular file. Its descriptor is opened at the first read; `close` may be called at any time and again. */
export class DiskFile implements ByteFile {
  #descriptor: number | null = null;
  #found: { readonly size: number; readonly mtimeMs: number } | null = null;

  constructor(readonly location: Location) {}

  /** When it was opened: what is written behind it afterwards is not read. */
  get size(): number {
    this.#open();
    return this.#found?.size ?? 0;
  }

  /** Whether somebody wrote to it since it was opened; false when it is closed. */
  get isChanged(): boolean {
    if (this.#descriptor === null || this.#found === null) return false;
    const { size, mtimeMs } = fstatSync(this.#descriptor);
    return size !== this.#found.size || mtimeMs !== this.#found.mtimeMs;
  }

  readAt(position: number, into: Uint8Array): number {
    const descriptor = this.#open();
    let filled = 0;
    while (filled < into.length) {
      const count = readSync(descriptor, into, filled, into.length - filled, position + filled);
      if (count === 0) break;
      filled += count;
    }
    return filled;
  }

  close(): void {
    if (this.#descriptor !== null) closeSync(this.#descriptor);
    this.#descriptor = null;
  }

  /** A pipe may lie where a file was: opening it must not wait for who writes to it. */
  #open(): number {
    if (this.#descriptor !== null) return this.#descriptor;
    this.#descriptor = openSync(this.location, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0));
    const stat = fstatSync(this.#descriptor);
    if (!stat.isFile()) {
      this.close();
      throw new NoRegularFile("it is no regular file by now");
    }
    this.#found ??= stat;
    return this.#descriptor;
  }
}

export class MemoryFile implements ByteFile {
  constructor(readonly bytes: Uint8Array) {}

  get size(): number {
    return this.bytes.length;
  }

  readAt(position: number, into: Uint8Array): number {
    const part = this.bytes.subarray(position, position + into.length);
    into.set(part);
    return part.length;
  }

  close(): void {
    // Memory holds nothing open.
  }
}

/** At most `length` bytes at `position`, as an array of their own; none where the file has none. */
export function bytesAt(file: ByteFile, position: number, length: number): Uint8Array {
  const wanted = position < 0 ? 0 : Math.max(0, Math.min(length, file.size - position));
  if (wanted === 0) return new Uint8Array(0);
  const bytes = new Uint8Array(wanted);
  return bytes.subarray(0, file.readAt(position, bytes));
}
