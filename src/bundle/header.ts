// What the first bytes of a file say before SQLite opens it. Offsets: the SQLite file format, section 1.3.

import { applicationId } from "../schema/schema.ts";

const magic = Buffer.from("SQLite format 3\0", "latin1");

export interface DatabaseHeader {
  readonly userVersion: number;
  readonly applicationId: number;
  /** In WAL mode: rows may be in a `-wal` file beside it. */
  readonly usesWal: boolean;
  readonly pageBytes: number;
  readonly pageCount: number;
}

/** Null: no SQLite database. */
export function readHeader(head: Uint8Array): DatabaseHeader | null {
  if (head.length < 100 || Buffer.compare(head.subarray(0, 16), magic) !== 0) return null;
  const bytes = Buffer.from(head.buffer, head.byteOffset, 100);
  const pageBytes = bytes.readUInt16BE(16);
  return {
    userVersion: bytes.readInt32BE(60),
    applicationId: bytes.readInt32BE(68),
    usesWal: bytes[18] === 2 || bytes[19] === 2,
    pageBytes: pageBytes === 1 ? 65_536 : pageBytes,
    pageCount: bytes.readUInt32BE(28),
  };
}

/** Whether these are the first bytes of a bundle, whatever its version. */
export function isBundleHead(head: Uint8Array): boolean {
  return readHeader(head)?.applicationId === applicationId;
}
