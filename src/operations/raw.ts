// Prints one record as the artifact has it: a line of a source, a line of a member of an archive, a row of a store.

import type { Archive } from "../artifacts/artifact.ts";
import type { OpenedArtifact } from "../artifacts/opened-artifact.ts";
import { UserError } from "../base/errors.ts";
import { bundleFailure, damaged, type OpenBundle, openBundle } from "../bundle/open.ts";
import { DamagedOriginal, partsOf, type StoredSource } from "../bundle/originals.ts";
import { resolveSource } from "../bundle/source-names.ts";
import { Originals } from "./originals.ts";
import { type LineRange, type RawAddress, rawAddress, withoutLines } from "./raw-address.ts";
import { linesOfBytes, linesOfSource } from "./raw-lines.ts";
import { rowsOfStore } from "./raw-store.ts";

export interface RawOptions {
  readonly bundle: string;
  /** `SOURCE`, `SOURCE:LINE[-LINE]`, `SOURCE!/MEMBER[:LINE[-LINE]]`, or `VIEW/ID`. */
  readonly address: string;
}

/** The exact bytes, in pieces, with the line ends as they are; a row of a store as a JSON object. */
export async function* raw({ bundle: path, address }: RawOptions): AsyncGenerator<Uint8Array> {
  const bundle = openBundle(path);
  const originals = new Originals(bundle);
  try {
    yield* rawBytes(bundle, originals, rawAddress(bundle.db, address));
  } catch (error) {
    if (error instanceof DamagedOriginal) throw damaged(path, `an original is not what it was: ${error.message}`);
    throw bundleFailure(error, path) ?? error;
  } finally {
    originals.close();
    bundle.close();
  }
}

/** What an address names, from a bundle that is open. */
async function* rawBytes(bundle: OpenBundle, originals: Originals, address: RawAddress): AsyncGenerator<Uint8Array> {
  const source = resolveSource(bundle.db, address.source);
  const { member, lines } = address;
  if (member !== null) yield* memberBytes(originals, source, member, lines);
  else if (lines === null) yield* wholeSource(bundle, originals, source);
  else if (source.lineCount === null) yield* numberedRecord(originals, source, lines);
  else yield* linesOfSource(originals, source, lines);
}

/** All that `SOURCE` alone names; of a store, its first part. */
async function* wholeSource(bundle: OpenBundle, originals: Originals, source: StoredSource) {
  const [part] = partsOf(bundle.db, source.sourceId);
  if (part !== undefined) yield* originals.bytes(source, part);
}

async function* memberBytes(originals: Originals, source: StoredSource, member: string, lines: LineRange | null) {
  for await (const artifact of originals.opened(source)) {
    const names = memberNames(artifact);
    const wanted = names.includes(member) || lines !== null ? { rest: member, lines } : withoutLines(member);
    if (!names.includes(wanted.rest)) throw noMember(source, wanted.rest, names);
    if (artifact.store !== null) yield* rowsOfStore(artifact.store, wanted.rest, wanted.lines);
    else if (artifact.archive !== null) yield* entryBytes(artifact.archive, wanted.rest, wanted.lines);
  }
}

function memberNames({ archive, store }: OpenedArtifact): string[] {
  if (store !== null) return store.tables.map(({ name }) => name);
  return (archive?.entries ?? []).filter(({ isDirectory }) => !isDirectory).map(({ name }) => name);
}

function* entryBytes(archive: Archive, member: string, lines: LineRange | null): Generator<Uint8Array> {
  const entry = archive.entries.find(({ name, isDirectory }) => name === member && !isDirectory);
  if (entry === undefined) return; // The names come from these entries.
  const { bytes, problems } = archive.read(entry);
  if (bytes === null) throw new UserError(`"${member}" cannot be read: ${problems[0]?.message ?? "no bytes"}`);
  if (lines === null) yield bytes;
  else yield* linesOfBytes(bytes, lines, member);
}

/** A number in something that has no lines: the entry of an archive. */
async function* numberedRecord(originals: Originals, source: StoredSource, { first, last }: LineRange) {
  for await (const { archive } of originals.opened(source)) {
    if (archive === null) throw new UserError(`Source ${source.sourceId} is no text: it has no lines.`);
    for (let number = first; number <= last; number++) {
      const entry = archive.entries[number - 1];
      if (entry === undefined)
        throw new UserError(`The archive has ${archive.entries.length} entries; there is no entry ${number}.`);
      const { bytes, problems } = archive.read(entry);
      if (bytes === null) throw new UserError(`Entry ${number} cannot be read: ${problems[0]?.message ?? "no bytes"}`);
      yield bytes;
    }
  }
}

function noMember(source: StoredSource, member: string, names: readonly string[]): UserError {
  const known = names.slice(0, 5).map((name) => `"${name}"`);
  const has =
    known.length === 0 ? "It contains nothing." : `It has ${known.join(", ")}${names.length > 5 ? " and more" : ""}.`;
  return new UserError(`Source ${source.sourceId} has no member "${member}". ${has}`);
}
