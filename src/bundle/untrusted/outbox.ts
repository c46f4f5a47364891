// Frames on their way to the parent.

import { writeAll } from "./pipe.ts";

/** Bytes that are gathered before they are written. */
const full = 128 * 1024;

/** What is written wakes the parent, so that a short answer is written at once. */
export class Outbox {
  #frames: Uint8Array[] = [];
  #length = 0;

  put(frame: Uint8Array): void {
    this.#frames.push(frame);
    this.#length += frame.length;
    if (this.#length >= full) this.send();
  }

  send(): void {
    const frames = this.#frames;
    this.#frames = [];
    this.#length = 0;
    if (frames.length > 0) writeAll(1, Buffer.concat(frames));
  }
}
