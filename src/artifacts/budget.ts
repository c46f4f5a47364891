// What unpacking one archive, with all that is nested in it, may cost in the end.

import type { Limits } from "./limits.ts";

export class Budget {
  bytesLeft: number;
  entriesLeft: number;
  /** What entries that share their bytes with others may still give. */
  sharedBytesLeft: number;

  constructor(readonly limits: Limits) {
    this.bytesLeft = limits.archiveBytes;
    this.entriesLeft = limits.archiveEntries;
    this.sharedBytesLeft = limits.ratioFreeBytes;
  }

  spend(bytes: number): void {
    this.bytesLeft = Math.max(0, this.bytesLeft - bytes);
  }
}

/** The most bytes that `packedBytes` may unpack to. */
export function ratioCap(packedBytes: number, limits: Limits): number {
  return Math.max(limits.ratioFreeBytes, packedBytes * limits.ratio);
}
