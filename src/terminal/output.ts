// Standard output and standard error as commands use them: plain writes, and no fuss when the reader has left.

import { writeSync } from "node:fs";
import { isatty } from "node:tty";

export interface Output {
  readonly isTerminal: boolean;
  /** Columns of the terminal; Infinity in a pipe or a file, where nothing needs to fit. */
  readonly width: number;
  /** False once the other end of the pipe is closed (`… | head`): the rest may be left out, and all is well. */
  readonly isOpen: boolean;
  /** Writes all of it before it returns. After the reader left it does nothing. */
  write(text: string | Uint8Array): void;
}

export function outputTo(descriptor: number): Output {
  return new DescriptorOutput(descriptor);
}

class DescriptorOutput implements Output {
  readonly isTerminal: boolean;
  readonly #descriptor: number;
  #isOpen = true;

  constructor(descriptor: number) {
    this.#descriptor = descriptor;
    this.isTerminal = isatty(descriptor);
  }

  get isOpen(): boolean {
    return this.#isOpen;
  }

  get width(): number {
    if (!this.isTerminal) return Number.POSITIVE_INFINITY;
    // A terminal that does not know its size is taken for the classic one.
    return (this.#descriptor === 2 ? process.stderr.columns : process.stdout.columns) || 80;
  }

  write(text: string | Uint8Array): void {
    const bytes = typeof text === "string" ? Buffer.from(text, "utf8") : text;
    for (let at = 0; this.#isOpen && at < bytes.length; ) at += this.#writeSome(bytes.subarray(at));
  }

  #writeSome(bytes: Uint8Array): number {
    try {
      return writeSync(this.#descriptor, bytes);
    } catch (error) {
      const code = error instanceof Error && "code" in error ? error.code : undefined;
      if (code === "EPIPE") {
        this.#isOpen = false;
        return 0;
      }
      if (code !== "EAGAIN") throw error;
      // The pipe is shared with a program that made it non-blocking, and it is full.
      Atomics.wait(never, 0, 0, 2);
      return 0;
    }
  }
}

const never = new Int32Array(new SharedArrayBuffer(4));
