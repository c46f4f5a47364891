// Reads the sources of a bundle again and compares what they say with what the bundle says.

import { join } from "node:path";
import type { Limits } from "../artifacts/limits.ts";
import { Comparison, type Difference } from "../bundle/compare.ts";
import { mergeBundles } from "../bundle/merge/merge.ts";
import { type OpenBundle, openBundle } from "../bundle/open.ts";
import { hasOriginal, type StoredSource, storedSources } from "../bundle/originals.ts";
import { PrivateFolder } from "../bundle/private-folder.ts";
import { create } from "./create.ts";
import type { Originals } from "./originals.ts";
import { silent } from "./silent.ts";
import type { Damage, VerifyObserver } from "./verify-damage.ts";

export interface Contents {
  /** `equal`: every source was read again and says the same, and all that is derived follows from it. */
  readonly verdict: "equal" | "different" | "partly compared";
  readonly comparedSources: number;
  /** Sources that this program cannot read as they were read then: another importer version, or no bytes. */
  readonly skippedSources: number;
  readonly damages: readonly Damage[];
}

export async function compareContents(
  bundle: OpenBundle,
  originals: Originals,
  limits: Limits,
  observer: VerifyObserver,
): Promise<Contents> {
  const folder = new PrivateFolder("verify");
  try {
    observer.step("reading the sources again");
    const facts = await factsAnew(bundle, originals, limits, folder.path);
    observer.step("deriving again");
    const derived = await derivedAnew(bundle, folder.path);
    const damages = [
      ...facts.differences.map((one) => damage("facts", one)),
      ...derived.map((one) => damage("derived", one)),
    ];
    const skippedSources = storedSources(bundle.db).length - facts.comparedSources;
    const verdict = damages.length > 0 ? "different" : skippedSources > 0 ? "partly compared" : "equal";
    return { verdict, comparedSources: facts.comparedSources, skippedSources, damages };
  } finally {
    folder.remove();
  }
}

/** Members are read with their containers. */
async function factsAnew(bundle: OpenBundle, originals: Originals, limits: Limits, folder: string) {
  const sources = storedSources(bundle.db).filter((source) => hasOriginal(bundle.db, source));
  if (sources.length === 0) return { differences: [], comparedSources: 0 };
  const output = join(folder, "facts.db");
  const inputs = await Promise.all(
    sources.map(async (source) => ({ path: await originals.file(source), ...readingOf(source) })),
  );
  await create({
    inputs,
    output,
    overwrite: "replace",
    description: null,
    tags: {},
    root: null,
    search: "none",
    originals: "drop",
    all: true,
    limits,
    observer: silent,
  });
  return compared(output, bundle, (comparison) => ({
    differences: comparison.facts(),
    comparedSources: comparison.sourceCount,
  }));
}

/** As it was read then; what was not claimed may be claimed by an importer that is newer than the bundle. */
function readingOf({ importer, forced }: StoredSource): { readonly reading?: string } {
  return forced || !["opaque", "wrapper"].includes(importer) ? { reading: importer } : {};
}

/** A merge of one bundle derives everything from the facts alone. */
async function derivedAnew(bundle: OpenBundle, folder: string): Promise<Difference[]> {
  const output = join(folder, "derived.db");
  const again = { open: () => openBundle(bundle.openedPath) };
  await mergeBundles({ inputs: [again], output, overwrite: "replace", search: null, observer: silent });
  return compared(output, bundle, (comparison) => comparison.derived());
}

function compared<T>(expected: string, bundle: OpenBundle, compare: (comparison: Comparison) => T): T {
  const comparison = new Comparison(expected, bundle.openedPath);
  try {
    return compare(comparison);
  } finally {
    comparison.close();
  }
}

function damage(check: "facts" | "derived", { table, rows }: Difference): Damage {
  const says = check === "facts" ? "what its sources say when they are read again" : "what follows from the facts";
  return { check, subject: table, reason: `${rows} row${rows === 1 ? "" : "s"} differ from ${says}` };
}
