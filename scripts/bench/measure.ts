// Runs whole programs in turn and compares what processor time they took; their children count too.

/** What is run: a program and its arguments, or a script for `sh`. */
export type Command = readonly string[];

export interface Run {
  /** User and system time of the process and of the children it waited for. */
  readonly cpuSeconds: number;
  /** Of the largest process, in MB. A new process counts what its parent had: below about 30 MB this says nothing. */
  readonly peakMegabytes: number;
}

export interface Comparison {
  readonly ours: Run;
  readonly other: Run;
  /** Ours over the other's, round by round: pairs stand for themselves on a machine that is now fast, now slow. */
  readonly ratios: readonly number[];
}

export async function run(command: Command): Promise<Run> {
  const [program = "", ...args] = command;
  const child = Bun.spawn([program, ...args], { stdin: "ignore", stdout: Bun.file("/dev/null"), stderr: "pipe" });
  const said = await new Response(child.stderr).text();
  const status = await child.exited;
  if (status !== 0) throw new Error(`${command.join(" ")} ended with ${status}: ${said.trim()}`);
  const usage = child.resourceUsage();
  if (usage === undefined) throw new Error("The system does not say what the process used.");
  return { cpuSeconds: Number(usage.cpuTime.total) / 1e6, peakMegabytes: usage.maxRSS / 1e6 };
}

/** One run of each that does not count, then both in turn. */
export async function compare(ours: Command, other: Command, rounds: number): Promise<Comparison> {
  await run(ours);
  await run(other);
  const pairs: { readonly ours: Run; readonly other: Run }[] = [];
  for (let round = 0; round < rounds; round++) pairs.push({ ours: await run(ours), other: await run(other) });
  return {
    ours: middle(pairs.map((pair) => pair.ours)),
    other: middle(pairs.map((pair) => pair.other)),
    ratios: pairs.map((pair) => pair.ours.cpuSeconds / pair.other.cpuSeconds),
  };
}

export async function alone(command: Command, rounds: number): Promise<Run> {
  const runs: Run[] = [];
  for (let round = 0; round < rounds; round++) runs.push(await run(command));
  return middle(runs);
}

/** The median of the times beside the highest peak. */
function middle(runs: readonly Run[]): Run {
  return {
    cpuSeconds: median(runs.map((one) => one.cpuSeconds)),
    peakMegabytes: Math.max(...runs.map((one) => one.peakMegabytes)),
  };
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const half = sorted.length >> 1;
  const [low = Number.NaN, high = Number.NaN] = [sorted[(sorted.length - 1) >> 1], sorted[half]];
  return (low + high) / 2;
}
