// Damaged and malicious bundles: found by verify, and merged only with a word about it.

import { Database } from "bun:sqlite";
import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import fc from "fast-check";
import { UserError } from "../../src/base/errors.ts";
import { verify } from "../../src/operations/verify.ts";
import { Scratch } from "../support/bundles.ts";
import { folderState } from "../support/folder-state.ts";
import { writeLog } from "../support/log-files.ts";
import { sharedTest } from "../support/shared.ts";

/** More by `bun run fuzz`. */
const flips = Number(process.env.FLIP_RUNS ?? 60);

const scratch = new Scratch();
let bundle = "";
let other = "";

beforeAll(async () => {
  writeLog(scratch.path("run/app.log"), 300);
  writeLog(scratch.path("other/app.log"), 20);
  writeFileSync(scratch.path("run/notes.txt"), "what happened\n");
  bundle = (await scratch.create([scratch.path("run")])).output;
  other = (await scratch.create([scratch.path("other")])).output;
});
afterAll(() => scratch.remove());

/** Where bits are turned: the same ones in every run. */
function* places(count: number, bits: number): Generator<number> {
  let state = 17;
  for (let n = 0; n < count; n++) {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    yield Math.floor((state / 2 ** 32) * bits);
  }
}

function withBit(bytes: Uint8Array, bit: number): Uint8Array {
  const changed = Uint8Array.from(bytes);
  changed[bit >> 3] = (changed[bit >> 3] ?? 0) ^ (1 << (bit & 7));
  return changed;
}

async function isFound(path: string): Promise<boolean> {
  try {
    const report = await verify({ bundle: path, depth: "bytes", observer: { step: () => undefined } });
    return report.fileDigest === "differs";
  } catch (error) {
    if (error instanceof UserError) return true;
    throw error;
  }
}

describe("verify finds", () => {
  test("999 of 1,000 turned bits at least", async () => {
    const bytes = readFileSync(bundle);
    const path = scratch.path("flipped.db");
    let found = 0;
    for (const bit of places(1000, bytes.length * 8)) {
      writeFileSync(path, withBit(bytes, bit));
      if (await isFound(path)) found++;
    }
    console.log(`turned bits found: ${found}/1000`);
    expect(found).toBeGreaterThanOrEqual(999);
  }, 120_000);

  test("a byte that is missing, or one too many, at the end", async () => {
    const bytes = readFileSync(bundle);
    const path = scratch.path("cut.db");
    for (const changed of [bytes.subarray(0, -1), Buffer.concat([bytes, Buffer.alloc(1)])]) {
      writeFileSync(path, changed);
      expect(await isFound(path)).toBe(true);
    }
  });

  test.each([
    ["a trigger", "CREATE TRIGGER t AFTER INSERT ON _issues BEGIN SELECT 1; END"],
    ["a changed view", "DROP VIEW logs; CREATE VIEW logs AS SELECT 1 AS id"],
    ["a column that computes", "ALTER TABLE _issues ADD COLUMN g TEXT GENERATED ALWAYS AS (upper(message))"],
    ["a table in a view's place", "DROP VIEW logs; CREATE TABLE logs (id, message)"],
  ])("%s", async (_, sql) => {
    const path = scratch.path("foreign.db");
    writeFileSync(path, readFileSync(bundle));
    const db = new Database(path);
    db.exec(sql);
    db.close();
    expect(await isFound(path)).toBe(true);
    await expect(scratch.merge([path, other])).rejects.toThrow(/is a SQLite file but not a bundle: its? /);
  });
});

describe("merging", () => {
  test("a bundle with a turned bit is refused with a sentence, or says so in the merged one", async () => {
    const bytes = readFileSync(bundle);
    const path = scratch.path("to-merge.db");
    const outcomes = { refused: 0, told: 0 };
    await fc.assert(
      fc.asyncProperty(fc.nat(bytes.length * 8 - 1), async (bit) => {
        writeFileSync(path, withBit(bytes, bit));
        try {
          const { changedCount } = await scratch.merge([path, other]);
          expect(changedCount).toBe(1);
          outcomes.told++;
        } catch (error) {
          if (!(error instanceof UserError)) throw error;
          outcomes.refused++;
        }
        expect(readFileSync(path).equals(withBit(bytes, bit))).toBe(true);
      }),
      { numRuns: flips, seed: 4, endOnFailure: true },
    );
    expect(outcomes.told).toBeGreaterThan(0);
    expect(outcomes.refused + outcomes.told).toBe(flips);
  }, 600_000);

  test("a bundle that SQLite merely wrote anew says so too, and loses nothing", async () => {
    const path = scratch.path("vacuumed.db");
    writeFileSync(path, readFileSync(bundle));
    const db = new Database(path);
    db.exec("VACUUM");
    db.close();
    const merged = await scratch.merge([path, other]);
    expect(merged).toMatchObject({ changedCount: 1, sourceCount: 3 });
    const again = await scratch.merge([merged.output, bundle]);
    expect(again).toMatchObject({ changedCount: 1, contentDigest: merged.contentDigest });
  });
});

const mergeEach = resolve(import.meta.dir, "merge-each.ts");

interface Outcome {
  readonly name: string;
  readonly outcome: "begun" | "merged" | "refused" | "failed";
  readonly message?: string;
  readonly cpuMs?: number;
}

/** In a process of its own; one that a file ended is begun again behind that file. */
function mergedEach(folder: string, count: number): Outcome[] {
  const outcomes: Outcome[] = [];
  while (outcomes.length < count) {
    const words = [mergeEach, folder, other, scratch.path("each.db"), String(outcomes.length)];
    const { stdout, exitCode } = Bun.spawnSync([process.execPath, ...words], { timeout: 300_000 });
    const lines: Outcome[] = stdout
      .toString()
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line));
    const last = lines.at(-1);
    outcomes.push(...lines.filter(({ outcome }) => outcome !== "begun"));
    if (last?.outcome === "begun")
      outcomes.push({ ...last, outcome: "failed", message: `ended the process: ${exitCode}` });
  }
  return outcomes;
}

sharedTest(
  "each of the generated damaged bundles is merged or refused with a sentence, quickly, and stays as it is",
  (shared) => {
    const folder = scratch.path("generated");
    mkdirSync(folder);
    const generator = join(shared, "checks/hostile/gen_sqlite.py");
    expect(Bun.spawnSync(["python3", generator, folder, bundle]).exitCode).toBe(0);
    const expected: Record<string, { cls: string }> = JSON.parse(readFileSync(join(folder, "expected.json"), "utf8"));
    const before = folderState(folder);
    const count = readdirSync(folder).filter((name) => name.endsWith(".db")).length;
    const outcomes = mergedEach(folder, count);
    const wrong = outcomes.filter(
      ({ name, outcome, cpuMs = 0 }) =>
        outcome === "failed" || cpuMs > 10_000 || (expected[name]?.cls === "refuse" && outcome !== "refused"),
    );
    console.log(`damaged bundles, merged: ${count - wrong.length}/${count}`);
    expect(wrong).toEqual([]);
    expect(folderState(folder)).toEqual(before);
  },
  300_000,
);
