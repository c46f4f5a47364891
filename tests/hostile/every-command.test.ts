// Whatever is wrong with a bundle, every command says so in a sentence, soon, and leaves the file as it is.

import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { readFileSync, writeFileSync } from "node:fs";
import { mutated, randomOf } from "../fuzz/mutate.ts";
import { Scratch } from "../support/bundles.ts";
import { writeLog } from "../support/log-files.ts";
import { commands, complaintsAbout } from "./every-command.ts";

/** More by `bun scripts/fuzz/damaged-bundles.ts`. */
const count = 8;

const scratch = new Scratch();
let sound = "";
const damaged: string[] = [];

beforeAll(async () => {
  writeLog(scratch.path("run/app.log"), 200);
  sound = (await scratch.create([scratch.path("run")])).output;
  const bytes = readFileSync(sound);
  const random = randomOf(5);
  for (let n = 0; n < count; n++) {
    damaged.push(scratch.path(`damaged-${n}.db`));
    writeFileSync(damaged[n] ?? "", mutated(bytes, random, [bytes]));
  }
  damaged.push(scratch.path("cut.db"));
  writeFileSync(scratch.path("cut.db"), bytes.subarray(0, -1));
});
afterAll(() => scratch.remove());

describe.each(Object.keys(commands))("%s", (command) => {
  test("ends well on a sound bundle", async () => {
    expect(await complaintsAbout(sound, sound, command, "well")).toEqual([]);
  });

  test("ends with its answer or a sentence on a damaged one", async () => {
    for (const path of damaged) expect([path, await complaintsAbout(path, sound, command)]).toEqual([path, []]);
  }, 60_000);
});
