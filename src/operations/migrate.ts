// Brings a bundle of an older schema to the current one, all or nothing.

import { copyFileSync, statSync } from "node:fs";
import { writeFailure } from "../base/write-failure.ts";
import { AtomicFile } from "../bundle/atomic-file.ts";
import { sealFile } from "../bundle/file-digest.ts";
import { currentSchema, type Schema } from "../bundle/lift.ts";
import { type OpenBundle, openBundle } from "../bundle/open.ts";

export interface MigrateOptions {
  readonly bundle: string;
  /** Null: the bundle itself is replaced. */
  readonly output: string | null;
  readonly overwrite: "refuse" | "replace";
  /** Another one in tests only. */
  readonly schema?: Schema;
}

export interface MigrateReport {
  readonly path: string;
  readonly fromVersion: number;
  readonly toVersion: number;
  /** `current`: nothing was to be done, and nothing was written. */
  readonly outcome: "migrated" | "current";
  readonly sizeBytes: number;
}

/** The bundle is the old one or the new one, never something between. */
export function migrate(options: MigrateOptions): MigrateReport {
  const { bundle: path, schema = currentSchema } = options;
  const bundle = openBundle(path, schema);
  try {
    const fromVersion = bundle.schemaVersion;
    const toVersion = schema.version;
    if (fromVersion === toVersion) {
      return { path, fromVersion, toVersion, outcome: "current", sizeBytes: statSync(path).size };
    }
    const written = writeLifted(bundle, options);
    return { path: written, fromVersion, toVersion, outcome: "migrated", sizeBytes: statSync(written).size };
  } finally {
    bundle.close();
  }
}

/** Opening lifted a private copy: it becomes the bundle. */
function writeLifted(bundle: OpenBundle, { output, overwrite }: MigrateOptions): string {
  const target = output ?? bundle.seal.file;
  try {
    const file = new AtomicFile(target, output === null ? "replace" : overwrite);
    try {
      copyFileSync(bundle.openedPath, file.temporaryPath);
      sealFile(file.temporaryPath);
      file.commit();
    } catch (error) {
      file.discard();
      throw error;
    }
  } catch (error) {
    throw writeFailure(error, target) ?? error;
  }
  return output ?? bundle.path;
}
