// Generated logs, as a file or through a pipe.

import { resolve } from "node:path";

const generator = resolve(import.meta.dir, "../bench/generate-logs.ts");

export async function writeGeneratedLog(path: string, lines: number, seed: number): Promise<void> {
  const child = Bun.spawn([process.execPath, generator, String(lines), String(seed)], { stdout: Bun.file(path) });
  if ((await child.exited) !== 0) throw new Error("The generator of logs failed.");
}

/** For a shell: its standard output is the log. */
export function generatedLogCommand(lines: number): string {
  return `'${process.execPath}' '${generator}' ${lines}`;
}
