// Makes a bundle out of artifacts.

import { randomUUID } from "node:crypto";
import { statSync } from "node:fs";
import { join, resolve } from "node:path";
import type { Limits } from "../artifacts/limits.ts";
import type { Input } from "../artifacts/open.ts";
import { UsageError } from "../base/errors.ts";
import { timeFromEpochMs } from "../base/time.ts";
import { BundleBuilder } from "../bundle/builder.ts";
import type { SearchScope } from "../bundle/derive/search.ts";
import type { Leaf } from "../bundle/leaf-rows.ts";
import { type IngestObserver, type IngestReport, ingest } from "./ingest.ts";
import { reasonToSkip, refuseNothing } from "./inputs.ts";
import { programVersion } from "./version.ts";

export interface CreateOptions {
  readonly inputs: readonly Input[];
  /** Null: `<directory>/bundle.db` for one directory, else `bundle.db` in the current folder. */
  readonly output: string | null;
  readonly overwrite: "refuse" | "replace";
  readonly description: string | null;
  readonly tags: Readonly<Record<string, string>>;
  /** Null: the id of the new bundle. */
  readonly root: string | null;
  readonly search: SearchScope;
  readonly originals: "keep" | "drop";
  readonly all: boolean;
  readonly limits: Limits;
  readonly observer: CreateObserver;
}

export interface CreateObserver extends IngestObserver {
  /** What goes on after the last source. */
  step(name: string): void;
}

export interface CreateReport extends IngestReport {
  readonly output: string;
  readonly bundleId: string;
  readonly sourceDirectory: string | null;
  readonly sizeBytes: number;
}

/** Writes the bundle, or throws and leaves nothing behind. */
export async function create(options: CreateOptions): Promise<CreateReport> {
  const output = options.output ?? defaultOutput(options.inputs);
  const leaf = leafOf(options);
  const builder = BundleBuilder.begin(output, options.overwrite, leaf);
  try {
    const skip = (path: string, head: Uint8Array) => reasonToSkip(path, head, resolve(output));
    const report = await ingest(builder, { ...options, skip });
    refuseNothing(report, options.inputs);
    builder.finish((step) => options.observer.step(step));
    const { sources, problems } = report;
    const { bundleId, sourceDirectory } = leaf;
    return { sources, problems, output, bundleId, sourceDirectory, sizeBytes: statSync(output).size };
  } catch (error) {
    const failure = builder.failure(error);
    builder.discard();
    throw failure ?? error;
  }
}

function leafOf(options: CreateOptions): Leaf {
  const bundleId = randomUUID();
  const now = timeFromEpochMs(Date.now()) ?? "";
  const tags = Object.keys(options.tags).length === 0 ? null : JSON.stringify(options.tags);
  return {
    bundleId,
    rootId: options.root ?? bundleId,
    createdAt: now,
    importedAt: now,
    dbundleVersion: programVersion,
    sourceDirectory: onlyDirectory(options.inputs),
    description: options.description,
    tags,
    search: options.search,
    originals: options.originals,
  };
}

function defaultOutput(inputs: readonly Input[]): string {
  if (inputs.some((input) => input.path === "-")) {
    throw new UsageError("Standard input has no folder to write to: name the bundle with --output FILE.");
  }
  const directory = onlyDirectory(inputs);
  return directory === null ? "bundle.db" : join(directory, "bundle.db");
}

function onlyDirectory(inputs: readonly Input[]): string | null {
  const [only] = inputs;
  if (only === undefined || inputs.length > 1 || only.path === "-") return null;
  return statSync(only.path, { throwIfNoEntry: false })?.isDirectory() === true ? only.path : null;
}
