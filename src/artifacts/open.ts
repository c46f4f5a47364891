// Turns what the user named into opened artifacts, one at a time.

import { openSync, statSync } from "node:fs";
import { WriteError } from "../base/write-failure.ts";
import { bytesAt, DiskFile } from "./byte-file.ts";
import { headOf, streamAfter, streamOfDescriptor } from "./byte-stream.ts";
import { unreadable, walkFolder, whyUnreadable } from "./directory.ts";
import { type Input, type NamedInput, nameInputs } from "./inputs.ts";
import { keyOf, type Location, withSuffix } from "./location.ts";
import { HEAD_BYTES, wrappingOf } from "./magic.ts";
import { openFile, openStream } from "./open-one.ts";
import type { Found, OpenedArtifact, Problem } from "./opened-artifact.ts";
import { placeOf, type Surroundings } from "./place.ts";
import { spool } from "./spool.ts";
import { SIDE_FILES, storePartsAt } from "./sqlite-copy.ts";

export type { Input } from "./inputs.ts";
export type { Chunk, Digest, Found, OpenedArtifact, Problem, StoredPart } from "./opened-artifact.ts";

export interface OpenOptions extends Surroundings {
  /** Whether `.git`, `node_modules` and `worktrees` are read too. */
  readonly all: boolean;
  /** Why this file is not to be read, or null. */
  skip(absolutePath: string, head: Uint8Array): string | null;
}

/** An artifact is closed when the next one is asked for. What cannot be read is a problem; nothing throws. */
export async function* openArtifacts(inputs: readonly Input[], options: OpenOptions): AsyncGenerator<Found> {
  const named = nameInputs(inputs, process.cwd());
  yield* new Opening(named, options).all();
}

class Opening {
  readonly #locations: ReadonlySet<string | null>;
  /** What lies beside SQLite stores and is read with them. */
  readonly #besideStores = new Set<string>();

  constructor(
    readonly inputs: readonly NamedInput[],
    readonly options: OpenOptions,
  ) {
    this.#locations = new Set(inputs.map(({ location }) => location));
  }

  async *all(): AsyncGenerator<Found> {
    for (const input of this.inputs) {
      if (input.location === null) yield* this.#stream(input, 0);
      else yield* this.#located(input, input.location);
    }
  }

  async *#located(input: NamedInput, location: string): AsyncGenerator<Found> {
    const { path, reading } = input;
    try {
      const stat = statSync(location);
      if (stat.isFile() && !this.#isBesideNamedStore(location)) yield* this.#file(location, path, reading);
      else if (!stat.isFile() && !stat.isDirectory()) yield* this.#stream(input, openSync(location, "r"));
      if (!stat.isDirectory()) return;
    } catch (error) {
      refuseOwn(error);
      yield unreadable(path, "file", whyUnreadable(error));
      return;
    }
    // What the user named by itself is left to that argument.
    const leaveOut = (inner: Location) => this.#locations.has(keyOf(inner)) || this.#besideStores.has(keyOf(inner));
    for await (const found of walkFolder(location, path, { all: this.options.all, leaveOut })) {
      if (found.kind === "problem") yield found;
      else yield* this.#file(found.location, found.path, reading);
    }
  }

  async *#file(location: Location, path: string, reading: string | null): AsyncGenerator<Found> {
    const file = new DiskFile(location);
    let artifact: OpenedArtifact;
    try {
      const head = bytesAt(file, 0, HEAD_BYTES);
      if (wrappingOf(head) === "sqlite")
        for (const suffix of SIDE_FILES) this.#besideStores.add(keyOf(withSuffix(location, suffix)));
      const reason = this.options.skip(typeof location === "string" ? location : path, head);
      if (reason !== null) {
        file.close();
        yield {
          kind: "problem",
          path,
          severity: "info",
          code: "file.skipped",
          message: `"${path}" was skipped: ${reason}.`,
        };
        return;
      }
      artifact = await openFile(
        file,
        () => storePartsAt(location),
        placeOf(path, reading, this.options.limits),
        this.options,
      );
    } catch (error) {
      file.close();
      refuseOwn(error);
      yield unreadable(path, "file", whyUnreadable(error));
      return;
    }
    let isChanged = false;
    try {
      yield { kind: "artifact", artifact };
      isChanged = file.isChanged;
    } finally {
      artifact.close();
    }
    if (isChanged) yield changedMeanwhile(path);
  }

  async *#stream({ path, reading }: NamedInput, descriptor: number): AsyncGenerator<Found> {
    const stream = streamOfDescriptor(descriptor, descriptor !== 0);
    const place = placeOf(path, reading, this.options.limits);
    let artifact: OpenedArtifact;
    try {
      const head = await headOf(stream, HEAD_BYTES);
      if (wrappingOf(head) === null) artifact = openStream(head, stream, place, this.options);
      else {
        // Archives and stores are read at several places: such a stream is put into a file first.
        const file = await spool(streamAfter(head, stream), () => this.options.temporaryFolder());
        stream.close();
        artifact = await openFile(file, () => [{ suffix: "", file }], place, this.options);
      }
    } catch (error) {
      stream.close();
      refuseOwn(error);
      yield unreadable(path, "file", whyUnreadable(error));
      return;
    }
    yield* handedOut(artifact);
  }

  /** `create run/*` names a store's `-wal` by itself too: it is read with its store. */
  #isBesideNamedStore(location: string): boolean {
    if (this.#besideStores.has(location)) return true;
    const suffix = SIDE_FILES.find((side) => location.endsWith(side));
    const owner = suffix === undefined ? "" : location.slice(0, -suffix.length);
    if (!this.#locations.has(owner)) return false;
    const file = new DiskFile(owner);
    try {
      return wrappingOf(bytesAt(file, 0, HEAD_BYTES)) === "sqlite";
    } finally {
      file.close();
    }
  }
}

function changedMeanwhile(path: string): Problem {
  const message = `The file "${path}" was written to while it was read: it may not be whole, and what was added is left out.`;
  return { kind: "problem", path, severity: "warning", code: "file.changed", message };
}

/** That nothing more can be written is no fault of an artifact. */
function refuseOwn(error: unknown): void {
  if (error instanceof WriteError) throw error;
}

async function* handedOut(artifact: OpenedArtifact): AsyncGenerator<Found> {
  try {
    yield { kind: "artifact", artifact };
  } finally {
    artifact.close();
  }
}
