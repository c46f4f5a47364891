// Measures the compiled program beside what its work costs at least and beside other tools. See docs/benchmarks.md.
// Usage: bun run bench [--works import,merge] [--rows 1000000] [--rounds 3] [--folder DIR]

import { copyFileSync, existsSync, mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { alone, compare } from "./measure.ts";
import { printTable, type Row, rowOf } from "./table.ts";
import { exports } from "./works/export.ts";
import { imports } from "./works/import.ts";
import { many } from "./works/many.ts";
import { merges } from "./works/merge.ts";
import { starts } from "./works/start.ts";
import type { Bench, Work } from "./works/work.ts";

const groups: Readonly<Record<string, (bench: Bench) => AsyncGenerator<Work>>> = {
  import: imports,
  merge: merges,
  many,
  export: exports,
  start: starts,
};

const { values } = parseArgs({
  options: {
    works: { type: "string", default: Object.keys(groups).join(",") },
    rows: { type: "string", default: "1000000" },
    rounds: { type: "string", default: "3" },
    folder: { type: "string", default: tmpdir() },
  },
});

const built = join(import.meta.dir, "../../dist/dbundle");
if (!existsSync(built)) throw new Error("There is no dist/dbundle: run `bun run build` first.");
mkdirSync(values.folder, { recursive: true });
const folder = mkdtempSync(join(values.folder, "dbundle-bench-"));
const rounds = Number(values.rounds);
// A copy, so that building again does not disturb what runs.
const program = join(folder, "dbundle");
copyFileSync(built, program);
try {
  const rows: Row[] = [];
  for (const name of values.works.split(",")) {
    const group = groups[name];
    if (group === undefined)
      throw new Error(`There is no work "${name}"; there are ${Object.keys(groups).join(", ")}.`);
    for await (const work of group({ program, folder, rows: Number(values.rows) })) {
      process.stderr.write(`${work.name}\n`);
      const count = rounds * (work.isShort === true ? 5 : 1);
      if (work.others.length === 0) rows.push(rowOf(work, null, await alone(work.ours, count)));
      for (const other of work.others) {
        if (other.command === null) rows.push(rowOf(work, other.name, null));
        else rows.push(rowOf(work, other.name, await compare(work.ours, other.command, count)));
      }
    }
  }
  printTable(rows);
} finally {
  rmSync(folder, { recursive: true, force: true });
}
