// Starts the same program as a query child, in an environment that holds nothing of the user's folder.

import { existsSync } from "node:fs";
import { tmpdir } from "node:os";
import { fileURLToPath } from "node:url";
import { queryChildArgument } from "./protocol.ts";

export type QueryChildProcess = Bun.Subprocess<"pipe", "pipe", "ignore">;

/** Beyond this malloc fails in the child, and SQLite says so; what the engine reserves at its start counts too. */
const dataKiB = 900 * 1024;
/** Longest temporary file of a sort, in blocks; a block is 512 or 1,024 bytes, as the shell has it. */
const temporaryFileBlocks = 4 * 1024 * 1024;

/** `output` becomes the child's descriptor 3. */
export function startQueryChild(output?: number): QueryChildProcess {
  const command = [process.execPath, ...programArguments(), queryChildArgument];
  const environment = cleanEnvironment();
  if (output === undefined) {
    const limits = `ulimit -d ${dataKiB}; ulimit -f ${temporaryFileBlocks}`;
    return Bun.spawn(limited(command, limits), { cwd: "/", env: environment, stdio: ["pipe", "pipe", "ignore"] });
  }
  // No limit on files here: what is written to `output` may be a long one.
  return Bun.spawn(limited(command, `ulimit -d ${dataKiB}`), {
    cwd: "/",
    env: environment,
    stdio: ["pipe", "pipe", "ignore", output],
  });
}

/** Starts a command of the program, for what is read of a stranger's file otherwise than by SQL. */
export function startProgram(
  line: readonly string[],
  environment: Readonly<Record<string, string>>,
): Bun.Subprocess<"ignore", "pipe", "pipe"> {
  const command = [process.execPath, ...programArguments(), ...line];
  const limits = `ulimit -d ${dataKiB}; ulimit -f ${temporaryFileBlocks}`;
  const env = { ...cleanEnvironment(), ...environment };
  return Bun.spawn(limited(command, limits), { cwd: "/", env, stdio: ["ignore", "pipe", "pipe"] });
}

/** The compiled program lies in a file system of its own, under one of these names. */
export function isCompiled(main: string = Bun.main): boolean {
  return main.startsWith("/$bunfs/") || /^[A-Z]:[\\/]~BUN[\\/]/i.test(main);
}

function programArguments(): string[] {
  if (isCompiled()) return [];
  const main = fileURLToPath(new URL("../../main.ts", import.meta.url));
  return ["--config=/dev/null", "--no-env-file", "--no-install", main];
}

/** Nothing is said when a limit cannot be set: the parent watches the child's memory too. */
function limited(command: readonly string[], limits: string): string[] {
  const shell = "/bin/sh";
  if (!existsSync(shell)) return [...command];
  return [shell, "-c", `{ ulimit -c 0; ${limits}; } 2>/dev/null; exec "$0" "$@"`, ...command];
}

/** No `BUN_*`, `NODE_*`, `LD_*` of the user: they load code. */
function cleanEnvironment(): Record<string, string> {
  const kept = ["PATH", "HOME", "TMPDIR", "LANG", "SQLITE_TMPDIR"].flatMap((name) => {
    const value = process.env[name];
    return value === undefined ? [] : [[name, value] as const];
  });
  return {
    SQLITE_TMPDIR: tmpdir(),
    ...Object.fromEntries(kept),
    // Ends the child with its parent, even while a query runs.
    BUN_FEATURE_FLAG_NO_ORPHANS: "1",
    // As much as the compiler of the engine needs; what it would reserve by default does not fit below the limit,
    // and then it compiles nothing: formatting rows takes twice the time.
    BUN_JSC_jitMemoryReservationSize: String(32 * 1024 * 1024),
  };
}
