// Importing and merging are joins of sets: over random splits of real artifacts.

import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { cpSync, mkdirSync, readdirSync, statSync } from "node:fs";
import { join, relative } from "node:path";
import fc from "fast-check";
import { UserError } from "../../src/base/errors.ts";
import { Scratch } from "../support/bundles.ts";
import { circumstances, dump } from "../support/dump.ts";
import { shared } from "../support/shared.ts";

const corpus = shared === null ? join(import.meta.dir, "../fixtures") : join(shared, "corpus");
const folders = (shared === null ? ["."] : ["wink/old", "wink/head", "overstory", "bind", "pinocchio"]).map((folder) =>
  join(corpus, folder),
);
const most = 200_000;

/** Folders of artifacts, small ones only: laws need variety, not size. */
function units(folder: string): string[] {
  const inputs = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isDirectory() && entry.name === "input")
    .map((entry) => join(entry.parentPath, entry.name));
  const found = inputs.length > 0 ? inputs : readdirSync(folder).map((name) => join(folder, name));
  return found.filter((path) => sizeOf(path) < most);
}

function sizeOf(path: string): number {
  if (!statSync(path).isDirectory()) return statSync(path).size;
  return readdirSync(path, { recursive: true }).reduce((sum, name) => sum + statSync(join(path, String(name))).size, 0);
}

/** A folder in which nothing is recognised gives no bundle by itself. */
async function holdsArtifacts(path: string): Promise<boolean> {
  try {
    await scratch.create([path]);
    return true;
  } catch (error) {
    if (error instanceof UserError) return false;
    throw error;
  }
}

const scratch = new Scratch();
const names: string[] = [];
const home = process.cwd();

beforeAll(async () => {
  mkdirSync(scratch.path("in"));
  process.chdir(scratch.path("in"));
  for (const path of folders.flatMap(units)) {
    const name = relative(corpus, path).replaceAll("/", "-");
    cpSync(path, name, { recursive: true });
    if (await holdsArtifacts(name)) names.push(name);
  }
});
afterAll(() => {
  process.chdir(home);
  scratch.remove();
});

const some = () => fc.shuffledSubarray(names, { minLength: 1, maxLength: 4 });
const runs = { numRuns: Number(process.env.LAW_RUNS ?? 5) };

describe("the algebra of bundles", () => {
  test("a merge does not depend on the order of its inputs, and a bundle merged with itself stays what it is", async () => {
    await fc.assert(
      fc.asyncProperty(some(), some(), async (x, y) => {
        const a = (await scratch.create(x)).output;
        const b = (await scratch.create(y)).output;
        const ab = await scratch.merge([a, b]);
        const ba = await scratch.merge([b, a]);
        expect(ab.contentDigest).toBe(ba.contentDigest);
        expect(dump(ab.output)).toEqual(dump(ba.output));
        expect(dump((await scratch.merge([a, a])).output)).toEqual(dump(a));
        expect(dump((await scratch.merge([ab.output, b])).output)).toEqual(dump(ab.output));
      }),
      runs,
    );
  }, 300_000);

  test("merging in steps gives what merging at once gives", async () => {
    await fc.assert(
      fc.asyncProperty(some(), some(), some(), async (x, y, z) => {
        const parts = [];
        for (const paths of [x, y, z]) parts.push((await scratch.create(paths)).output);
        const [a, b, c] = parts as [string, string, string];
        const left = await scratch.merge([(await scratch.merge([a, b])).output, c]);
        const right = await scratch.merge([a, (await scratch.merge([b, c])).output]);
        expect(dump(left.output)).toEqual(dump(right.output));
        expect(dump(left.output)).toEqual(dump((await scratch.merge([c, a, b])).output));
      }),
      runs,
    );
  }, 300_000);

  test("importing two sets under one root gives what merging their bundles gives", async () => {
    await fc.assert(
      fc.asyncProperty(some(), some(), async (x, y) => {
        const root = { root: "one" };
        const both = [...new Set([...x, ...y])];
        const whole = await scratch.create(both, root);
        const merged = await scratch.merge([
          (await scratch.create(x, root)).output,
          (await scratch.create(y, root)).output,
        ]);
        const left = dump(whole.output, circumstances);
        const right = dump(merged.output, circumstances);
        // One bundle lies in `bundles`, or two; where a source lies is then said once or twice.
        for (const each of [left, right]) {
          delete each.bundles;
          for (const view of ["bundle_sources", "import_issues"]) each[view] = [...new Set(each[view])];
        }
        expect(right).toEqual(left);
      }),
      runs,
    );
  }, 300_000);

  test("importing what is there already changes nothing, and importing more is merging", async () => {
    await fc.assert(
      fc.asyncProperty(some(), some(), async (x, y) => {
        const grown = (await scratch.create(x, { root: "one" })).output;
        const before = dump(grown);
        await scratch.import(grown, x);
        expect(dump(grown)).toEqual(before);
        await scratch.import(grown, y);
        const whole = (await scratch.create([...new Set([...x, ...y])], { root: "one" })).output;
        expect(dump(grown, circumstances)).toEqual(dump(whole, circumstances));
      }),
      runs,
    );
  }, 300_000);
});
