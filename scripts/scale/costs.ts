// Runs a command and tells what it cost.

export interface Cost {
  readonly cpuSeconds: number;
  readonly peakMB: number;
  readonly seconds: number;
}

/** Throws when it does not end well. */
export async function costOf(words: readonly string[], stdin: Blob | ReadableStream | null = null): Promise<Cost> {
  const begun = performance.now();
  const child = Bun.spawn([...words], { stdin: stdin ?? "ignore", stdout: "ignore", stderr: "pipe" });
  const [err, exitCode] = await Promise.all([new Response(child.stderr).text(), child.exited]);
  if (exitCode !== 0) throw new Error(`${words.join(" ")} ended with ${exitCode}: ${err}`);
  return { ...usageOf(child), seconds: (performance.now() - begun) / 1000 };
}

export function usageOf(child: Bun.Subprocess): Omit<Cost, "seconds"> {
  const usage = child.resourceUsage();
  if (usage === undefined) throw new Error("The system does not tell what a process used.");
  return { cpuSeconds: Number(usage.cpuTime.total) / 1e6, peakMB: usage.maxRSS / 1e6 };
}

export function inWords({ cpuSeconds, peakMB, seconds }: Cost): string {
  return `${cpuSeconds.toFixed(1)} CPU s, ${Math.round(peakMB)} MB peak, ${seconds.toFixed(1)} s`;
}
