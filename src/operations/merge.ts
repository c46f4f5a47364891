// Merges bundles into one.

import { existsSync, realpathSync, statSync } from "node:fs";
import { UsageError, UserError } from "../base/errors.ts";
import { writeFailure } from "../base/write-failure.ts";
import { scalar } from "../bundle/database.ts";
import type { SearchScope } from "../bundle/derive/search.ts";
import { type MergeObserver, mergeBundles } from "../bundle/merge/merge.ts";
import { changedCode } from "../bundle/merge/sound-input.ts";
import { openBundle } from "../bundle/open.ts";

export interface MergeOptions {
  readonly inputs: readonly string[];
  readonly output: string;
  readonly overwrite: "refuse" | "replace";
  /** Null: what all inputs agree on, else the default. */
  readonly search: SearchScope | null;
  readonly observer: MergeObserver;
}

export interface MergeReport {
  readonly output: string;
  readonly sizeBytes: number;
  readonly bundleCount: number;
  readonly sourceCount: number;
  /** Sources that the inputs had read in different ways. */
  readonly conflictCount: number;
  /** Leaf bundles that were changed after they had been written, by another program or by damage. */
  readonly changedCount: number;
  /** Issues of the merged bundle that are more than information. */
  readonly issueCount: number;
  /** Its other issues, which only inform. */
  readonly infoCount: number;
  readonly contentDigest: string;
}

/** Writes the merged bundle, or throws and leaves nothing behind; the inputs are only read. */
export async function merge(options: MergeOptions): Promise<MergeReport> {
  const { inputs, output, overwrite, search, observer } = options;
  if (inputs.length === 0) throw new UsageError("Name at least one bundle to merge.");
  if (overwrite === "replace") refuseInputAsOutput(inputs, output);
  const opened = inputs.map((path) => ({ open: () => openBundle(path) }));
  try {
    await mergeBundles({ inputs: opened, output, overwrite, search, observer });
  } catch (error) {
    throw writeFailure(error, output) ?? error;
  }
  return report(output);
}

function report(output: string): MergeReport {
  const bundle = openBundle(output);
  const count = (sql: string) => Number(scalar(bundle.db, sql));
  try {
    return {
      output,
      sizeBytes: statSync(output).size,
      bundleCount: count("SELECT count(*) FROM bundles"),
      sourceCount: count("SELECT count(*) FROM _sources"),
      conflictCount: count("SELECT count(DISTINCT source_key) FROM conflicts"),
      changedCount: count(`SELECT count(*) FROM _bundle_issues WHERE code = '${changedCode}'`),
      issueCount: count("SELECT count(*) FROM import_issues WHERE severity <> 'info'"),
      infoCount: count("SELECT count(*) FROM import_issues WHERE severity = 'info'"),
      contentDigest: String(scalar(bundle.db, "SELECT content_digest FROM _meta")),
    };
  } finally {
    bundle.close();
  }
}

/** An input that would be replaced by the output is a slip, though nothing would be lost: `import` adds to a bundle. */
function refuseInputAsOutput(inputs: readonly string[], output: string): void {
  const target = realPath(output);
  if (target === null) return;
  for (const path of inputs) {
    if (realPath(path) === target)
      throw new UserError(`Cannot merge into "${output}": it is one of the inputs. Name another --output.`);
  }
}

function realPath(path: string): string | null {
  return existsSync(path) ? realpathSync(path) : null;
}
