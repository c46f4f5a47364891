// Gives the original artifacts back, byte for byte.

import { basename } from "node:path";
import { UserError } from "../base/errors.ts";
import { scalar } from "../bundle/database.ts";
import { bundleFailure, type OpenBundle, openBundle } from "../bundle/open.ts";
import { DamagedOriginal, occurrencesOf, partsOf, type StoredSource, storedSources } from "../bundle/originals.ts";
import { resolveSource } from "../bundle/source-names.ts";
import { FolderTarget } from "./extract-folder.ts";
import type { Extraction, ExtractTarget } from "./extract-target.ts";
import { ZipTarget } from "./extract-zip.ts";
import { MissingOriginal, Originals } from "./originals.ts";
import { SafeNames } from "./safe-names.ts";

export interface ExtractOptions {
  readonly bundle: string;
  /** Names of sources; none: all that lay in folders themselves, archives as the archives they were. */
  readonly sources: readonly string[];
  /** A folder, or a file that ends in `.zip`; null: a folder beside, named after the bundle. */
  readonly output: string | null;
  readonly overwrite: "refuse" | "replace";
  readonly observer: ExtractObserver;
}

export interface ExtractObserver {
  begins(totalBytes: number): void;
  /** More bytes were written. */
  bytes(path: string, count: number): void;
}

export interface ExtractedFile {
  /** As it was found, with its root where the bundle has several. */
  readonly path: string;
  /** Inside the output, with `/`; differs from `path` where that name is not safe or not free. */
  readonly writtenAs: string;
  readonly sourceKey: string;
  readonly sha256: string;
  readonly sizeBytes: number;
}

export interface ExtractProblem {
  readonly path: string;
  readonly kind: "damaged" | "missing";
  /** Ends a sentence. */
  readonly reason: string;
}

export interface ExtractReport {
  readonly output: string;
  readonly files: readonly ExtractedFile[];
  readonly problems: readonly ExtractProblem[];
}

export async function extract(options: ExtractOptions): Promise<ExtractReport> {
  const bundle = openBundle(options.bundle);
  const originals = new Originals(bundle);
  try {
    refuseWithoutOriginals(bundle);
    const planned = plan(bundle.db, options.sources);
    const output = options.output ?? `${basename(options.bundle).replace(/\.db$/i, "")}-originals`;
    const target = /\.zip$/i.test(output)
      ? new ZipTarget(output, options.overwrite, planned)
      : new FolderTarget(output, options.overwrite, planned);
    return await write(planned, originals, target, options.observer);
  } catch (error) {
    throw bundleFailure(error, options.bundle) ?? error;
  } finally {
    originals.close();
    bundle.close();
  }
}

async function write(
  planned: readonly Extraction[],
  originals: Originals,
  target: ExtractTarget,
  observer: ExtractObserver,
): Promise<ExtractReport> {
  const files: ExtractedFile[] = [];
  const problems: ExtractProblem[] = [];
  observer.begins(planned.reduce((sum, { part }) => sum + part.sizeBytes, 0));
  try {
    for (const file of planned) {
      const { path, writtenAs, source, part } = file;
      try {
        await target.write(file, () => watched(originals.bytes(source, part), path, observer));
        files.push({ path, writtenAs, sourceKey: source.sourceKey, sha256: part.sha256, sizeBytes: part.sizeBytes });
      } catch (error) {
        // The others are still worth having; the report says what is missing.
        if (error instanceof DamagedOriginal) problems.push({ path, kind: "damaged", reason: error.message });
        else if (error instanceof MissingOriginal)
          problems.push({ path, kind: "missing", reason: "the bundle does not hold its bytes" });
        else throw error;
      }
    }
    await target.commit();
    return { output: target.output, files, problems };
  } catch (error) {
    target.discard();
    throw error;
  }
}

async function* watched(pieces: AsyncIterable<Uint8Array>, path: string, observer: ExtractObserver) {
  for await (const piece of pieces) {
    yield piece;
    observer.bytes(path, piece.byteLength);
  }
}

/** Said before anything is written: sources of no bytes could still be. */
function refuseWithoutOriginals({ db, path }: OpenBundle): void {
  const holdsNone = "NOT EXISTS (SELECT 1 FROM _source_chunks WHERE data IS NOT NULL)";
  if (scalar(db, `SELECT ${holdsNone} AND EXISTS (SELECT 1 FROM _source_chunks)`) !== 1) return;
  throw new UserError(
    `Bundle "${path}" does not hold the original bytes: it was made with --originals drop. Nothing was written.`,
  );
}

function plan(db: OpenBundle["db"], names: readonly string[]): Extraction[] {
  const safe = new SafeNames();
  return found(db, names).map((file) => ({ ...file, writtenAs: safe.pathFor(file.path) }));
}

function found(db: OpenBundle["db"], names: readonly string[]): Omit<Extraction, "writtenAs">[] {
  const named = names.length > 0;
  const sources = named ? distinct(names.map((name) => resolveSource(db, name))) : storedSources(db);
  const places = sources.flatMap((source) =>
    occurrencesOf(db, source.sourceId)
      .filter(({ containerId }) => named || containerId === null)
      .map(({ rootId, path }) => ({ source, rootId, path })),
  );
  const hasRoots = new Set(places.map(({ rootId }) => rootId)).size > 1;
  const files = places.flatMap(({ source, rootId, path }) =>
    partsOf(db, source.sourceId).map((part) => ({
      source,
      part,
      path: `${hasRoots ? `${rootId}/` : ""}${path}${part.suffix}`,
    })),
  );
  // One source may be known at one place from several leaf bundles.
  const once = new Map(files.map((file) => [`${file.source.sourceId} ${file.part.part} ${file.path}`, file]));
  return [...once.values()].sort((a, b) => (a.path < b.path ? -1 : a.path > b.path ? 1 : 0));
}

function distinct(sources: readonly StoredSource[]): StoredSource[] {
  return [...new Map(sources.map((source) => [source.sourceId, source])).values()];
}
