// What the program does at sizes that no test reaches, and what it costs there.
// Usage: bun run scale [merge|memory|files|line|stream]… — after `bun run build`; all parts take about 20 minutes and 40 GB of disk.

import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { longLine, manyFiles, stream } from "./ingest.ts";
import { manyBundles, moreThanMemory } from "./merges.ts";
import type { Part } from "./part.ts";

const parts: Readonly<Record<string, Part>> = {
  merge: manyBundles,
  memory: moreThanMemory,
  files: manyFiles,
  line: longLine,
  stream,
};

const program = resolve(import.meta.dir, "../../dist/dbundle");
if (!existsSync(program)) throw new Error("There is no dist/dbundle: build it first.");
const asked = process.argv.slice(2);
const unknown = asked.filter((name) => parts[name] === undefined);
if (unknown.length > 0)
  throw new Error(`There is no part ${unknown.join(", ")}; there is ${Object.keys(parts).join(", ")}.`);

for (const [name, part] of Object.entries(parts)) {
  if (asked.length > 0 && !asked.includes(name)) continue;
  const folder = mkdtempSync(join(tmpdir(), `dbundle-scale-${name}-`));
  try {
    for (const line of await part({ program, folder })) console.log(`${name}: ${line}`);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
