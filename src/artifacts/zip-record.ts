// One entry of a ZIP archive with all that is needed to read it. Source of the layouts: PKWARE APPNOTE 6.3.10.

import type { ArchiveEntry, ArchiveProblem } from "./artifact.ts";
import { decodeDosTime, decodeName } from "./zip-names.ts";

export interface ZipRecord extends ArchiveEntry {
  readonly nameBytes: Buffer;
  readonly flags: number;
  readonly method: number;
  /** Null when nothing states it. */
  readonly crc32: number | null;
  readonly packedBytes: number;
  /** Where the local header is, as the directory says, without what lies before the archive. */
  readonly localOffset: number;
  /** Problems that are known from the directory alone. */
  readonly problems: readonly ArchiveProblem[];
}

export const CENTRAL_SIGNATURE = 0x02014b50;
const CENTRAL_BYTES = 46;
export const LOCAL_SIGNATURE = 0x04034b50;
export const LOCAL_BYTES = 30;
export const DESCRIPTOR_SIGNATURE = 0x08074b50;

/** The record at `position` of a central directory and where the next one begins; null when there is none or it is cut off. */
export function centralRecord(
  directory: Buffer,
  position: number,
  index: number,
): { record: ZipRecord; next: number } | null {
  if (position + CENTRAL_BYTES > directory.length) return null;
  if (directory.readUInt32LE(position) !== CENTRAL_SIGNATURE) return null;
  const nameEnd = position + CENTRAL_BYTES + directory.readUInt16LE(position + 28);
  const extraEnd = nameEnd + directory.readUInt16LE(position + 30);
  const next = extraEnd + directory.readUInt16LE(position + 32);
  if (nameEnd > directory.length) return null;
  const nameBytes = Buffer.from(directory.subarray(position + CENTRAL_BYTES, nameEnd));
  const extra = directory.subarray(nameEnd, extraEnd);
  const sizes = withZip64(extra, {
    claimedBytes: directory.readUInt32LE(position + 24),
    packedBytes: directory.readUInt32LE(position + 20),
    localOffset: directory.readUInt32LE(position + 42),
  });
  const record = {
    index,
    ...named(nameBytes, sizes.claimedBytes),
    nameBytes,
    modifiedAt: decodeDosTime(directory.readUInt16LE(position + 14), directory.readUInt16LE(position + 12)),
    flags: directory.readUInt16LE(position + 8),
    method: directory.readUInt16LE(position + 10),
    crc32: directory.readUInt32LE(position + 16),
    ...sizes,
    problems: isWhole(extra) ? [] : [badExtra(index)],
  };
  return { record, next };
}

/** A name that ends in a slash is a folder, unless it has content. */
export function named(nameBytes: Buffer, claimedBytes: number): { name: string; isDirectory: boolean } {
  const name = decodeName(nameBytes);
  return { name, isDirectory: name.endsWith("/") && claimedBytes === 0 };
}

/** Whether the extra fields fill their space as their lengths say; three bytes or less are padding. */
function isWhole(extra: Buffer): boolean {
  let at = 0;
  while (at + 4 <= extra.length) at += 4 + extra.readUInt16LE(at + 2);
  return at <= extra.length;
}

function badExtra(index: number): ArchiveProblem {
  return {
    severity: "warning",
    code: "zip.bad-extra",
    message: `Entry ${index} has an extra field that is longer than its space.`,
  };
}

interface Sizes {
  claimedBytes: number;
  packedBytes: number;
  localOffset: number;
}

const ZIP64_EXTRA = 1;
const IN_ZIP64 = 0xffffffff;

/** The zip64 extra field holds, in this order, those values that do not fit into 32 bits. */
export function withZip64(extra: Buffer, sizes: Sizes): Sizes {
  for (let at = 0; at + 4 <= extra.length; ) {
    const end = at + 4 + extra.readUInt16LE(at + 2);
    if (extra.readUInt16LE(at) === ZIP64_EXTRA) {
      let value = at + 4;
      const take = (small: number) => {
        if (small !== IN_ZIP64 || value + 8 > Math.min(end, extra.length)) return small;
        value += 8;
        return Number(extra.readBigUInt64LE(value - 8));
      };
      // Evaluated in the order in which the field holds them.
      const claimedBytes = take(sizes.claimedBytes);
      const packedBytes = take(sizes.packedBytes);
      return { claimedBytes, packedBytes, localOffset: take(sizes.localOffset) };
    }
    at = end;
  }
  return sizes;
}
