// Merges of very many and of very large bundles.

import { Database } from "bun:sqlite";
import { readdirSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { defaultLimits } from "../../src/artifacts/limits.ts";
import { create } from "../../src/operations/create.ts";
import { silent } from "../../src/operations/silent.ts";
import { costOf, inWords, usageOf } from "./costs.ts";
import { writeGeneratedLog } from "./logs.ts";
import type { Surroundings } from "./part.ts";

/** A thousand bundles; once more after a kill in the middle, which must cost less than all of it. */
export async function manyBundles({ program, folder }: Surroundings): Promise<readonly string[]> {
  const bundles: string[] = [];
  for (let n = 0; n < 1000; n++) bundles.push(await smallBundle(folder, n));
  const output = join(folder, "merged.db");
  const whole = await costOf([program, "merge", ...bundles, "-o", output]);
  const found = count(output, "SELECT count(*) AS n FROM logs");
  if (found !== 1000 * 20) throw new Error(`The merged bundle has ${found} of 20,000 logs.`);
  const killed = await killedInTheMiddle([program, "merge", ...bundles, "-o", join(folder, "again.db")], folder);
  const rest = await costOf([program, "merge", ...bundles, "-o", join(folder, "again.db")]);
  const [one, two] = [output, join(folder, "again.db")].map((path) => digest(path));
  if (one !== two) throw new Error("What was merged in two runs differs from what was merged in one.");
  return [
    `1,000 bundles: ${inWords(whole)}`,
    `killed after ${killed.steps} of 2,000 steps (${killed.cpuSeconds.toFixed(1)} CPU s), the rest: ${inWords(rest)}`,
  ];
}

async function smallBundle(folder: string, n: number): Promise<string> {
  const log = join(folder, `${n}.log`);
  const line = (i: number) =>
    JSON.stringify({
      timestamp: `2026-01-01T00:00:${String(i).padStart(2, "0")}.000000+00:00`,
      level: "INFO",
      logger: "shard",
      event: "step",
      message: `shard ${n}, line ${i}`,
      context: { session_id: `session-${n}` },
    });
  writeFileSync(log, `${Array.from({ length: 20 }, (_, i) => line(i)).join("\n")}\n`);
  const options = { description: null, tags: {}, root: null, search: "default", originals: "keep" } as const;
  const { output } = await create({
    ...options,
    inputs: [{ path: log }],
    output: join(folder, `${n}.db`),
    overwrite: "refuse",
    all: false,
    limits: defaultLimits,
    observer: silent,
  });
  return output;
}

async function killedInTheMiddle(words: readonly string[], folder: string) {
  const child = Bun.spawn([...words], { stdio: ["ignore", "ignore", "ignore"] });
  const partial = () => readdirSync(folder).find((name) => /^\.dbundle-partial-.*[^l]$/.test(name));
  // The file grows with every step: half way when it has half of the size.
  const sizeOf = () => statSync(join(folder, partial() ?? "none"), { throwIfNoEntry: false })?.size ?? 0;
  while (sizeOf() < halfWayBytes && child.exitCode === null) await Bun.sleep(5);
  child.kill("SIGKILL");
  await child.exited;
  const name = partial();
  if (name === undefined) throw new Error("The merge was over before it was killed.");
  return { steps: stepsIn(join(folder, name)), ...usageOf(child) };
}

function stepsIn(path: string): number {
  using db = new Database(path);
  return db.query<{ n: number }, []>("SELECT count(*) AS n FROM merge_steps").get()?.n ?? 0;
}

/** Of the merged bundle's 10 MB. */
const halfWayBytes = 3_000_000;

/** Two bundles of a million rows each, with less memory for data than either is large. */
export async function moreThanMemory({ program, folder }: Surroundings): Promise<readonly string[]> {
  const bundles: string[] = [];
  for (const n of [1, 2]) {
    const log = join(folder, `${n}.log`);
    await writeGeneratedLog(log, 1_000_000, n);
    bundles.push(join(folder, `${n}.db`));
    await costOf([program, "create", log, "-o", join(folder, `${n}.db`)]);
  }
  const bytes = bundles.reduce((sum, path) => sum + statSync(path).size, 0);
  const output = join(folder, "merged.db");
  const limited = ["bash", "-c", 'ulimit -d 400000; exec "$@"', "bash"];
  const cost = await costOf([...limited, program, "merge", ...bundles, "-o", output]);
  const found = count(output, "SELECT count(*) AS n FROM logs");
  if (found !== 2_000_000) throw new Error(`The merged bundle has ${found} of 2,000,000 logs.`);
  return [`2 bundles, ${Math.round(bytes / 1e6)} MB, 400 MB for data at most: ${inWords(cost)}`];
}

function count(path: string, sql: string): number {
  using db = new Database(path, { readonly: true });
  return db.query<{ n: number }, []>(sql).get()?.n ?? 0;
}

function digest(path: string): string | undefined {
  using db = new Database(path, { readonly: true });
  return db.query<{ d: string }, []>("SELECT content_digest || bundle_id AS d FROM bundle_meta").get()?.d;
}
