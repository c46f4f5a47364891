// Merge of a thousand small bundles: what a long campaign of runs leaves behind.

import { join } from "node:path";
import { run } from "../measure.ts";
import { type Bench, logFile, type Work } from "./work.ts";

const count = 1000;
const linesEach = 50;

export async function* many(bench: Bench): AsyncGenerator<Work> {
  const inputs: string[] = [];
  for (let seed = 1; seed <= count; seed++) {
    const input = join(bench.folder, `small-${seed}.db`);
    await run([bench.program, "create", await logFile(bench, seed, linesEach), "-o", input]);
    inputs.push(input);
  }
  yield {
    name: `merge of ${count} bundles of ${linesEach} rows`,
    ours: [bench.program, "merge", ...inputs, "-o", join(bench.folder, "many.db"), "--force"],
    others: [],
  };
}
