// Where nothing more can be written: a sentence with path and cause, the target as it was, and nothing left behind.

import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { mkdirSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { program } from "../support/measured.ts";
import { besides, type Job, Jobs, stateOf } from "./jobs.ts";

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

/** Runs the program after `before`, in a shell. */
function after(before: string, words: readonly string[], env: Record<string, string> = {}) {
  const { exitCode, stderr } = Bun.spawnSync(["bash", "-c", `${before}; exec "$@"`, "bash", ...program, ...words], {
    cwd: jobs.scratch.folder,
    env: { ...process.env, ...env },
    stdout: "ignore",
  });
  return { code: exitCode, err: stderr.toString() };
}

/** `kilobytes`: no file may become larger. */
const limited = (kilobytes: number) => `trap "" XFSZ; ulimit -f ${kilobytes}`;

describe.each([16, 200, 1000])("no file above %d kB:", (kilobytes) => {
  test.each(names)("%s says so and changes nothing", async (name) => {
    const job = jobNamed(name);
    const { folder, path } = jobs.target(job);
    const { code, err } = after(limited(kilobytes), job.words(path));
    expect(err).toMatch(/^dbundle: Cannot write (into the temporary folder )?".*": .*too large.*\n$/);
    expect([code, await stateOf(path, job), besides(folder)]).toEqual([1, job.old === null ? "absent" : "old", []]);
  });
});

describe("an answer that cannot be written", () => {
  test("is told by its path in an export", () => {
    const output = jobs.scratch.path("logs.csv");
    const { code, err } = after(limited(16), ["export", jobs.scratch.path("run.db"), "logs", "-o", output]);
    expect([code, err]).toEqual([
      1,
      `dbundle: Cannot write "${output}": it would become too large for the file system or for this process's limit on files. Nothing was changed.\n`,
    ]);
    expect(readdirSync(jobs.scratch.folder).filter((name) => name.includes("logs.csv"))).toEqual([]);
  });

  test("is told on standard output too", () => {
    const { code, err } = after("exec > /dev/full", ["export", jobs.scratch.path("run.db"), "logs"]);
    expect([code, err]).toEqual([1, "dbundle: Cannot write the answer: the disk is full.\n"]);
  });

  test("leaves no part of an archive of originals", () => {
    const output = jobs.scratch.path("originals.zip");
    const { code, err } = after(limited(16), ["extract", jobs.scratch.path("run.db"), "-o", output]);
    expect(code).toBe(1);
    expect(err).toStartWith(`dbundle: Cannot write "${output}": it would become too large`);
    expect(readdirSync(jobs.scratch.folder).filter((name) => name.includes("originals"))).toEqual([]);
  });
});

/** A file system of its own, where this may be made. */
function mounted(size: string, use: (folder: string) => void | Promise<void>): (() => Promise<void>) | null {
  if (process.platform !== "linux" || process.getuid?.() !== 0) return null;
  return async () => {
    const folder = jobs.scratch.path(`disk-${size.replaceAll(/\W/g, "-")}`);
    mkdirSync(folder);
    const { exitCode } = Bun.spawnSync(["mount", "-t", "tmpfs", "-o", `size=${size}`, "tmpfs", folder]);
    if (exitCode !== 0) return; // A container that may not mount.
    try {
      await use(folder);
    } finally {
      Bun.spawnSync(["umount", folder]);
    }
  };
}

describe("a disk that is", () => {
  const full = mounted("1m", (folder) => {
    const output = join(folder, "out.db");
    const { code, err } = after(":", ["create", jobs.scratch.path("run"), "-o", output]);
    expect([code, err]).toEqual([1, `dbundle: Cannot write "${output}": the disk is full. Nothing was changed.\n`]);
    expect(readdirSync(folder)).toEqual([]);
  });
  test.skipIf(full === null)("full is named so, and gets its room back", () => full?.());

  const readOnly = mounted("1m,ro", (folder) => {
    for (const words of [
      ["create", jobs.scratch.path("run")],
      ["merge", jobs.scratch.path("run.db")],
    ]) {
      const output = join(folder, "out.db");
      const { code, err } = after(":", [...words, "-o", output]);
      const told = `dbundle: Cannot write "${output}": the file system is read-only. Nothing was changed.\n`;
      expect([code, err]).toEqual([1, told]);
    }
  });
  test.skipIf(readOnly === null)("read-only is named so", () => readOnly?.());

  const fullTemporary = mounted("64k", async (folder) => {
    const job = jobNamed("import");
    const { path } = jobs.target(job);
    const { code, err } = after(":", job.words(path), { TMPDIR: folder });
    expect(code).toBe(1);
    expect(err).toMatch(new RegExp(`^dbundle: Cannot write .*"${folder}.*the disk is full`));
    expect(await stateOf(path, job)).toBe("old");
  });
  test.skipIf(fullTemporary === null)("full where temporary files go is not taken for the output's", () =>
    fullTemporary?.(),
  );
});

describe("a store that cannot be copied for want of room", () => {
  const noRoom = mounted("32k", async (folder) => {
    const store = jobs.scratch.path("with-store");
    mkdirSync(store);
    const { Database } = await import("bun:sqlite");
    using db = new Database(join(store, "store.db"), { create: true });
    db.exec("CREATE TABLE t (a); INSERT INTO t SELECT randomblob(200000)");
    writeFileSync(join(store, "note.txt"), "beside it\n");
    const output = jobs.scratch.path("with-store.db");
    const { code, err } = after(":", ["create", join(store, "store.db"), "-o", output], { TMPDIR: folder });
    expect([code, err]).toEqual([
      1,
      expect.stringMatching(/^dbundle: Cannot write into the temporary folder ".*": the disk is full\./),
    ]);
  });
  test.skipIf(noRoom === null)("stops the run: it is no fault of the store", () => noRoom?.());
});
