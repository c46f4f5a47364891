// Turns what the user named into opened artifacts, one at a time.

import { openSync, statSync } from "node:fs";
import { messageOf } from "../base/errors.ts";
import { bytesAt, DiskFile } from "./byte-file.ts";
import { headOf, streamOfDescriptor } from "./byte-stream.ts";
import { unreadable, walkFolder } from "./directory.ts";
import { type Input, type NamedInput, nameInputs } from "./inputs.ts";
import type { Limits } from "./limits.ts";
import { HEAD_BYTES } from "./magic.ts";
import { openFile, openStream, type Surroundings } from "./open-one.ts";
import type { Found, OpenedArtifact } from "./opened-artifact.ts";

export type { Input } from "./inputs.ts";
export type { Chunk, Digest, Found, OpenedArtifact, Problem, StoredPart } from "./opened-artifact.ts";

export interface OpenOptions extends Surroundings {
  readonly limits: Limits;
  /** Whether `.git`, `node_modules` and `worktrees` are read too. */
  readonly all: boolean;
  /** Why this file is not to be read, or null. */
  skip(absolutePath: string, head: Uint8Array): string | null;
}

/** An artifact is closed when the next one is asked for. What cannot be read is a problem; nothing throws. */
export async function* openArtifacts(inputs: readonly Input[], options: OpenOptions): AsyncGenerator<Found> {
  const named = nameInputs(inputs, process.cwd());
  const locations = new Set(named.map(({ location }) => location));
  for (const input of named) {
    if (input.location === null) yield* streamed(input, 0, options);
    else yield* located(input, input.location, locations, options);
  }
}

async function* located(
  input: NamedInput,
  location: string,
  namedLocations: ReadonlySet<string | null>,
  options: OpenOptions,
): AsyncGenerator<Found> {
  const { path, reading } = input;
  try {
    const stat = statSync(location);
    if (!stat.isFile() && !stat.isDirectory()) {
      yield* streamed(input, openSync(location, "r"), options);
      return;
    }
    if (stat.isFile()) {
      yield* oneFile(location, path, reading, options);
      return;
    }
  } catch (error) {
    yield unreadable(path, "file", messageOf(error));
    return;
  }
  // What the user named by itself is left to that argument.
  const leaveOut = (inner: string) => namedLocations.has(inner);
  for await (const found of walkFolder(location, path, { all: options.all, leaveOut })) {
    if (found.kind === "problem") yield found;
    else yield* oneFile(found.location, found.path, reading, options);
  }
}

async function* oneFile(
  location: string,
  path: string,
  reading: string | null,
  options: OpenOptions,
): AsyncGenerator<Found> {
  const file = new DiskFile(location);
  let artifact: OpenedArtifact;
  try {
    const reason = options.skip(location, bytesAt(file, 0, HEAD_BYTES));
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
    artifact = openFile(file, { path, reading, container: null, entryIndex: null }, options);
  } catch (error) {
    file.close();
    yield unreadable(path, "file", messageOf(error));
    return;
  }
  yield* handedOut(artifact);
}

async function* streamed(
  { path, reading }: NamedInput,
  descriptor: number,
  options: OpenOptions,
): AsyncGenerator<Found> {
  const stream = streamOfDescriptor(descriptor, descriptor !== 0);
  const head = await headOf(stream, HEAD_BYTES);
  yield* handedOut(openStream(head, stream, { path, reading, container: null, entryIndex: null }, options));
}

async function* handedOut(artifact: OpenedArtifact): AsyncGenerator<Found> {
  try {
    yield { kind: "artifact", artifact };
  } finally {
    artifact.close();
  }
}
