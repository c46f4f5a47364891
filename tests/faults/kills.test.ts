// A process that is killed or told to stop at any moment: the target is the old file, absent, or whole.

import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { readdirSync, watch } from "node:fs";
import { tmpdir } from "node:os";
import { besides, type Job, Jobs, start, stateOf } from "./jobs.ts";

/** More by `bun run faults`. */
const rounds = Number(process.env.KILL_ROUNDS ?? 20);

let jobs: Jobs;
beforeAll(async () => {
  jobs = await Jobs.made();
});
afterAll(() => jobs.scratch.remove());

const names = ["create", "create over an old bundle", "import", "merge"];

function jobNamed(name: string): Job {
  const job = jobs.all.find((job) => job.name === name);
  if (job === undefined) throw new Error(`There is no job ${name}`);
  return job;
}

describe("killed at a random moment", () => {
  test.each(names)(
    "%s leaves the target whole or as it was, and works when it is run again",
    async (name) => {
      const job = jobNamed(name);
      const usualMs = await durationOf(job);
      const ended: Record<string, number> = {};
      for (let round = 0; round < rounds; round++) {
        const { folder, path } = jobs.target(job);
        const child = start(job.words(path), folder);
        // Evenly over the run: the moments differ from run to run with the machine's load.
        const timer = setTimeout(() => child.kill("SIGKILL"), (usualMs * (round + 0.5)) / rounds);
        await child.exited;
        clearTimeout(timer);
        const state = await stateOf(path, job);
        expect(state).not.toBe("broken");
        if (job.old !== null) expect(state).not.toBe("absent");
        expect(besides(folder).filter((name) => !name.startsWith(".dbundle-partial-"))).toEqual([]);
        ended[state] = (ended[state] ?? 0) + 1;
        if (state === "sound" && name === "create") continue; // It refuses to write twice, as it should.
        const again = start(job.words(path), folder);
        expect([await again.exited, await stateOf(path, job)]).toEqual([0, "sound"]);
      }
      console.log(`${name}: ${rounds}/${rounds} rounds of SIGKILL`, ended);
    },
    240_000,
  );
});

async function durationOf(job: Job): Promise<number> {
  const { folder, path } = jobs.target(job);
  const begun = performance.now();
  expect(await start(job.words(path), folder).exited).toBe(0);
  return performance.now() - begun;
}

describe.each([
  ["SIGINT", 130],
  ["SIGTERM", 143],
] as const)("told to stop by %s", (signal, code) => {
  test.each(names)("%s ends with its code and removes what was begun", async (name) => {
    const job = jobNamed(name);
    const before = ours();
    let { folder, path } = jobs.target(job);
    let child = await stopped(job, signal, { folder, path });
    // It was faster than the signal: once more.
    for (let attempt = 1; attempt < 10 && child.exitCode === 0; attempt++) {
      ({ folder, path } = jobs.target(job));
      child = await stopped(job, signal, { folder, path });
    }
    expect(child.exitCode).toBe(code);
    expect([await stateOf(path, job), besides(folder)]).toEqual([job.old === null ? "absent" : "old", []]);
    expect(ours()).toEqual(before);
    expect(await new Response(child.stderr).text()).toBe("");
  });
});

/** Ended after a signal that came as soon as an unfinished output was there. */
async function stopped(job: Job, signal: NodeJS.Signals, target: { readonly folder: string; readonly path: string }) {
  const begun = Promise.withResolvers<void>();
  const watcher = watch(target.folder, () => begun.resolve());
  const child = start(job.words(target.path), target.folder);
  await Promise.race([begun.promise, child.exited]);
  child.kill(signal);
  await child.exited;
  watcher.close();
  return child;
}

/** Temporary folders of this program; other tests' may come and go meanwhile, so only imports' count. */
function ours(): string[] {
  return readdirSync(tmpdir()).filter((name) => name.startsWith("dbundle-import-"));
}
