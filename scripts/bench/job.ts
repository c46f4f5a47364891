// Measures the whole job beside the tools that are installed, and compares what they found. See docs/benchmarks-job.md.
// Usage: bun run bench:job [--rows 1000000] [--rounds 3] [--folder DIR]

import { copyFileSync, createReadStream, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { median, type Run, run } from "./measure.ts";
import { type Job, jobs } from "./works/job.ts";

const { values } = parseArgs({
  options: {
    rows: { type: "string", default: "1000000" },
    rounds: { type: "string", default: "3" },
    folder: { type: "string", default: tmpdir() },
  },
});

const built = join(import.meta.dir, "../../dist/dbundle");
if (!existsSync(built)) throw new Error("There is no dist/dbundle: run `bun run build` first.");
mkdirSync(values.folder, { recursive: true });
const folder = mkdtempSync(join(values.folder, "dbundle-bench-job-"));
// A copy, so that building again does not disturb what runs.
const program = join(folder, "dbundle");

/** Stands in each message before the number of its line. */
const mark = " step ";
const longestNumber = 12;

interface Timed extends Run {
  readonly seconds: number;
}

try {
  copyFileSync(built, program);
  const all = await jobs({ program, folder, rows: Number(values.rows) });
  const runs = new Map<string, Timed[]>(all.map(({ name }) => [name, []]));
  let wanted: string | null = null;
  for (let round = 0; round < Number(values.rounds); round++) {
    for (const job of all) {
      if (job.command === null) continue; // The table says that it is not installed.
      process.stderr.write(`round ${round + 1}: ${job.name}\n`);
      runs.get(job.name)?.push(await timed(job.command));
      wanted = await mustBeFound(job, wanted);
    }
  }
  print(all, runs);
} finally {
  rmSync(folder, { recursive: true, force: true });
}

async function timed(command: readonly string[]): Promise<Timed> {
  const begun = performance.now();
  const used = await run(command);
  return { ...used, seconds: (performance.now() - begun) / 1000 };
}

/** Answers, and counts and sums of both exports; throws where they are not those of the others. */
async function mustBeFound({ name, prefix }: Job, wanted: string | null): Promise<string> {
  const text = (file: string) => readFileSync(join(folder, `${prefix}-${file}.csv`), "latin1").replaceAll("\r", "");
  const found = [
    text("levels"),
    text("events"),
    await sumsOf(`${prefix}-both.csv`),
    await sumsOf(`${prefix}-both.json`),
  ];
  const said = found.map((part) => part.trim()).join("\n");
  if (wanted !== null && said !== wanted) throw new Error(`${name} found something else:\n${said}\nand not\n${wanted}`);
  return said;
}

/**
 * Numbers in the messages are in no order, so that a lost or doubled row changes their sum. Read in parts: a process that
 * this one starts counts our memory as its own.
 */
async function sumsOf(file: string): Promise<string> {
  const path = join(folder, file);
  const parts = createReadStream(path, { encoding: "latin1", highWaterMark: 1024 * 1024 });
  let count = 0;
  let sum = 0;
  let rest = "";
  for await (const part of parts) {
    const text = rest + part;
    // What may be the beginning of a mark and its number waits for the next part.
    const end = text.length - mark.length - longestNumber;
    let at = text.indexOf(mark);
    for (; at >= 0 && at < end; at = text.indexOf(mark, at + 1)) {
      count += 1;
      sum += Number.parseInt(text.slice(at + mark.length, at + mark.length + longestNumber), 10);
    }
    rest = text.slice(at >= 0 ? at : Math.max(end, 0));
  }
  for (const [, number] of rest.matchAll(new RegExp(`${mark}(\\d+)`, "g"))) {
    count += 1;
    sum += Number(number);
  }
  return `${count} messages, sum of their steps ${sum}`;
}

function print(all: readonly Job[], runs: ReadonlyMap<string, readonly Timed[]>): void {
  const heads = ["tool", "CPU s", "wall s", "peak MB", "ours over it, CPU"];
  const lines = all.map(({ name }) => {
    const own = runs.get(name) ?? [];
    if (own.length === 0) return [name, "not installed", "", "", ""];
    const cpu = median(own.map((one) => one.cpuSeconds));
    const ours = median((runs.get("dbundle") ?? []).map((one) => one.cpuSeconds));
    const peak = Math.max(...own.map((one) => one.peakMegabytes));
    const seconds = median(own.map((one) => one.seconds));
    return [
      name,
      cpu.toFixed(2),
      seconds.toFixed(1),
      peak.toFixed(0),
      name === "dbundle" ? "" : (ours / cpu).toFixed(2),
    ];
  });
  for (const row of [heads, heads.map(() => "---"), ...lines]) console.log(`| ${row.join(" | ")} |`);
}
