// The content of one entry of a ZIP archive: located, unpacked under the limits, compared with what the archive says about it.

import { constants, crc32, inflateRawSync, zstdDecompressSync } from "node:zlib";
import type { ArchiveContent, ArchiveProblem } from "./artifact.ts";
import { type Budget, ratioCap } from "./budget.ts";
import { type ByteFile, bytesAt } from "./byte-file.ts";
import { LOCAL_BYTES, LOCAL_SIGNATURE, type ZipRecord } from "./zip-record.ts";

const STORED = 0;
const DEFLATED = 8;
const ZSTD = 93;
/** Of flags: encrypted, strongly encrypted, or with a masked local header. */
const ENCRYPTED_FLAGS = 1 | 64 | 8192;

/** An entry, where its archive begins in the file, and whether other entries claim the same bytes. */
export interface Located {
  readonly record: ZipRecord;
  readonly baseOffset: number;
  readonly sharesBytes: boolean;
}

interface Cap {
  readonly bytes: number;
  readonly code: string;
  readonly what: string;
}

export function zipContent(file: ByteFile, located: Located, budget: Budget): ArchiveContent {
  return new Reading(file, located, budget).content();
}

class Reading {
  readonly #problems: ArchiveProblem[];
  readonly #record: ZipRecord;

  constructor(
    readonly file: ByteFile,
    readonly located: Located,
    readonly budget: Budget,
  ) {
    this.#record = located.record;
    this.#problems = [...located.record.problems];
  }

  content(): ArchiveContent {
    const bytes = this.#unpacked();
    if (bytes !== null) {
      this.budget.spend(bytes.length);
      if (this.located.sharesBytes) this.budget.sharedBytesLeft -= bytes.length;
      this.#compare(bytes);
    }
    return { bytes, problems: this.#problems };
  }

  #unpacked(): Uint8Array | null {
    const { flags, method } = this.#record;
    if ((flags & ENCRYPTED_FLAGS) !== 0)
      return this.#lost("zip.encrypted", "is encrypted; its bytes stay in the archive");
    if (method !== STORED && method !== DEFLATED && method !== ZSTD) {
      return this.#lost(
        "zip.unsupported-method",
        `is packed with method ${method}, which is not supported; its bytes stay in the archive`,
      );
    }
    const cap = this.#cap();
    const packed = this.#packed(cap);
    if (packed === null) return null;
    if (method === STORED) return packed.length > cap.bytes ? this.#beyond(cap) : packed;
    return this.#inflated(packed, cap);
  }

  /** The strictest of the limits, and which one it is. */
  #cap(): Cap {
    const { limits, bytesLeft, sharedBytesLeft } = this.budget;
    const caps: Cap[] = [
      { bytes: limits.entryBytes, code: "zip.entry-too-large", what: `${limits.entryBytes} bytes an entry` },
      { bytes: bytesLeft, code: "zip.archive-too-large", what: `${limits.archiveBytes} bytes an archive` },
    ];
    if (this.#record.method !== STORED) {
      const bytes = ratioCap(this.#record.packedBytes, limits);
      caps.push({
        bytes,
        code: "zip.ratio",
        what: `${limits.ratio} times the packed size after the first ${limits.ratioFreeBytes} bytes`,
      });
    }
    if (this.located.sharesBytes) {
      const bytes = Math.max(0, sharedBytesLeft);
      caps.push({
        bytes,
        code: "zip.overlap",
        what: `${limits.ratioFreeBytes} bytes of entries that share their bytes with others`,
      });
    }
    return caps.reduce((strictest, cap) => (cap.bytes < strictest.bytes ? cap : strictest));
  }

  /** The packed bytes; null when they cannot be found or are more than any limit lets through. */
  #packed(cap: Cap): Uint8Array | null {
    const start = this.#dataStart();
    if (start === null) return null;
    const there = Math.max(0, this.file.size - start);
    const wanted = Math.min(this.#record.packedBytes, there);
    // Packed data is hardly longer than what it unpacks to.
    if (wanted > cap.bytes + cap.bytes / 100 + 65_536) return this.#beyond(cap);
    if (this.#record.packedBytes > there) {
      this.#note(
        "data_loss",
        "zip.truncated",
        `should have ${this.#record.packedBytes} packed bytes, the file has ${there}`,
      );
    }
    return bytesAt(this.file, start, wanted);
  }

  #dataStart(): number | null {
    const { localOffset, nameBytes } = this.#record;
    const position = localOffset + this.located.baseOffset;
    const header = Buffer.from(bytesAt(this.file, position, LOCAL_BYTES));
    if (header.length < LOCAL_BYTES || header.readUInt32LE(0) !== LOCAL_SIGNATURE) {
      return this.#lost("zip.bad-offset", `is not where the directory says (byte ${position})`);
    }
    const nameLength = header.readUInt16LE(26);
    const localName = bytesAt(this.file, position + LOCAL_BYTES, nameLength);
    if (!nameBytes.equals(localName))
      this.#note("warning", "zip.name-differs", "has another name in its local header; the directory's is used");
    return position + LOCAL_BYTES + nameLength + header.readUInt16LE(28);
  }

  #inflated(packed: Uint8Array, cap: Cap): Uint8Array | null {
    const unpack = this.#record.method === ZSTD ? zstdDecompressSync : inflateRawSync;
    const maxOutputLength = Math.max(1, cap.bytes);
    try {
      return unpack(packed, { maxOutputLength });
    } catch (error) {
      if (codeOf(error) === "ERR_BUFFER_TOO_LARGE") {
        // The work was done: a thousand such entries shall not cost a thousand times as much.
        this.budget.spend(cap.bytes);
        return this.#beyond(cap);
      }
      return this.#partly(packed, maxOutputLength);
    }
  }

  /** What comes out of damaged or cut packed data before the fault. */
  #partly(packed: Uint8Array, maxOutputLength: number): Uint8Array | null {
    this.#note("data_loss", "zip.bad-data", "has damaged packed data; what could be unpacked is kept");
    if (this.#record.method === ZSTD) return null;
    try {
      const bytes = inflateRawSync(packed, { maxOutputLength, finishFlush: constants.Z_SYNC_FLUSH });
      return bytes.length > 0 ? bytes : null;
    } catch {
      // Damaged, not cut: nothing comes out, and that was said.
      return null;
    }
  }

  #compare(bytes: Uint8Array): void {
    const { claimedBytes, crc32: stated } = this.#record;
    if (stated === null) return; // A rescued entry: nothing says what it should be.
    if (bytes.length !== claimedBytes) {
      this.#note("warning", "zip.size-differs", `has ${bytes.length} bytes, the archive says ${claimedBytes}`);
    }
    if (crc32(bytes) !== stated)
      this.#note("warning", "zip.bad-crc", "does not match its checksum; its bytes are kept as they are");
  }

  #beyond(cap: Cap): null {
    const { claimedBytes } = this.#record;
    return this.#lost(
      cap.code,
      `is beyond the limit of ${cap.what}; its content (${claimedBytes} bytes as the archive says) was left out and stays in the archive`,
    );
  }

  #lost(code: string, reason: string): null {
    this.#note("data_loss", code, reason);
    return null;
  }

  #note(severity: ArchiveProblem["severity"], code: string, reason: string): void {
    this.#problems.push({
      severity,
      code,
      message: `Entry ${this.#record.index} "${this.#record.name.slice(0, 200)}" ${reason}.`,
    });
  }
}

function codeOf(error: unknown): unknown {
  return error instanceof Error && "code" in error ? error.code : undefined;
}
