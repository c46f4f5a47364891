// Runs the program as a process and tells what it cost: for tests of what hostile input may cost.

import { readFileSync } from "node:fs";
import { binaryProgram, sourceProgram } from "./program.ts";

/** The executable where it is built from this source, else the source itself. */
export const program: readonly string[] = binaryProgram ?? sourceProgram;

export interface Measured {
  /** Null when a signal ended it. */
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
  readonly cpuMs: number;
  readonly peakMB: number;
}

/** `timeoutMs`: a process that hangs is killed then, and has no exit code. */
export async function measured(words: readonly string[], cwd: string, timeoutMs = 60_000): Promise<Measured> {
  const child = Bun.spawn([...program, ...words], {
    cwd,
    env: { ...process.env, NO_COLOR: "1" },
    stdin: "ignore",
    stdout: "pipe",
    stderr: "pipe",
    timeout: timeoutMs,
    killSignal: "SIGKILL",
  });
  let peakMB = 0;
  const watch = setInterval(() => {
    peakMB = Math.max(peakMB, peakOf(child.pid));
  }, 5);
  const [out, err] = await Promise.all([
    new Response(child.stdout).text(),
    new Response(child.stderr).text(),
    child.exited,
  ]);
  clearInterval(watch);
  const usage = child.resourceUsage();
  if (usage === undefined) throw new Error("The system does not tell what the process used.");
  const cpuMs = Number(usage.cpuTime.total) / 1000;
  // Without /proc the figure of the ended process has to do.
  if (peakMB === 0) peakMB = usage.maxRSS / 1e6;
  return { code: child.signalCode === null ? child.exitCode : null, out, err, cpuMs, peakMB };
}

/**
 * The high-water mark so far, in megabytes; 0 where it cannot be read. The figure of an ended process is of no use here:
 * it begins with the memory of the test process that it was forked from.
 */
function peakOf(pid: number): number {
  try {
    return Number(/^VmHWM:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1] ?? 0) / 1000;
  } catch {
    return 0; // It has ended.
  }
}
