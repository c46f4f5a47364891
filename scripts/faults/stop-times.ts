// How long the program goes on after it was told to stop, while it reads, indexes and seals.

import { existsSync, rmSync } from "node:fs";
import { join } from "node:path";

export async function stopTimes(program: string, work: string): Promise<{ slowestMs: number; moments: number }> {
  const output = join(work, "stopped.db");
  const words = [program, "create", join(work, "large.log"), "-o", output, "--search", "full"];
  const whole = await timed(words, null);
  rmSync(output);
  const moments = 20;
  let slowestMs = 0;
  for (let n = 0; n < moments; n++) {
    const { afterSignalMs, exitCode } = await timed(words, (whole.totalMs * (n + 0.5)) / moments);
    if (exitCode === 0) rmSync(output);
    else if (exitCode !== 130 || existsSync(output)) throw new Error(`It ended with ${exitCode} after SIGINT.`);
    else slowestMs = Math.max(slowestMs, Math.round(afterSignalMs));
  }
  return { slowestMs, moments };
}

async function timed(words: readonly string[], stopAfterMs: number | null) {
  const begun = performance.now();
  let signalled = begun;
  const child = Bun.spawn([...words], { stdio: ["ignore", "ignore", "ignore"] });
  const timer =
    stopAfterMs === null
      ? undefined
      : setTimeout(() => {
          signalled = performance.now();
          child.kill("SIGINT");
        }, stopAfterMs);
  const exitCode = await child.exited;
  clearTimeout(timer);
  const ended = performance.now();
  return { exitCode, totalMs: ended - begun, afterSignalMs: ended - signalled };
}
