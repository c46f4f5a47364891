// Inputs of very many files, of one very long line, and without end.

import { Database } from "bun:sqlite";
import { createHash } from "node:crypto";
import { closeSync, createReadStream, mkdirSync, openSync, statSync, writeFileSync, writeSync } from "node:fs";
import { join } from "node:path";
import { costOf, inWords } from "./costs.ts";
import { generatedLogCommand } from "./logs.ts";
import type { Surroundings } from "./part.ts";

/** 200,000 files in 200 folders, each of bytes of its own. */
export async function manyFiles({ program, folder }: Surroundings): Promise<readonly string[]> {
  const run = join(folder, "run");
  for (let n = 0; n < 200_000; n++) {
    const place = join(run, `folder-${n % 200}`);
    if (n < 200) mkdirSync(place, { recursive: true });
    writeFileSync(join(place, `${n}.log`), logLine(`file ${n}`));
  }
  const output = join(folder, "run.db");
  const create = await costOf([program, "create", run, "-o", output]);
  must(output, "SELECT count(*) AS n FROM sources", 200_000);
  must(output, "SELECT count(*) AS n FROM logs", 200_000);
  const verify = await costOf([program, "verify", output]);
  const info = await costOf([program, "info", output]);
  const merge = await costOf([program, "merge", output, output, "-o", join(folder, "merged.db")]);
  return [
    `200,000 files, create: ${inWords(create)}`,
    `verify: ${inWords(verify)}`,
    `info: ${inWords(info)}`,
    `merge with itself: ${inWords(merge)}`,
  ];
}

/** A line of 500 MB between two that can be read. */
export async function longLine({ program, folder }: Surroundings): Promise<readonly string[]> {
  const log = join(folder, "long.log");
  const descriptor = openSync(log, "w");
  writeSync(descriptor, logLine("one"));
  const [before = "", after = ""] = logLine("|").split("|");
  writeSync(descriptor, before);
  const filler = Buffer.alloc(1_000_000, "x");
  for (let n = 0; n < 500; n++) writeSync(descriptor, filler);
  writeSync(descriptor, after);
  writeSync(descriptor, logLine("three"));
  closeSync(descriptor);
  const output = join(folder, "long.db");
  const create = await costOf([program, "create", log, "-o", output]);
  must(output, "SELECT count(*) AS n FROM logs", 2);
  must(output, "SELECT count(*) AS n FROM import_issues WHERE source_line = 2", 1);
  const extract = await costOf([program, "extract", output, "-o", join(folder, "out")]);
  if ((await sha256(log)) !== (await sha256(join(folder, "out/long.log")))) throw new Error("Its bytes changed.");
  return [`a line of 500 MB, create: ${inWords(create)}`, `extract, bytes equal: ${inWords(extract)}`];
}

/** 10 GB of log lines through a pipe. */
export async function stream({ program, folder }: Surroundings): Promise<readonly string[]> {
  const lines = 26_000_000;
  const output = join(folder, "stream.db");
  const pipe = `${generatedLogCommand(lines)} | tee >(wc -c > '${folder}/bytes') | exec /usr/bin/time -f '%U %S %M' -o '${folder}/cost' '${program}' create - -o '${output}'`;
  await costOf(["bash", "-c", `set -o pipefail; ${pipe}; wait`]);
  must(output, "SELECT count(*) AS n FROM logs", lines);
  const bytes = Number(await Bun.file(join(folder, "bytes")).text());
  const [user = 0, system = 0, peakKB = 0] = (await Bun.file(join(folder, "cost")).text())
    .trim()
    .split(" ")
    .map(Number);
  const cost = `${(user + system).toFixed(0)} CPU s, ${Math.round(peakKB / 1000)} MB peak`;
  return [
    `${(bytes / 1e9).toFixed(1)} GB, ${lines} lines: ${cost}, bundle of ${(statSync(output).size / 1e9).toFixed(1)} GB`,
  ];
}

function logLine(message: string): string {
  const fixed = { timestamp: "2026-01-01T00:00:00.000000+00:00", level: "INFO", logger: "scale", event: "step" };
  return `${JSON.stringify({ ...fixed, message, context: {} })}\n`;
}

function must(path: string, sql: string, wanted: number): void {
  using db = new Database(path, { readonly: true });
  const found = db.query<{ n: number }, []>(sql).get()?.n;
  if (found !== wanted) throw new Error(`${sql}: ${found} instead of ${wanted}.`);
}

async function sha256(path: string): Promise<string> {
  const hash = createHash("sha256");
  for await (const piece of createReadStream(path)) hash.update(piece);
  return hash.digest("hex");
}
