// Writes all bytes to a descriptor: the system may take fewer at once.

import { writeSync } from "node:fs";

export function writeWhole(descriptor: number, bytes: Uint8Array): void {
  for (let at = 0; at < bytes.byteLength; ) at += writeSync(descriptor, bytes, at, bytes.byteLength - at);
}
