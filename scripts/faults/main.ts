// Long fault rounds over the executable: kills and failing calls with the reference harnesses, and how soon it stops when told to.
// Usage: bun run faults [ROUNDS] [NAME…] — after `bun run build`; NAME begins the names of the rounds to run (`import`, `merge: failing`).
// Needs Python 3, strace for failing calls, root for full disks; the harnesses lie in HARNESSES (a variable), else in ../shared/checks/crash.

import { cpSync, existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { asVersion1 } from "../../tests/support/older-bundles.ts";
import { type Round, rounds } from "./rounds.ts";
import { stopTimes } from "./stop-times.ts";

const root = resolve(import.meta.dir, "../..");
const program = join(root, "dist/dbundle");
const [count = "500", ...names] = process.argv.slice(2);
const harnesses = process.env.HARNESSES ?? resolve(root, "../shared/checks/crash");
if (!existsSync(program)) throw new Error("There is no dist/dbundle: build it first.");
if (!existsSync(harnesses)) throw new Error(`There are no harnesses in "${harnesses}".`);

const work = mkdtempSync(join(tmpdir(), "dbundle-faults-"));
try {
  prepare();
  const asked = rounds(program, work).filter(
    ({ name }) => names.length === 0 || names.some((beginning) => name.startsWith(beginning)),
  );
  if (asked.length === 0) throw new Error(`No round begins with ${names.join(", ")}.`);
  const results = asked.map(run);
  const { slowestMs, moments } = await stopTimes(program, work);
  console.log(`slowest end after SIGINT, ${moments} moments`.padEnd(52), `${slowestMs} ms`);
  const isGreen = results.every((exitCode) => exitCode === 0) && slowestMs < 1000;
  console.log(isGreen ? "all green" : "NOT all green");
  process.exitCode = isGreen ? 0 : 1;
} finally {
  rmSync(work, { recursive: true, force: true });
}

/** Artifacts, and bundles of them. */
function prepare(): void {
  mkdirSync(join(work, "run"));
  mkdirSync(join(work, "more"));
  cpSync(join(root, "tests/fixtures"), join(work, "run/fixtures"), { recursive: true });
  writeLog(join(work, "run/app.log"), "2000");
  writeLog(join(work, "more/more.log"), "800");
  writeLog(join(work, "large.log"), "300000");
  for (const name of ["run", "more"]) must([program, "create", join(work, name), "-o", join(work, `${name}.db`)]);
  asVersion1(join(work, "run.db"), join(work, "older.db"));
}

function writeLog(path: string, lines: string): void {
  const generator = join(root, "scripts/bench/generate-logs.ts");
  const { stdout } = Bun.spawnSync([process.execPath, generator, lines], { maxBuffer: 1024 ** 3 });
  writeFileSync(path, stdout);
}

function must(words: string[]): void {
  const { exitCode, stderr } = Bun.spawnSync(words);
  if (exitCode !== 0) throw new Error(`${words.join(" ")}: ${stderr}`);
}

/** Prints what the harness says at its end, and returns its exit code. */
function run({ name, harness, output, words }: Round): number {
  const script = join(harnesses, `${harness}_harness.py`);
  const where =
    harness === "crash" ? ["--n", count, "--out", join(work, `out-${name.replaceAll(/\W+/g, "-")}`, output)] : [];
  const { exitCode, stdout, stderr } = Bun.spawnSync(["python3", script, ...where, ...words], { cwd: work });
  const lines = `${stdout}${stderr}`.trim().split("\n");
  for (const line of lines.filter((line) => line.startsWith("FAIL"))) console.log(`${name}: ${line}`);
  console.log(`${name.padEnd(52)} ${lines.at(-1)}`);
  return exitCode;
}
