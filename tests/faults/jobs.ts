// The commands that write a bundle, each ready to run into a target of its own.

import { copyFileSync, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { BundleError } from "../../src/base/errors.ts";
import { verify } from "../../src/operations/verify.ts";
import { Scratch } from "../support/bundles.ts";
import { writeLog } from "../support/log-files.ts";
import { program } from "../support/measured.ts";

export interface Job {
  readonly name: string;
  /** What lies at the target before. */
  readonly old: Uint8Array | null;
  words(target: string): readonly string[];
}

/** Artifacts and bundles to work on. */
export class Jobs {
  readonly scratch = new Scratch();
  private count = 0;

  static async made(): Promise<Jobs> {
    const jobs = new Jobs();
    const { scratch } = jobs;
    writeLog(scratch.path("run/app.log"), 4000);
    writeLog(scratch.path("more/more.log"), 1500);
    writeFileSync(scratch.path("run/notes.txt"), "what happened\n");
    copyFileSync((await scratch.create([scratch.path("run")])).output, scratch.path("run.db"));
    copyFileSync((await scratch.create([scratch.path("more")])).output, scratch.path("more.db"));
    return jobs;
  }

  get all(): readonly Job[] {
    const path = (name: string) => this.scratch.path(name);
    const bundle = readFileSync(path("run.db"));
    return [
      { name: "create", old: null, words: (target) => ["create", path("run"), "-o", target] },
      {
        name: "create over an old bundle",
        old: bundle,
        words: (target) => ["create", path("run"), "-o", target, "--force"],
      },
      { name: "import", old: bundle, words: (target) => ["import", target, path("more")] },
      {
        name: "merge",
        old: null,
        words: (target) => ["merge", path("run.db"), path("more.db"), "-o", target, "--force"],
      },
    ];
  }

  /** A folder that holds the target only, as it is before the job. */
  target(job: Job): { readonly folder: string; readonly path: string } {
    const folder = this.scratch.path(`round-${++this.count}`);
    mkdirSync(folder);
    const path = join(folder, "out.db");
    if (job.old !== null) writeFileSync(path, job.old);
    return { folder, path };
  }
}

export function start(words: readonly string[], cwd: string) {
  return Bun.spawn([...program, ...words], { cwd, stdin: "ignore", stdout: "ignore", stderr: "pipe" });
}

const observer = { begins: () => undefined, bytes: () => undefined, step: () => undefined };

/** What stands at the target: nothing, the old file, a sound bundle, or something else. */
export async function stateOf(path: string, { old }: Job): Promise<"absent" | "old" | "sound" | "broken"> {
  if (!existsSync(path)) return "absent";
  if (old !== null && readFileSync(path).equals(old)) return "old";
  try {
    const { fileDigest, damages } = await verify({ bundle: path, depth: "bytes", observer });
    return fileDigest === "intact" && damages.length === 0 ? "sound" : "broken";
  } catch (error) {
    if (error instanceof BundleError) return "broken";
    throw error;
  }
}

export function besides(folder: string): string[] {
  return readdirSync(folder).filter((name) => name !== "out.db");
}
