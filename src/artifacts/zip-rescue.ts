// Finds the entries of a ZIP archive that lost its directory, by walking from one local header to the next.

import { type ByteFile, bytesAt } from "./byte-file.ts";
import { decodeDosTime } from "./zip-names.ts";
import {
  CENTRAL_SIGNATURE,
  DESCRIPTOR_SIGNATURE,
  LOCAL_BYTES,
  LOCAL_SIGNATURE,
  named,
  withZip64,
  type ZipRecord,
} from "./zip-record.ts";

const WINDOW_BYTES = 1024 * 1024;
const DESCRIPTOR_FLAG = 8;
const METHODS_KNOWN = 100;

/** The entries in the order of the file, at most `maximumEntries`; `more` says whether the limit stopped it. */
export function rescueZipRecords(file: ByteFile, maximumEntries: number): { records: ZipRecord[]; more: boolean } {
  const records: ZipRecord[] = [];
  let position = findSignature(file, 0, [LOCAL_SIGNATURE]);
  while (position !== null) {
    if (records.length === maximumEntries) return { records, more: true };
    const local = localRecord(file, position, records.length);
    if (local !== null) records.push(local.record);
    position = findSignature(file, local === null ? position + 4 : local.end, [LOCAL_SIGNATURE]);
  }
  return { records, more: false };
}

function localRecord(file: ByteFile, position: number, index: number): { record: ZipRecord; end: number } | null {
  const header = Buffer.from(bytesAt(file, position, LOCAL_BYTES));
  if (header.length < LOCAL_BYTES) return null;
  const nameLength = header.readUInt16LE(26);
  const extraLength = header.readUInt16LE(28);
  const method = header.readUInt16LE(8);
  const dataStart = position + LOCAL_BYTES + nameLength + extraLength;
  // A signature by chance inside of packed data: no archive has such a header.
  if (dataStart > file.size || method > METHODS_KNOWN) return null;
  const variable = Buffer.from(bytesAt(file, position + LOCAL_BYTES, nameLength + extraLength));
  const nameBytes = Buffer.from(variable.subarray(0, nameLength));
  const flags = header.readUInt16LE(6);
  const sizes = withZip64(variable.subarray(nameLength), {
    claimedBytes: header.readUInt32LE(22),
    packedBytes: header.readUInt32LE(18),
    localOffset: position,
  });
  const stated = { ...sizes, crc32: header.readUInt32LE(14), end: dataStart + sizes.packedBytes };
  const { end, ...found } =
    (flags & DESCRIPTOR_FLAG) !== 0 && sizes.packedBytes === 0 ? described(file, dataStart) : stated;
  const record = {
    index,
    ...named(nameBytes, found.claimedBytes),
    nameBytes,
    modifiedAt: decodeDosTime(header.readUInt16LE(12), header.readUInt16LE(10)),
    flags,
    method,
    ...found,
    localOffset: position,
    problems: [],
  };
  return { record, end: Math.max(end, dataStart) };
}

/** Sizes that stand behind the data: at the first descriptor whose packed size is its distance, else up to the next header. */
function described(
  file: ByteFile,
  dataStart: number,
): Pick<ZipRecord, "claimedBytes" | "packedBytes" | "crc32"> & { end: number } {
  for (let from = dataStart; ; ) {
    const place = findSignature(file, from, [DESCRIPTOR_SIGNATURE, LOCAL_SIGNATURE, CENTRAL_SIGNATURE]);
    const bytes = Buffer.from(bytesAt(file, place ?? file.size, 16));
    if (place === null || bytes.length < 16 || bytes.readUInt32LE(0) !== DESCRIPTOR_SIGNATURE) {
      const end = place ?? file.size;
      return { claimedBytes: 0, packedBytes: end - dataStart, crc32: null, end };
    }
    const packedBytes = bytes.readUInt32LE(8);
    if (packedBytes === place - dataStart) {
      return { claimedBytes: bytes.readUInt32LE(12), packedBytes, crc32: bytes.readUInt32LE(4), end: place + 16 };
    }
    from = place + 4;
  }
}

function findSignature(file: ByteFile, from: number, signatures: readonly number[]): number | null {
  for (let start = from; start + 4 <= file.size; start += WINDOW_BYTES) {
    const window = Buffer.from(bytesAt(file, start, WINDOW_BYTES + 3));
    // Every signature begins with "PK".
    for (let at = window.indexOf("PK"); at !== -1 && at + 4 <= window.length; at = window.indexOf("PK", at + 1)) {
      if (signatures.includes(window.readUInt32LE(at))) return start + at;
    }
  }
  return null;
}
