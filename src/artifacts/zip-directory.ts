// Finds and reads the central directory of a ZIP archive, also when the records at the archive's end lie about it.

import type { ArchiveProblem } from "./artifact.ts";
import { type ByteFile, bytesAt } from "./byte-file.ts";
import { CENTRAL_SIGNATURE, centralRecord, LOCAL_SIGNATURE, type ZipRecord } from "./zip-record.ts";

export interface ZipDirectory {
  readonly records: readonly ZipRecord[];
  /** What has to be added to the offsets of the directory: the length of what was put before the archive. */
  readonly baseOffset: number;
  readonly problems: readonly ArchiveProblem[];
}

const END_BYTES = 22;
const LOCATOR_SIGNATURE = 0x07064b50;
const LOCATOR_BYTES = 20;
const END64_SIGNATURE = 0x06064b50;
const END64_BYTES = 56;
const SIGNATURE_OF_DIRECTORY = 0x05054b50;
/** The longest comment, and as much again for bytes that were put behind the archive. */
const SEARCHED_BYTES = 2 * 65_536;
const MAXIMUM_DIRECTORY_BYTES = 128 * 1024 * 1024;

/** Null when there is no directory. */
export function readZipDirectory(file: ByteFile, maximumEntries: number): ZipDirectory | null {
  const end = findEnd(file);
  if (end === null) return null;
  const problems: ArchiveProblem[] = [];
  const warn = (code: string, message: string) => problems.push({ severity: "warning", code, message });
  const directory = Buffer.from(
    bytesAt(file, end.directoryStart, Math.min(end.directoryEnd - end.directoryStart, MAXIMUM_DIRECTORY_BYTES)),
  );
  const { records, total, unreadableBytes } = readRecords(directory, maximumEntries);

  if (end.directoryEnd - end.directoryStart > MAXIMUM_DIRECTORY_BYTES) {
    warn("zip.directory-too-large", `Of the directory, only the first ${MAXIMUM_DIRECTORY_BYTES} bytes were read.`);
  }
  if (total > records.length) {
    warn(
      "zip.too-many-entries",
      `The archive has ${total} entries; ${total - records.length} beyond the limit of ${maximumEntries} were left out.`,
    );
  }
  if (unreadableBytes > 0) {
    problems.push({
      severity: "data_loss",
      code: "zip.bad-directory",
      message: `${unreadableBytes} bytes of the directory could not be read; entries may be missing.`,
    });
  }
  if (end.claimedEntries !== total)
    warn("zip.count", `The end record says ${end.claimedEntries} entries, the directory has ${total}.`);
  if (end.disks) warn("zip.multi-disk", "The end record says that the archive is one part of several.");
  if (end.bytesAfter > 0) warn("zip.bytes-after", `${end.bytesAfter} bytes after the archive are no part of it.`);
  const baseOffset = baseOffsetOf(file, records, end);
  if (baseOffset > 0) warn("zip.bytes-before", `${baseOffset} bytes before the archive are no part of it.`);
  else if (end.directoryStart !== end.claimedStart)
    warn("zip.directory-offset", "The end record names a wrong place for the directory.");
  return { records, baseOffset, problems };
}

interface End {
  readonly directoryStart: number;
  readonly directoryEnd: number;
  readonly claimedStart: number;
  readonly claimedEntries: number;
  readonly disks: boolean;
  readonly bytesAfter: number;
}

/** The end record whose directory is where it should be; of several, one that reaches the end of the file, then the last. */
function findEnd(file: ByteFile): End | null {
  const start = Math.max(0, file.size - SEARCHED_BYTES);
  const tail = Buffer.from(bytesAt(file, start, SEARCHED_BYTES));
  let best: End | null = null;
  let bestRank = -1;
  const signature = Buffer.from([0x50, 0x4b, 5, 6]);
  for (let at = tail.lastIndexOf(signature); at !== -1; at = at === 0 ? -1 : tail.lastIndexOf(signature, at - 1)) {
    if (at + END_BYTES > tail.length) continue; // Cut off: no record.
    const end = readEnd(file, tail.subarray(at), start + at);
    if (end === null) continue; // A signature by chance, or in a comment: it leads to no directory.
    const rank = (end.directoryEnd > end.directoryStart ? 2 : 0) + (end.bytesAfter === 0 ? 1 : 0);
    if (rank > bestRank) [best, bestRank] = [end, rank];
  }
  return best;
}

