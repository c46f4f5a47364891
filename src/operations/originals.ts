// The original bytes of any source: from the bundle's own chunks, or out of the container that holds them.

import { closeSync, openSync, readSync, statSync } from "node:fs";
import { join } from "node:path";
import { defaultLimits, type Limits } from "../artifacts/limits.ts";
import { openArtifacts } from "../artifacts/open.ts";
import type { OpenedArtifact } from "../artifacts/opened-artifact.ts";
import { UserError } from "../base/errors.ts";
import type { OpenBundle } from "../bundle/open.ts";
import {
  chunkBytes,
  chunksOf,
  DamagedOriginal,
  hasOriginal,
  occurrencesOf,
  partBytes,
  partsOf,
  type StoredChunk,
  type StoredPart,
  type StoredSource,
  storedSource,
} from "../bundle/originals.ts";
import { PrivateFolder } from "../bundle/private-folder.ts";
import { writeWhole } from "./write-whole.ts";

/** The bytes are in no part of the bundle. */
export class MissingOriginal extends UserError {
  override readonly name = "MissingOriginal";
}

/** What was read once may be read again, whatever the limits were then. */
const widestLimits: Limits = {
  ...defaultLimits,
  // SQLite's longest value is as long.
  entryBytes: 2 ** 31 - 1,
  archiveBytes: 2 ** 40,
  archiveEntries: 10_000_000,
  ratio: Number.POSITIVE_INFINITY,
  nesting: 64,
};

const partSuffixes = new Set(["", "-wal", "-journal"]);

/** Deepest nesting of containers, whatever a damaged bundle claims. */
const deepest = 64;

export class Originals {
  readonly #unpacked = new Map<number, readonly string[]>();
  readonly #folder = new PrivateFolder("originals");

  constructor(readonly bundle: OpenBundle) {}

  /** All parts of a source, each proved as it is read. Throws `DamagedOriginal` or `MissingOriginal`. */
  async *bytes(source: StoredSource, part: StoredPart): AsyncGenerator<Uint8Array> {
    if (hasOriginal(this.bundle.db, source)) yield* partBytes(this.bundle.db, source.sourceId, part);
    else yield* provedFile(await this.#partFile(source, part.part, 0), part);
  }

  /** One chunk of a source. */
  async chunk(source: StoredSource, chunk: StoredChunk): Promise<Uint8Array> {
    if (chunk.hasData) return chunkBytes(this.bundle.db, chunk);
    const file = await this.#partFile(source, chunk.part, 0);
    const descriptor = openSync(file, "r");
    try {
      const bytes = Buffer.alloc(chunk.sizeBytes);
      return bytes.subarray(0, readSync(descriptor, bytes, 0, chunk.sizeBytes, chunk.byteOffset));
    } finally {
      closeSync(descriptor);
    }
  }

  chunks(source: StoredSource, part: number): StoredChunk[] {
    return chunksOf(this.bundle.db, source.sourceId, part);
  }

  /** The source opened as an importer sees it, in a private file; it is closed when the next one is asked for. */
  async *opened(source: StoredSource): AsyncGenerator<OpenedArtifact> {
    yield* this.#opened(source, 0);
  }

  /** The first part as a private file, the others beside it; removed by `close`. */
  async file(source: StoredSource): Promise<string> {
    return this.#partFile(source, 0, 0);
  }

  /** A private folder, removed by `close`. */
  folder(): string {
    return this.#folder.path;
  }

  close(): void {
    this.#folder.remove();
    this.#unpacked.clear();
  }

  async *#opened(source: StoredSource, depth: number): AsyncGenerator<OpenedArtifact> {
    const [path = ""] = await this.#files(source, depth);
    const options = { limits: widestLimits, all: true, skip: () => null, temporaryFolder: () => this.folder() };
    for await (const found of openArtifacts([{ path }], options)) {
      if (found.kind === "problem") throw new DamagedOriginal(found.message);
      yield found.artifact;
    }
  }

  async #partFile(source: StoredSource, part: number, depth: number): Promise<string> {
    const file = (await this.#files(source, depth))[part];
    if (file === undefined) throw new DamagedOriginal(`it has no part ${part}`);
    return file;
  }

  /** The parts of a source as private files that lie beside each other. */
  async #files(source: StoredSource, depth: number): Promise<readonly string[]> {
    const known = this.#unpacked.get(source.sourceId);
    if (known !== undefined) return known;
    if (depth > deepest) throw new DamagedOriginal("its containers hold each other");
    const base = join(this.folder(), `${source.sourceId}`);
    const files = hasOriginal(this.bundle.db, source)
      ? this.#fromChunks(source, base)
      : [await this.#fromContainer(source, base, depth)];
    this.#unpacked.set(source.sourceId, files);
    return files;
  }

  #fromChunks(source: StoredSource, base: string): string[] {
    const files: string[] = [];
    for (const part of partsOf(this.bundle.db, source.sourceId)) {
      // The suffix is a stranger's text.
      if (!partSuffixes.has(part.suffix)) throw new DamagedOriginal(`a part is called "${part.suffix}"`);
      const file = base + part.suffix;
      written(file, partBytes(this.bundle.db, source.sourceId, part));
      files.push(file);
    }
    return files;
  }

  async #fromContainer(source: StoredSource, base: string, depth: number): Promise<string> {
    for (const { containerId, entryIndex } of occurrencesOf(this.bundle.db, source.sourceId)) {
      const container = containerId === null ? null : storedSource(this.bundle.db, containerId);
      // Found in the folder itself, but the folder's copy was left out: another place may have it.
      if (container === null) continue;
      for await (const artifact of this.#opened(container, depth + 1)) {
        for await (const found of artifact.members()) {
          if (found.kind === "artifact" && found.artifact.entryIndex === entryIndex) {
            await copied(found.artifact, base);
            return base;
          }
        }
      }
    }
    throw new MissingOriginal(missingMessage(this.bundle.path));
  }
}

function missingMessage(path: string): string {
  return `Bundle "${path}" does not hold the original bytes: it was made with --originals drop.`;
}

/** Chunks are lent to the listener only, so each is written at once. */
async function copied(artifact: OpenedArtifact, file: string): Promise<void> {
  const descriptor = openSync(file, "wx", 0o600);
  try {
    artifact.tap(({ bytes }) => writeWhole(descriptor, bytes));
    await artifact.drain();
  } finally {
    closeSync(descriptor);
  }
}

function written(file: string, pieces: Iterable<Uint8Array>): void {
  const descriptor = openSync(file, "wx", 0o600);
  try {
    for (const piece of pieces) writeWhole(descriptor, piece);
  } finally {
    closeSync(descriptor);
  }
}

function* provedFile(file: string, part: StoredPart): Generator<Uint8Array> {
  const hash = new Bun.CryptoHasher("sha256");
  const descriptor = openSync(file, "r");
  try {
    if (statSync(file).size !== part.sizeBytes) throw new DamagedOriginal("its size in its container differs");
    for (;;) {
      const buffer = Buffer.alloc(1024 * 1024);
      const read = readSync(descriptor, buffer, 0, buffer.length, null);
      if (read === 0) break;
      hash.update(buffer.subarray(0, read));
      yield buffer.subarray(0, read);
    }
  } finally {
    closeSync(descriptor);
  }
  if (hash.digest("hex") !== part.sha256) throw new DamagedOriginal("its sha256 in its container differs");
}
