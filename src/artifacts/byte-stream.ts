// Bytes that are read once, from front to back.

import { close, read } from "node:fs";
import type { ByteFile } from "./byte-file.ts";

export interface ByteStream {
  /** Puts the next bytes into `into` and returns how many: 0 only at the end. */
  read(into: Uint8Array): number | Promise<number>;
  close(): void;
}

/** Reads a file from its start to the end that it had when it was opened; the file stays open when the stream is closed. */
export function streamOfFile(file: ByteFile): ByteStream {
  let position = 0;
  return {
    read(into) {
      // Files of the system itself say that they are empty.
      const most = file.size === 0 ? into.length : Math.min(into.length, file.size - position);
      const count = file.readAt(position, into.subarray(0, most));
      position += count;
      return count;
    },
    close() {
      // Who opened the file closes it.
    },
  };
}

const RETRY_MS = 5;

/** Reads a pipe, a terminal or standard input without blocking the program; also when the other end made it non-blocking. */
export function streamOfDescriptor(descriptor: number, closeAtEnd: boolean): ByteStream {
  let closed = false;
  const once = (into: Uint8Array) =>
    new Promise<number>((resolve, reject) => {
      read(descriptor, into, 0, into.length, null, (error, count) => {
        if (error === null) resolve(count);
        else if (error.code === "EAGAIN") setTimeout(() => once(into).then(resolve, reject), RETRY_MS);
        else if (error.code === "EOF") resolve(0);
        else reject(error);
      });
    });
  return {
    read: once,
    close() {
      if (closeAtEnd && !closed) close(descriptor);
      closed = true;
    },
  };
}

/** Gives `head` first, then what `rest` has: for a stream whose beginning was looked at. */
export function streamAfter(head: Uint8Array, rest: ByteStream): ByteStream {
  let given = 0;
  return {
    read(into) {
      if (given === head.length) return rest.read(into);
      const part = head.subarray(given, given + into.length);
      into.set(part);
      given += part.length;
      return part.length;
    },
    close: () => rest.close(),
  };
}

/** Reads until `length` bytes are there or the stream ends. */
export async function headOf(stream: ByteStream, length: number): Promise<Uint8Array> {
  const head = new Uint8Array(length);
  let filled = 0;
  while (filled < length) {
    const count = await stream.read(head.subarray(filled));
    if (count === 0) break;
    filled += count;
  }
  return head.slice(0, filled);
}
