// What is measured: a command of ours and what it stands beside.

import { existsSync } from "node:fs";
import { join } from "node:path";
import { type Command, run } from "../measure.ts";

export interface Work {
  readonly name: string;
  readonly ours: Command;
  readonly others: readonly Other[];
  /** It takes so little that more rounds are run. */
  readonly isShort?: boolean;
}

export interface Other {
  readonly name: string;
  /** Null: not installed. */
  readonly command: Command | null;
  /** Of the ratio ours over it, in CPU time. */
  readonly target?: string;
}

export interface Bench {
  /** The compiled program. */
  readonly program: string;
  /** Where files may be made. */
  readonly folder: string;
  /** Lines of a log. */
  readonly rows: number;
}

const scripts = join(import.meta.dir, "..");

export const bunScript = (name: string, ...args: readonly string[]): Command => [
  process.execPath,
  join(scripts, name),
  ...args,
];

/** A log of its own for each seed, made once. */
export async function logFile(bench: Bench, seed: number, rows = bench.rows): Promise<string> {
  const path = join(bench.folder, `log-${seed}-${rows}.jsonl`);
  if (!existsSync(path))
    await run(shell(`exec "$0" "$1" "$2" "$3" > "$4"`, ...bunScript("generate-logs.ts", `${rows}`, `${seed}`), path));
  return path;
}

/** A bundle of one log, without a search index, made once. */
export async function bundleOf(bench: Bench, seed: number, rows = bench.rows): Promise<string> {
  const path = join(bench.folder, `bundle-${seed}-${rows}.db`);
  if (existsSync(path)) return path;
  const log = await logFile(bench, seed, rows);
  await run([bench.program, "create", log, "-o", path, "--search", "none"]);
  return path;
}

/** A script for `sh`; what follows is `$0`, `$1`, … in it. */
export function shell(script: string, ...args: readonly string[]): Command {
  return ["sh", "-c", script, ...args];
}

/** Null when a tool that the command needs is not installed. */
export function ifInstalled(tools: readonly string[], command: Command): Command | null {
  return tools.every((tool) => Bun.which(tool) !== null) ? command : null;
}
