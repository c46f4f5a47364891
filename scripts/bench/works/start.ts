// Start: what the program costs before it does anything, beside an empty program compiled by the same Bun.

import { join } from "node:path";
import { run } from "../measure.ts";
import type { Bench, Work } from "./work.ts";

export async function* starts(bench: Bench): AsyncGenerator<Work> {
  const source = join(bench.folder, "empty.ts");
  const empty = join(bench.folder, "empty");
  await Bun.write(source, "export {};\n");
  await run([
    process.execPath,
    "build",
    "--compile",
    "--minify",
    "--bytecode",
    "--format=esm",
    source,
    "--outfile",
    empty,
  ]);
  for (const flag of ["--version", "--help"]) {
    yield {
      name: `dbundle ${flag}`,
      ours: [bench.program, flag],
      others: [{ name: "an empty program", command: [empty], target: "≤ 2.0" }],
      isShort: true,
    };
  }
}
