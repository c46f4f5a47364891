// Writes ZIP archives byte by byte, so that a test can let them lie.

import { crc32, deflateRawSync } from "node:zlib";

export interface RawEntry {
  readonly name: string | Uint8Array;
  readonly content: string | Uint8Array;
  readonly method?: number;
  readonly flags?: number;
  /** Instead of what the method makes of the content. */
  readonly packed?: Uint8Array;
  readonly crc?: number;
  readonly claimedBytes?: number;
  readonly packedBytes?: number;
  /** Instead of where the local header is. */
  readonly localOffset?: number;
  /** Sizes behind the data instead of before it. */
  readonly descriptor?: boolean;
  readonly zip64?: boolean;
  readonly date?: number;
}

export interface RawEnd {
  readonly prefix?: Uint8Array;
  readonly suffix?: Uint8Array;
  readonly comment?: Uint8Array;
  readonly count?: number;
  readonly directoryOffset?: number;
  /** Without a directory, as a cut file. */
  readonly cut?: boolean;
}

export function rawZip(entries: readonly RawEntry[], end: RawEnd = {}): Buffer {
  const locals: Buffer[] = [];
  const centrals: Buffer[] = [];
  let offset = 0;
  for (const entry of entries) {
    const name = Buffer.from(entry.name as string);
    const content = Buffer.from(entry.content as string);
    const method = entry.method ?? 8;
    const packed = Buffer.from(entry.packed ?? (method === 8 ? deflateRawSync(content) : content));
    const fields = {
      ...entry,
      name,
      method,
      crc: entry.crc ?? crc32(content),
      size: entry.claimedBytes ?? content.length,
    };
    const packedBytes = entry.packedBytes ?? packed.length;
    const local = Buffer.concat([localHeader(fields, packedBytes), name, packed, descriptorOf(fields, packedBytes)]);
    centrals.push(centralHeader(fields, packedBytes, entry.localOffset ?? offset));
    locals.push(local);
    offset += local.length;
  }
  const body = [end.prefix ?? Buffer.alloc(0), ...locals];
  if (end.cut === true) return Buffer.concat(body);
  const directory = Buffer.concat(centrals);
  return Buffer.concat([
    ...body,
    directory,
    endRecord(entries.length, directory.length, offset, end),
    end.suffix ?? Buffer.alloc(0),
  ]);
}

interface Fields extends RawEntry {
  readonly name: Buffer;
  readonly method: number;
  readonly crc: number;
  readonly size: number;
}

function localHeader(entry: Fields, packedBytes: number): Buffer {
  const header = Buffer.alloc(30);
  const later = entry.descriptor === true;
  header.writeUInt32LE(0x04034b50, 0);
  header.writeUInt16LE((entry.flags ?? 0) | (later ? 8 : 0), 6);
  header.writeUInt16LE(entry.method, 8);
  header.writeUInt16LE(entry.date ?? 0x5c61, 12);
  header.writeUInt32LE(later ? 0 : entry.crc, 14);
  header.writeUInt32LE(later ? 0 : packedBytes, 18);
  header.writeUInt32LE(later ? 0 : entry.size, 22);
  header.writeUInt16LE(entry.name.length, 26);
  return header;
}

function descriptorOf(entry: Fields, packedBytes: number): Buffer {
  if (entry.descriptor !== true) return Buffer.alloc(0);
  const descriptor = Buffer.alloc(16);
  descriptor.writeUInt32LE(0x08074b50, 0);
  descriptor.writeUInt32LE(entry.crc, 4);
  descriptor.writeUInt32LE(packedBytes, 8);
  descriptor.writeUInt32LE(entry.size, 12);
  return descriptor;
}

function centralHeader(entry: Fields, packedBytes: number, offset: number): Buffer {
  const extra = entry.zip64 === true ? zip64Extra(entry.size, packedBytes, offset) : Buffer.alloc(0);
  const header = Buffer.alloc(46);
  const small = (value: number) => (entry.zip64 === true ? 0xffffffff : value);
  header.writeUInt32LE(0x02014b50, 0);
  header.writeUInt16LE((entry.flags ?? 0) | (entry.descriptor === true ? 8 : 0), 8);
  header.writeUInt16LE(entry.method, 10);
  header.writeUInt16LE(0x5000, 12);
  header.writeUInt16LE(entry.date ?? 0x5c61, 14);
  header.writeUInt32LE(entry.crc, 16);
  header.writeUInt32LE(small(packedBytes), 20);
  header.writeUInt32LE(small(entry.size), 24);
  header.writeUInt16LE(entry.name.length, 28);
  header.writeUInt16LE(extra.length, 30);
  header.writeUInt32LE(small(offset), 42);
  return Buffer.concat([header, entry.name, extra]);
}

function zip64Extra(size: number, packedBytes: number, offset: number): Buffer {
  const extra = Buffer.alloc(28);
  extra.writeUInt16LE(1, 0);
  extra.writeUInt16LE(24, 2);
  for (const [i, value] of [size, packedBytes, offset].entries()) extra.writeBigUInt64LE(BigInt(value), 4 + 8 * i);
  return extra;
}

function endRecord(count: number, directoryBytes: number, directoryOffset: number, end: RawEnd): Buffer {
  const record = Buffer.alloc(22);
  const comment = Buffer.from(end.comment ?? []);
  record.writeUInt32LE(0x06054b50, 0);
  record.writeUInt16LE(end.count ?? count, 8);
  record.writeUInt16LE(end.count ?? count, 10);
  record.writeUInt32LE(directoryBytes, 12);
  record.writeUInt32LE(end.directoryOffset ?? directoryOffset, 16);
  record.writeUInt16LE(comment.length, 20);
  return Buffer.concat([record, comment]);
}
