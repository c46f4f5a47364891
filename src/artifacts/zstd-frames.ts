// Walks the frames of a zstd file by their block headers: the decompressor says nothing about a cut end or bytes behind it.
// Source: RFC 8878, section 3.1.

import { type ByteFile, bytesAt } from "./byte-file.ts";

const FRAME_MAGIC = 0xfd2fb528;
const SKIPPABLE_MAGIC = 0x184d2a50;

/** Where the whole frames end, and whether another one begins there and is cut off. */
export function walkZstdFrames(file: ByteFile): { end: number; truncated: boolean } {
  let end = 0;
  while (end < file.size) {
    const start = Buffer.from(bytesAt(file, end, 8));
    const magic = start.length < 4 ? 0 : start.readUInt32LE(0);
    const isSkippable = (magic & 0xfffffff0) >>> 0 === SKIPPABLE_MAGIC;
    if (magic !== FRAME_MAGIC && !isSkippable) return { end, truncated: false };
    const next = isSkippable ? skippableEnd(start, end) : frameEnd(file, end);
    if (next === null || next > file.size) return { end, truncated: true };
    end = next;
  }
  return { end, truncated: false };
}

function skippableEnd(start: Buffer, position: number): number | null {
  return start.length < 8 ? null : position + 8 + start.readUInt32LE(4);
}

function frameEnd(file: ByteFile, position: number): number | null {
  const descriptor = bytesAt(file, position + 4, 1)[0];
  if (descriptor === undefined) return null;
  const singleSegment = (descriptor & 0x20) !== 0;
  const contentSizeBytes = [singleSegment ? 1 : 0, 2, 4, 8][descriptor >> 6] ?? 0;
  const dictionaryBytes = [0, 1, 2, 4][descriptor & 3] ?? 0;
  let at = position + 5 + (singleSegment ? 0 : 1) + dictionaryBytes + contentSizeBytes;
  for (;;) {
    const header = Buffer.from(bytesAt(file, at, 3));
    if (header.length < 3) return null;
    const block = header.readUIntLE(0, 3);
    const isRunLength = ((block >> 1) & 3) === 1;
    at += 3 + (isRunLength ? 1 : block >> 3);
    if ((block & 1) === 1) return at + ((descriptor & 4) !== 0 ? 4 : 0);
  }
}
