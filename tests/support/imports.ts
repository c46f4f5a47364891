// The imports of the source, read from the files themselves.

import { readFileSync } from "node:fs";
import { dirname, join, relative, resolve } from "node:path";

const sourceFolder = resolve(import.meta.dir, "../../src");

export interface Import {
  /** Path inside `src`, as `commands/create.ts`. */
  readonly from: string;
  /** Path inside `src`, or the name of a package. */
  readonly to: string;
  readonly isPackage: boolean;
  readonly isTypeOnly: boolean;
  /** Loaded by `import()` when it is asked for. */
  readonly isLazy: boolean;
}

const pattern =
  /(?:^|\n)(?:import|export)\s+(type\s)?(?:[\w*{][^;"']*?\sfrom\s+)?["']([^"']+)["']|\bimport\(\s*["']([^"']+)["']\s*\)/g;

export function sourceImports(): readonly Import[] {
  const files = [...new Bun.Glob("**/*.{ts,tsx}").scanSync(sourceFolder)].sort();
  return files.flatMap((from) => {
    const text = readFileSync(join(sourceFolder, from), "utf8");
    return [...text.matchAll(pattern)].map(([, type, named, called]) => ({
      ...importOf(from, named ?? called ?? "", type),
      isLazy: called !== undefined,
    }));
  });
}

function importOf(from: string, specifier: string, type: string | undefined): Omit<Import, "isLazy"> {
  const isPackage = !specifier.startsWith(".");
  const to = isPackage ? specifier : relative(sourceFolder, resolve(sourceFolder, dirname(from), specifier));
  return { from, to, isPackage, isTypeOnly: type !== undefined };
}

/** The first folder, or `main` for the file that begins the program. */
export function roomOf(path: string): string {
  return path.includes("/") ? path.slice(0, path.indexOf("/")) : path.replace(/\.ts$/, "");
}
