// Every command on each damaged bundle of a folder; without one, on bundles that are damaged here.
// Usage: bun scripts/fuzz/damaged-bundles.ts [RUNS] [SEED], or: … FOLDER SOUND (as the reference generator wrote it from SOUND)

import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { mutated, randomOf } from "../../tests/fuzz/mutate.ts";
import { commands, complaintsAbout } from "../../tests/hostile/every-command.ts";
import { Scratch } from "../../tests/support/bundles.ts";
import { writeLog } from "../../tests/support/log-files.ts";

const [first = "100", second = "1"] = process.argv.slice(2);
const own = mkdtempSync(join(tmpdir(), "dbundle-damaged-"));
const isGiven = existsSync(first);
const folder = isGiven ? resolve(first) : own;
const sound = isGiven ? resolve(second) : await damagedHere(Number(first), Number(second));
const mustBeRefused = refusedOnes();

const names = readdirSync(folder)
  .filter((name) => name.endsWith(".db"))
  .sort();
const takesAnyDatabase = new Set(["query", "export"]);
let wrong = 0;
for (const command of Object.keys(commands)) {
  const asIs = await complaintsAbout(sound, sound, command, "well");
  if (asIs.length > 0) throw new Error(`${command} fails on a sound bundle: ${asIs.join(", ")}`);
  let well = 0;
  for (const name of names) {
    const isRefused = mustBeRefused.has(name) && !(isForeign(name) && takesAnyDatabase.has(command));
    const complaints = await complaintsAbout(join(folder, name), sound, command, isRefused ? "refused" : null);
    if (complaints.length === 0) well++;
    for (const complaint of complaints) console.log(`  ${command} ${name}: ${complaint}`);
  }
  wrong += names.length - well;
  console.log(`${command}: ${well}/${names.length}`);
}
rmSync(own, { recursive: true, force: true });
process.exit(wrong === 0 ? 0 : 1);

async function damagedHere(count: number, seed: number): Promise<string> {
  const scratch = new Scratch();
  writeLog(scratch.path("run/app.log"), 300);
  const { output } = await scratch.create([scratch.path("run")]);
  const bytes = readFileSync(output);
  scratch.remove();
  const random = randomOf(seed);
  for (let n = 0; n < count; n++) writeFileSync(join(own, `${n}.db`), mutated(bytes, random, [bytes]));
  mkdirSync(join(own, "sound"));
  const path = join(own, "sound/sound.db");
  writeFileSync(path, bytes);
  return path;
}

/** A whole database of another program: its tables can be asked and exported. */
function isForeign(name: string): boolean {
  return name.includes("other_app");
}

/** What the generator says of each of its files. */
function refusedOnes(): ReadonlySet<string> {
  const list = join(folder, "expected.json");
  if (!existsSync(list)) return new Set();
  const expected: Record<string, { cls: string }> = JSON.parse(readFileSync(list, "utf8"));
  return new Set(Object.keys(expected).filter((name) => expected[name]?.cls === "refuse"));
}
