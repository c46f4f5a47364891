// Adds artifacts to a bundle: reads them into a bundle of their own, then merges that in.

import type { Database } from "bun:sqlite";
import { randomUUID } from "node:crypto";
import { statSync } from "node:fs";
import { join, resolve } from "node:path";
import type { Limits } from "../artifacts/limits.ts";
import type { Input } from "../artifacts/open.ts";
import { timeFromEpochMs } from "../base/time.ts";
import { writeFailure } from "../base/write-failure.ts";
import { BundleBuilder } from "../bundle/builder.ts";
import type { Leaf } from "../bundle/leaf-rows.ts";
import { mergeBundles } from "../bundle/merge/merge.ts";
import { openBundle } from "../bundle/open.ts";
import { PrivateFolder } from "../bundle/private-folder.ts";
import type { CreateObserver } from "./create.ts";
import { type IngestReport, ingest, type KnownReading } from "./ingest.ts";
import { reasonToSkip, refuseNothing } from "./inputs.ts";
import { programVersion } from "./version.ts";
import { reading } from "./viewing/reading.ts";

export interface ImportOptions {
  readonly bundle: string;
  readonly inputs: readonly Input[];
  /** Null: the root of the bundle, or the id of the addition where the bundle was merged of several. */
  readonly root: string | null;
  readonly all: boolean;
  readonly limits: Limits;
  readonly observer: CreateObserver;
}

export interface ImportReport extends IngestReport {
  readonly bundle: string;
  readonly sizeBytes: number;
}

/** Replaces the bundle by one with the additional sources, all or nothing. A source that it has is read again only by a newer importer. */
export async function importInto(options: ImportOptions): Promise<ImportReport> {
  const { bundle, inputs, observer } = options;
  const folder = new PrivateFolder("import");
  const addition = join(folder.path, "addition.db");
  try {
    const { leaf, known } = reading(bundle, (db) => ({ leaf: leafFor(db, options), known: knownReadings(db) }));
    const builder = BundleBuilder.begin(addition, "refuse", leaf);
    let report: IngestReport;
    try {
      const skip = (path: string, head: Uint8Array) => reasonToSkip(path, head, resolve(bundle));
      report = await ingest(builder, { ...options, known, skip });
      refuseNothing(report, inputs);
      builder.finish((step) => observer.step(step));
    } catch (error) {
      const failure = builder.failure(error);
      builder.discard();
      throw failure ?? error;
    }
    const parts = [bundle, addition].map((path) => ({ open: () => openBundle(path) }));
    await mergeBundles({
      inputs: parts,
      output: bundle,
      overwrite: "replace",
      search: null,
      observer: quiet(observer),
    });
    return { sources: report.sources, problems: report.problems, bundle, sizeBytes: statSync(bundle).size };
  } catch (error) {
    throw writeFailure(error, bundle) ?? error;
  } finally {
    folder.remove();
  }
}

interface LeafRow {
  readonly bundle_id: string;
  readonly root_id: string;
  readonly created_at: string;
  readonly dbundle_version: string;
  readonly source_directory: string | null;
  readonly description: string | null;
  readonly tags: string | null;
  readonly search: Leaf["search"];
  readonly originals: Leaf["originals"];
}

/** A bundle of one leaf grows; one that was merged of several gets a leaf more. */
function leafFor(db: Database, options: ImportOptions): Leaf {
  const leaves = db.query<LeafRow, []>("SELECT * FROM _bundles ORDER BY bundle_id").all();
  const [only] = leaves;
  const importedAt = timeFromEpochMs(Date.now()) ?? "";
  if (only !== undefined && leaves.length === 1) {
    return {
      bundleId: only.bundle_id,
      rootId: options.root ?? only.root_id,
      createdAt: only.created_at,
      importedAt,
      dbundleVersion: only.dbundle_version,
      sourceDirectory: only.source_directory,
      description: only.description,
      tags: only.tags,
      search: only.search,
      originals: only.originals,
    };
  }
  const bundleId = randomUUID();
  return {
    bundleId,
    rootId: options.root ?? bundleId,
    createdAt: importedAt,
    importedAt,
    dbundleVersion: programVersion,
    sourceDirectory: null,
    description: null,
    tags: null,
    search: only?.search ?? "default",
    originals: only?.originals ?? "keep",
  };
}

interface SourceRow extends KnownReading {
  readonly sourceKey: string;
}

function knownReadings(db: Database): ReadonlyMap<string, KnownReading> {
  const rows = db
    .query<SourceRow, []>(
      `SELECT source_key AS sourceKey, importer, importer_version AS version, size_bytes AS sizeBytes,
        row_count AS rowCount, issue_count AS issueCount FROM _sources WHERE forced = 0`,
    )
    .all();
  return new Map(rows.map((row) => [row.sourceKey, row]));
}

/** The steps of the merge are no news to somebody who asked for an import. */
function quiet(observer: CreateObserver) {
  return { progress: () => undefined, step: (name: string) => observer.step(name) };
}
