// Unpacks a gzip or zstd file as a stream, under the limits. What came out before a fault is kept.

import { createGunzip, createZstdDecompress } from "node:zlib";
import { messageOf } from "../base/errors.ts";
import type { ArchiveProblem } from "./artifact.ts";
import { breathe } from "./breathe.ts";
import { type Budget, ratioCap } from "./budget.ts";
import { type ByteFile, bytesAt } from "./byte-file.ts";
import { Sink } from "./sink.ts";
import { walkZstdFrames } from "./zstd-frames.ts";

export interface Unwrapped {
  readonly file: ByteFile;
  readonly problems: readonly ArchiveProblem[];
}

const PIECE_BYTES = 64 * 1024;

/** The content of a compressed file; in memory when small, else in a file of the temporary folder that goes with `close`. */
export async function unwrap(
  packed: ByteFile,
  wrapping: "gzip" | "zstd",
  budget: Budget,
  temporaryFolder: () => string,
): Promise<Unwrapped> {
  const ratioBytes = ratioCap(packed.size, budget.limits);
  const most = Math.min(budget.bytesLeft, ratioBytes);
  const sink = new Sink(most, temporaryFolder);
  const problems: ArchiveProblem[] = [];
  const lost = (code: string, message: string) =>
    problems.push({ severity: "data_loss", code: `${wrapping}.${code}`, message });
  try {
    const zstd = wrapping === "zstd" ? walkZstdFrames(packed) : null;
    // The unpacker never answers when it is given bytes behind the last frame.
    const packedEnd = zstd === null || zstd.truncated ? packed.size : zstd.end;
    const fault = await unpack(packed, packedEnd, wrapping, sink);
    if (sink.isFull) {
      const limit =
        ratioBytes < budget.bytesLeft
          ? `${budget.limits.ratio} times the packed size`
          : `${budget.limits.archiveBytes} bytes`;
      lost(
        ratioBytes < budget.bytesLeft ? "ratio" : "too-large",
        `Unpacking stopped at the limit of ${limit}: the first ${most} bytes were read, the rest stays packed.`,
      );
    } else if (fault !== null) {
      lost(
        "bad-data",
        `The packed data is damaged or cut off (${fault}); the ${sink.bytes} bytes before that were read.`,
      );
    } else if (zstd !== null) {
      if (zstd.truncated)
        lost("bad-data", `The packed data is cut off; the ${sink.bytes} bytes before that were read.`);
      else if (packedEnd < packed.size)
        lost("bytes-after", `${packed.size - packedEnd} bytes after the packed data are no part of it.`);
    }
    budget.spend(sink.bytes);
    return { file: sink.finish(), problems };
  } catch (error) {
    sink.discard();
    throw error;
  }
}

/** Null, or what was wrong with the packed data. */
async function unpack(
  packed: ByteFile,
  packedEnd: number,
  wrapping: "gzip" | "zstd",
  sink: Sink,
): Promise<string | null> {
  const first = await feed(packed, packedEnd, wrapping, sink, packedEnd);
  if (first === null || sink.isFull) return first?.reason ?? null;
  // The unpacker keeps back what it made of the piece with the fault: once more, that piece byte by byte.
  sink.skipNext(sink.bytes);
  await feed(packed, packedEnd, wrapping, sink, first.piece);
  return first.reason;
}

interface Fault {
  readonly reason: string;
  /** Where the piece with the fault begins. */
  readonly piece: number;
}

/** Gives the unpacker one piece after the other; from `slowFrom` on, one byte after the other. */
async function feed(
  packed: ByteFile,
  packedEnd: number,
  wrapping: "gzip" | "zstd",
  sink: Sink,
  slowFrom: number,
): Promise<Fault | null> {
  const unpacker = wrapping === "gzip" ? createGunzip() : createZstdDecompress();
  let reason: string | null = null;
  const failures: unknown[] = [];
  let ended = false;
  let wake = () => {};
  unpacker.on("data", (bytes: Buffer) => {
    try {
      if (failures.length === 0) sink.write(bytes);
    } catch (error) {
      // Thrown from here it would end the program: it is thrown below, where someone catches it.
      failures.push(error);
    }
  });
  unpacker.on("error", (error) => {
    reason = messageOf(error);
    wake();
  });
  unpacker.on("end", () => {
    ended = true;
    wake();
  });
  const step = async (act: () => void) => {
    await new Promise<void>((resolve) => {
      wake = resolve;
      act();
    });
    if (failures.length > 0) throw failures[0];
  };
  try {
    let at = 0;
    while (at < packedEnd) {
      const piece = Buffer.from(bytesAt(packed, at, at < slowFrom ? Math.min(PIECE_BYTES, slowFrom - at) : 1));
      await step(() => unpacker.write(piece, () => wake()));
      await breathe();
      if (reason !== null) return { reason, piece: at };
      if (sink.isFull || ended || piece.length === 0) return null;
      at += piece.length;
    }
    await step(() => unpacker.end());
    return reason === null ? null : { reason, piece: packedEnd };
  } finally {
    unpacker.destroy();
  }
}
