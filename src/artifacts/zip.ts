// A ZIP archive, read by ranges from its file: the directory when it is opened, an entry when it is asked for.

import type { Archive, ArchiveEntry, ArchiveProblem, Line } from "./artifact.ts";
import { Budget } from "./budget.ts";
import type { ByteFile } from "./byte-file.ts";
import { LineCutter } from "./lines.ts";
import { type Located, zipContent } from "./zip-content.ts";
import { readZipDirectory, type ZipDirectory } from "./zip-directory.ts";
import { zipHead } from "./zip-head.ts";
import { LOCAL_BYTES } from "./zip-record.ts";
import { rescueZipRecords } from "./zip-rescue.ts";

/** The archive, or why it cannot be read at all. Throws only when the file itself cannot be read. */
export function openZip(file: ByteFile, budget: Budget): Archive | ArchiveProblem {
  const maximumEntries = Math.max(0, budget.entriesLeft);
  const directory = readZipDirectory(file, maximumEntries) ?? rescued(file, maximumEntries);
  if (directory === null) {
    return {
      severity: "data_loss",
      code: "zip.unreadable",
      message: "The file begins like a ZIP archive, and neither a directory nor an entry can be found in it.",
    };
  }
  return archiveOf(file, directory, budget);
}

function rescued(file: ByteFile, maximumEntries: number): ZipDirectory | null {
  const { records, more } = rescueZipRecords(file, maximumEntries);
  if (records.length === 0) return null;
  const problems: ArchiveProblem[] = [
    {
      severity: "data_loss",
      code: "zip.truncated",
      message: `The archive has no directory: it was cut off or damaged. ${records.length} entries were found by their own headers.`,
    },
  ];
  if (more) {
    problems.push({
      severity: "warning",
      code: "zip.too-many-entries",
      message: `Entries beyond the limit of ${maximumEntries} were left out.`,
    });
  }
  return { records, baseOffset: 0, problems };
}

function archiveOf(file: ByteFile, directory: ZipDirectory, budget: Budget): Archive {
  const { records, baseOffset } = directory;
  const sharing = sharingEntries(directory);
  const problems = [...directory.problems];
  if (sharing.size > 0) {
    problems.push({
      severity: "warning",
      code: "zip.overlap",
      message: `${sharing.size} entries claim bytes that belong to other entries too.`,
    });
  }
  const given = new Set<number>();
  return {
    entries: records,
    problems,
    read(entry: ArchiveEntry) {
      const record = records[entry.index];
      if (record === undefined) throw new RangeError(`The archive has no entry ${entry.index}.`);
      const located: Located = { record, baseOffset, sharesBytes: sharing.has(record.index) };
      // What was given once is paid for.
      const content = zipContent(file, located, given.has(record.index) ? new Budget(budget.limits) : budget);
      if (content.bytes !== null) given.add(record.index);
      return content;
    },
    head(entry: ArchiveEntry) {
      const record = records[entry.index];
      if (record === undefined) throw new RangeError(`The archive has no entry ${entry.index}.`);
      return zipHead(file, record, baseOffset);
    },
    lines: (bytes: Uint8Array) => linesOf(bytes, budget.limits.lineBytes),
  };
}

const PIECE_BYTES = 1024 * 1024;

/**
 * A long entry is read without a turn of the event loop, so garbage is collected each time so much was read; at its
 * beginning, too, for what unpacking it and the entry before it left.
 */
const COLLECTING_BYTES = 8 * PIECE_BYTES;

/** Piece by piece, so that no text is as long as the whole. */
function* linesOf(bytes: Uint8Array, maximumLineBytes: number): Generator<readonly Line[]> {
  const cutter = new LineCutter(maximumLineBytes);
  const all = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  for (let at = 0; at < all.length; at += PIECE_BYTES) {
    yield* cutter.push(all.subarray(at, at + PIECE_BYTES));
    if (all.length > PIECE_BYTES && at % COLLECTING_BYTES === 0) Bun.gc(true);
  }
  yield* cutter.end();
}

/** Entries whose bytes begin before those of another one end: no writer makes that, a bomb does. */
function sharingEntries({ records }: ZipDirectory): ReadonlySet<number> {
  const sharing = new Set<number>();
  const inOrder = [...records].sort((a, b) => a.localOffset - b.localOffset || a.index - b.index);
  let end = 0;
  for (const { index, localOffset, nameBytes, packedBytes } of inOrder) {
    if (localOffset < end) sharing.add(index);
    end = Math.max(end, localOffset + LOCAL_BYTES + nameBytes.length + packedBytes);
  }
  return sharing;
}