function readEnd(file: ByteFile, record: Buffer, position: number): End | null {
  const commentEnd = position + END_BYTES + record.readUInt16LE(20);
  const small = {
    entries: record.readUInt16LE(10),
    size: record.readUInt32LE(12),
    start: record.readUInt32LE(16),
    end: position,
  };
  const claims = [large(file, position), small].filter((claim) => claim !== null);
  for (const { entries, size, start, end } of claims) {
    const places = [end - size, start].filter((place) => place >= 0 && place <= end && (size > 0 || entries === 0));
    const directoryStart = places.find((place) =>
      size === 0 ? place === end : signatureAt(file, place) === CENTRAL_SIGNATURE,
    );
    if (directoryStart === undefined) continue; // This claim leads to no directory; the other may.
    const disks = record.readUInt16LE(4) !== 0 && record.readUInt16LE(4) !== 0xffff;
    const bytesAfter = Math.max(0, file.size - commentEnd);
    return { directoryStart, directoryEnd: end, claimedStart: start, claimedEntries: entries, disks, bytesAfter };
  }
  return null;
}

/** What the zip64 end record says, when there is one before the end record at `position`. */
function large(file: ByteFile, position: number): { entries: number; size: number; start: number; end: number } | null {
  if (position < LOCATOR_BYTES + END64_BYTES) return null;
  const locator = Buffer.from(bytesAt(file, position - LOCATOR_BYTES, LOCATOR_BYTES));
  if (locator.readUInt32LE(0) !== LOCATOR_SIGNATURE) return null;
  const named = Number(locator.readBigUInt64LE(8));
  for (const place of [named, position - LOCATOR_BYTES - END64_BYTES]) {
    if (place + END64_BYTES > position || signatureAt(file, place) !== END64_SIGNATURE) continue; // Not here.
    const record = Buffer.from(bytesAt(file, place, END64_BYTES));
    return {
      entries: Number(record.readBigUInt64LE(32)),
      size: Number(record.readBigUInt64LE(40)),
      start: Number(record.readBigUInt64LE(48)),
      end: place,
    };
  }
  return null;
}

function signatureAt(file: ByteFile, position: number): number | null {
  const bytes = bytesAt(file, position, 4);
  return bytes.length < 4 ? null : Buffer.from(bytes).readUInt32LE(0);
}

/** Reads record after record; a damaged stretch is jumped over to the next signature. */
function readRecords(
  directory: Buffer,
  maximumEntries: number,
): { records: ZipRecord[]; total: number; unreadableBytes: number } {
  const signature = Buffer.from([0x50, 0x4b, 1, 2]);
  const records: ZipRecord[] = [];
  let total = 0;
  let unreadableBytes = 0;
  let at = 0;
  while (at < directory.length) {
    const read = centralRecord(directory, at, total);
    if (read !== null) {
      if (records.length < maximumEntries) records.push(read.record);
      total++;
      // A length that reaches past the directory is a lie: go on at the next signature.
      at = read.next <= directory.length ? read.next : nextAfter(directory, signature, at + 4);
      continue;
    }
    if (directory.length - at >= 4 && directory.readUInt32LE(at) === SIGNATURE_OF_DIRECTORY) break; // It ends the directory.
    const next = nextAfter(directory, signature, at + 1);
    unreadableBytes += next - at;
    at = next;
  }
  return { records, total, unreadableBytes };
}

function nextAfter(directory: Buffer, signature: Buffer, from: number): number {
  const next = directory.indexOf(signature, from);
  return next === -1 ? directory.length : next;
}

/** Tells bytes before the archive from a wrong offset of the directory: the local headers are where the right answer puts them. */
function baseOffsetOf(file: ByteFile, records: readonly ZipRecord[], end: End): number {
  const shift = end.directoryStart - end.claimedStart;
  if (shift <= 0) return 0;
  for (const { localOffset } of records.slice(0, 10)) {
    if (signatureAt(file, localOffset + shift) === LOCAL_SIGNATURE) return shift;
    if (signatureAt(file, localOffset) === LOCAL_SIGNATURE) return 0;
  }
  return 0;
}
