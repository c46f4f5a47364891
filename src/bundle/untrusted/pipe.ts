// Blocking reads and writes of the child's pipes: it has nothing else to do meanwhile, and an idle child uses no CPU.

import { readSync, writeSync } from "node:fs";
import { type Frame, FrameAssembler } from "./frames.ts";

/** The frames of standard input, one after the other, until it ends. */
export function* framesOfInput(): Generator<Frame> {
  const assembler = new FrameAssembler();
  const buffer = new Uint8Array(64 * 1024);
  for (;;) {
    for (let frame = assembler.shift(); frame !== null; frame = assembler.shift()) yield frame;
    const count = patiently(() => readSync(0, buffer));
    if (count === 0) return;
    assembler.push(buffer.slice(0, count));
  }
}

/** Writes all of it, waiting for a slow reader. */
export function writeAll(descriptor: number, bytes: Uint8Array): void {
  for (let at = 0; at < bytes.length; ) {
    const from = at;
    at += patiently(() => writeSync(descriptor, bytes, from, bytes.length - from));
  }
}

/** The other end of the pipe is closed. */
export function isReaderGone(error: unknown): boolean {
  return error instanceof Error && "code" in error && error.code === "EPIPE";
}

const never = new Int32Array(new SharedArrayBuffer(4));

/** Some other program may have made the shared pipe non-blocking; then it says "try again" when full. */
function patiently(transfer: () => number): number {
  for (;;) {
    try {
      return transfer();
    } catch (error) {
      if (!(error instanceof Error && "code" in error && error.code === "EAGAIN")) throw error;
      Atomics.wait(never, 0, 0, 2);
    }
  }
}
