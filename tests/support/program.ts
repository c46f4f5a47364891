// Runs the program as a process: out of its source, or the executable.

import { existsSync, mkdtempSync, readdirSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";

const root = resolve(import.meta.dir, "../..");
const executable = join(root, "dist/dbundle");

export const sourceProgram: readonly string[] = [process.execPath, join(root, "src/main.ts")];

/** The executable; null while it was not built, or is older than the source. */
export const binaryProgram: readonly string[] | null = isCurrent() ? [executable] : null;

export interface Ended {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

export interface Surroundings {
  readonly cwd: string;
  readonly program?: readonly string[];
  readonly stdin?: string;
  readonly env?: Readonly<Record<string, string>>;
}

export async function dbundle(words: readonly string[], around: Surroundings): Promise<Ended> {
  const { cwd, program = sourceProgram, stdin, env = {} } = around;
  const child = Bun.spawn([...program, ...words], {
    cwd,
    env: { ...process.env, NO_COLOR: "1", ...env },
    stdin: stdin === undefined ? "ignore" : new Blob([stdin]),
    stdout: "pipe",
    stderr: "pipe",
  });
  const [out, err, code] = await Promise.all([
    new Response(child.stdout).text(),
    new Response(child.stderr).text(),
    child.exited,
  ]);
  return { code, out, err };
}

/** A folder of its own, gone at the end: `using folder = temporaryFolder()`. */
export function temporaryFolder(): { readonly path: string } & Disposable {
  const path = mkdtempSync(join(tmpdir(), "dbundle-test-"));
  return { path, [Symbol.dispose]: () => rmSync(path, { recursive: true, force: true }) };
}

function isCurrent(): boolean {
  if (!existsSync(executable)) return false;
  const built = statSync(executable).mtimeMs;
  const files = readdirSync(join(root, "src"), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));
  return [...files, join(root, "package.json")].every((file) => statSync(file).mtimeMs <= built);
}
