// Bundles for tests: made by the operations themselves, in a folder that is removed.

import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { defaultLimits } from "../../src/artifacts/limits.ts";
import { type CreateOptions, type CreateReport, create } from "../../src/operations/create.ts";
import { type ImportReport, importInto } from "../../src/operations/import.ts";
import { type MergeReport, merge } from "../../src/operations/merge.ts";
import { silent } from "../../src/operations/silent.ts";

/** A folder of its own; `remove` it in `afterAll` or `finally`. */
export class Scratch {
  readonly folder = mkdtempSync(join(tmpdir(), "dbundle-test-"));
  private count = 0;

  path(name: string): string {
    return join(this.folder, name);
  }

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }

  /** A bundle of `paths`; the report names it. */
  create(paths: readonly string[], options: Partial<CreateOptions> = {}): Promise<CreateReport> {
    return create({
      inputs: paths.map((path) => ({ path })),
      output: this.path(`${++this.count}.db`),
      overwrite: "refuse",
      description: null,
      tags: {},
      root: null,
      search: "default",
      originals: "keep",
      all: false,
      limits: defaultLimits,
      observer: silent,
      ...options,
    });
  }

  merge(bundles: readonly string[]): Promise<MergeReport> {
    const output = this.path(`${++this.count}.db`);
    return merge({ inputs: bundles, output, overwrite: "refuse", search: null, observer: silent });
  }

  import(bundle: string, paths: readonly string[]): Promise<ImportReport> {
    const inputs = paths.map((path) => ({ path }));
    return importInto({ bundle, inputs, root: null, all: false, limits: defaultLimits, observer: silent });
  }
}
