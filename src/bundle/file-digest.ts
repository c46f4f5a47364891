// A bundle carries the sha256 of its own file, taken with the digest's own 64 digits as zeros.

import { closeSync, openSync, readSync, statSync, writeSync } from "node:fs";

const prefix = "dbundle-sha256:";
const zeros = "0".repeat(64);
const blockBytes = 1024 * 1024;

/** What stands in the file until it is sealed. */
export const unsealedDigest = prefix + zeros;

/** Writes the digest into a finished, closed database file. */
export function sealFile(path: string): void {
  const offset = digitsOffset(path, unsealedDigest);
  if (offset === null) throw new Error(`No place for the digest in ${path}`);
  const descriptor = openSync(path, "r+");
  try {
    writeSync(descriptor, Buffer.from(hashFile(path, offset), "latin1"), 0, 64, offset);
  } finally {
    closeSync(descriptor);
  }
}

/** Whether the file is as it was sealed; `digest` is what its `_meta.file_digest` says. */
export function isSealIntact(path: string, digest: string): boolean {
  const offset = digitsOffset(path, digest);
  return offset !== null && prefix + hashFile(path, offset) === digest;
}

/** Where the 64 digits of `digest` begin in the file, in bytes; the first place counts. */
function digitsOffset(path: string, digest: string): number | null {
  const wanted = Buffer.from(digest, "latin1");
  let found: number | null = null;
  let carried = Buffer.alloc(0);
  eachBlock(path, (block, offset) => {
    const text = Buffer.concat([carried, block]);
    const index = text.indexOf(wanted);
    if (index >= 0) {
      found = offset - carried.length + index + prefix.length;
      return "stop";
    }
    carried = Buffer.from(text.subarray(Math.max(0, text.length - wanted.length)));
    return "go on";
  });
  return found;
}

function hashFile(path: string, digitsAt: number): string {
  const hash = new Bun.CryptoHasher("sha256");
  eachBlock(path, (block, offset) => {
    const from = Math.max(digitsAt, offset);
    const to = Math.min(digitsAt + 64, offset + block.length);
    if (from < to) block.fill("0", from - offset, to - offset, "latin1");
    hash.update(block);
    return "go on";
  });
  return hash.digest("hex");
}

function eachBlock(path: string, visit: (block: Buffer, offset: number) => "go on" | "stop"): void {
  const size = statSync(path).size;
  const descriptor = openSync(path, "r");
  const buffer = Buffer.alloc(blockBytes);
  try {
    for (let offset = 0; offset < size; ) {
      const read = readSync(descriptor, buffer, 0, blockBytes, offset);
      if (read === 0 || visit(buffer.subarray(0, read), offset) === "stop") return;
      offset += read;
    }
  } finally {
    closeSync(descriptor);
  }
}
