// One opened artifact over the parts of its bytes.

import { ArtifactTooLarge } from "../base/errors.ts";
import type { Archive, ArchiveProblem, Line, Store } from "./artifact.ts";
import { LineCutter } from "./lines.ts";
import type { Chunk, Digest, Found, OpenedArtifact } from "./opened-artifact.ts";
import { type ReadablePart, SourceReader } from "./source-reader.ts";

export interface ArtifactMakings {
  readonly path: string;
  readonly reading: string | null;
  readonly head: Uint8Array;
  readonly parts: readonly ReadablePart[];
  readonly kind: "file" | "store";
  readonly isText: boolean;
  /** Whether the parts can be read a second time. */
  readonly rereadable: boolean;
  readonly archive: Archive | null;
  readonly store: Store | null;
  readonly openProblems: readonly ArchiveProblem[];
  readonly container: { readonly sourceKey: string } | null;
  readonly entryIndex: number | null;
  readonly lineBytes: number;
  /** What is inside, once the artifact itself was drained. */
  members(container: { readonly sourceKey: string }): AsyncGenerator<Found>;
  close(): void;
}

export function sourceArtifact(makings: ArtifactMakings): OpenedArtifact {
  return new SourceArtifact(makings);
}

class SourceArtifact implements OpenedArtifact {
  readonly path;
  readonly reading;
  readonly head;
  readonly archive;
  readonly store;
  readonly openProblems;
  readonly container;
  readonly entryIndex;
  readonly parts: readonly ReadablePart[];
  readonly #makings: ArtifactMakings;
  readonly #reader: SourceReader;

  constructor(makings: ArtifactMakings) {
    this.path = makings.path;
    this.reading = makings.reading;
    this.head = makings.head;
    this.archive = makings.archive;
    this.store = makings.store;
    this.openProblems = makings.openProblems;
    this.container = makings.container;
    this.entryIndex = makings.entryIndex;
    this.parts = makings.parts;
    this.#makings = makings;
    this.#reader = new SourceReader(makings.parts, makings.kind, makings.isText);
  }

  get sizeBytes(): number | null {
    let total = 0;
    for (const { sizeBytes } of this.parts) {
      if (sizeBytes === null) return null;
      total += sizeBytes;
    }
    return total;
  }

  tap(onChunk: (chunk: Chunk) => void): void {
    this.#reader.tap(onChunk);
  }

  async *lines(): AsyncGenerator<readonly Line[]> {
    this.#beginReading();
    const cutter = new LineCutter(this.#makings.lineBytes);
    for (let chunk = await this.#reader.next(); chunk !== null; chunk = await this.#reader.next()) {
      if (chunk.part > 0) break;
      for (const batch of cutter.push(chunk.bytes)) yield batch;
    }
    for (const batch of cutter.end()) yield batch;
  }

  async bytes(maximumBytes: number): Promise<Uint8Array> {
    const [first] = this.parts;
    const tooLarge = () =>
      new ArtifactTooLarge(`Cannot read "${this.path}" as a whole: it has more than ${maximumBytes} bytes.`);
    if (first?.sizeBytes != null && first.sizeBytes > maximumBytes) throw tooLarge();
    this.#beginReading();
    // Of known size: filled piece by piece, so that it is held once.
    let whole = Buffer.allocUnsafeSlow(first?.sizeBytes ?? 0);
    let size = 0;
    for (let chunk = await this.#reader.next(); chunk !== null; chunk = await this.#reader.next()) {
      if (chunk.part > 0) break;
      if (size + chunk.bytes.length > maximumBytes) throw tooLarge();
      if (size + chunk.bytes.length > whole.length) whole = enlarged(whole, size + chunk.bytes.length);
      chunk.bytes.copy(whole, size);
      size += chunk.bytes.length;
    }
    return whole.subarray(0, size);
  }

  drain(): Promise<void> {
    return this.#reader.drain();
  }

  digest(): Digest {
    return this.#reader.digest();
  }

  async quickKey(): Promise<string | null> {
    if (!this.#makings.rereadable) return null;
    const pass = new SourceReader(this.parts, this.#makings.kind, false);
    try {
      await pass.drain();
      return pass.digest().sourceKey;
    } finally {
      pass.close();
    }
  }

  async *members(): AsyncGenerator<Found> {
    await this.drain();
    yield* this.#makings.members({ sourceKey: this.digest().sourceKey });
  }

  close(): void {
    this.#reader.close();
    this.#makings.close();
  }

  #beginReading(): void {
    if (this.#reader.begun) throw new Error(`"${this.path}" was read already: its content can be read once.`);
  }
}

function enlarged(bytes: Buffer, atLeast: number) {
  const larger = Buffer.allocUnsafeSlow(Math.max(atLeast, bytes.length * 2));
  bytes.copy(larger);
  return larger;
}
