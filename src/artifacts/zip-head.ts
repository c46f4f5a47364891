// The first bytes of an entry of a ZIP archive, without unpacking the rest: enough to tell what the entry is.

import { constants, inflateRawSync } from "node:zlib";
import { type ByteFile, bytesAt } from "./byte-file.ts";
import { HEAD_BYTES } from "./magic.ts";
import { LOCAL_BYTES, LOCAL_SIGNATURE, type ZipRecord } from "./zip-record.ts";

const STORED = 0;
const DEFLATED = 8;
/** Gives some 16 KiB of text, and of a bomb no more than can be borne for every entry of an archive. */
const PACKED_BYTES = 4 * 1024;
/** Deflate makes at most 1,032 bytes of one. */
const MOST_BYTES = PACKED_BYTES * 1040;

/** At most 64 KiB, less of a deflated entry; none when the entry is damaged, encrypted or packed in another way. */
export function zipHead(file: ByteFile, record: ZipRecord, baseOffset: number): Uint8Array {
  const position = record.localOffset + baseOffset;
  const header = Buffer.from(bytesAt(file, position, LOCAL_BYTES));
  if (header.length < LOCAL_BYTES || header.readUInt32LE(0) !== LOCAL_SIGNATURE || (record.flags & 1) !== 0)
    return NONE;
  const start = position + LOCAL_BYTES + header.readUInt16LE(26) + header.readUInt16LE(28);
  if (record.method === STORED) return bytesAt(file, start, Math.min(record.packedBytes, HEAD_BYTES));
  if (record.method !== DEFLATED) return NONE;
  const packed = bytesAt(file, start, Math.min(record.packedBytes, PACKED_BYTES));
  try {
    const bytes = inflateRawSync(packed, { finishFlush: constants.Z_SYNC_FLUSH, maxOutputLength: MOST_BYTES });
    return bytes.subarray(0, HEAD_BYTES);
  } catch {
    // Damaged from its beginning: reading the entry says so.
    return NONE;
  }
}

const NONE = new Uint8Array();
