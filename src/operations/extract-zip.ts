// Writes extracted files into one ZIP archive, streamed: no file is held in memory as a whole.

import { closeSync, openSync } from "node:fs";
import { Readable } from "node:stream";
import JSZip from "jszip";
import { UserError } from "../base/errors.ts";
import { writeFailure } from "../base/write-failure.ts";
import { AtomicFile } from "../bundle/atomic-file.ts";
import type { Extraction, ExtractTarget } from "./extract-target.ts";
import { writeWhole } from "./write-whole.ts";

/** Without ZIP64, which the writer does not know. */
const mostBytes = 2 ** 32 - 1;
const mostEntries = 65_535;

/** The same files give the same archive, whenever it is made. */
const date = new Date(Date.UTC(1980, 0, 1));

export class ZipTarget implements ExtractTarget {
  readonly #file: AtomicFile;
  readonly #zip = new JSZip();

  constructor(
    readonly output: string,
    overwrite: "refuse" | "replace",
    planned: readonly Extraction[],
  ) {
    const bytes = planned.reduce((sum, { part }) => sum + part.sizeBytes, 0);
    if (bytes > mostBytes || planned.length > mostEntries) {
      throw new UserError(
        `Cannot write "${output}": a ZIP archive holds at most 4 GiB and 65,535 files here. Extract into a folder.`,
      );
    }
    try {
      this.#file = new AtomicFile(output, overwrite);
    } catch (error) {
      throw writeFailure(error, output) ?? error;
    }
  }

  /** The bytes are read twice: a damaged one must be known before its entry is begun. */
  async write({ writtenAs }: Extraction, bytes: () => AsyncIterable<Uint8Array>): Promise<void> {
    for await (const _ of bytes());
    // Opened when its turn comes: thousands of them wait.
    this.#zip.file(writtenAs, lazily(bytes), { binary: true, date, createFolders: false });
  }

  async commit(): Promise<void> {
    const descriptor = openSync(this.#file.temporaryPath, "wx", 0o644);
    try {
      await this.#generate((piece) => writeWhole(descriptor, piece));
    } catch (error) {
      throw writeFailure(error, this.output) ?? error;
    } finally {
      closeSync(descriptor);
    }
    this.#file.commit();
  }

  discard(): void {
    this.#file.discard();
  }

  /** `take` is done with a piece when it returns, so nothing piles up. */
  #generate(take: (piece: Uint8Array) => void): Promise<void> {
    const options = { type: "uint8array", streamFiles: true, compression: "DEFLATE" } as const;
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    const stream = this.#zip.generateInternalStream(options);
    stream.on("error", reject).on("end", () => resolve());
    stream.on("data", (piece) => {
      try {
        take(piece);
      } catch (error) {
        stream.pause();
        reject(error);
      }
    });
    stream.resume();
    return promise;
  }
}

function lazily(bytes: () => AsyncIterable<Uint8Array>): NodeJS.ReadableStream {
  return Readable.from(
    (async function* () {
      for await (const piece of bytes()) yield Buffer.from(piece.buffer, piece.byteOffset, piece.byteLength);
    })(),
    { objectMode: false },
  );
}
