// One check that is a program of its own.

export interface Outcome {
  readonly name: string;
  readonly passed: number;
  readonly failed: number;
  /** Names of what did not run, each with its reason. */
  readonly skipped: readonly string[];
}

/** Passes when the program ends well; what it says is shown. */
export function step(name: string, command: readonly string[]): Outcome {
  console.log(`\n== ${name}`);
  const { exitCode } = Bun.spawnSync([...command], { stdin: "ignore", stdout: "inherit", stderr: "inherit" });
  return exitCode === 0 ? { name, passed: 1, failed: 0, skipped: [] } : { name, passed: 0, failed: 1, skipped: [] };
}
