// The artifacts over which laws are tested: our fixtures and, where it is there, the corpus. Small ones: laws need variety.

import { cpSync, lstatSync, mkdirSync, readdirSync, statSync } from "node:fs";
import { basename, join } from "node:path";
import { shared } from "./shared.ts";

const most = 400_000;
/** Inputs of other tests, and bundles. */
const noArtifacts = new Set(["json", "bundles"]);
const systems = ["wink", "overstory", "bind", "pinocchio"];
const side = /-(wal|shm|journal)$/;

const fixtures = join(import.meta.dir, "../fixtures");

/** Files without those that lie beside a store as its parts. */
const artifactFiles: readonly string[] = [
  ...readdirSync(fixtures)
    .filter((name) => !noArtifacts.has(name))
    .flatMap((name) => filesIn(join(fixtures, name))),
  ...(shared === null ? [] : filesOf(join(shared, "corpus"))),
].filter((path) => !side.test(path) && basename(path) !== "expected.json" && statSync(path).size < most);

function filesOf(corpus: string): string[] {
  return systems.flatMap((name) => filesIn(join(corpus, name)));
}

function filesIn(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: "utf8" })
    .sort()
    .map((name) => join(folder, name))
    .filter((path) => lstatSync(path).isFile() && !/\/\.git\//.test(path));
}

/** Copies each file, with the parts of a store, into a folder of its own: `<into>/0001/<name>`. */
export function copyEach(into: string, nameOf: (path: string) => string, files = artifactFiles): void {
  for (const [index, path] of files.entries()) {
    const folder = join(into, String(index + 1).padStart(4, "0"));
    const name = nameOf(path);
    mkdirSync(folder, { recursive: true });
    for (const suffix of ["", "-wal", "-journal"]) {
      if (suffix !== "" && lstatSync(path + suffix, { throwIfNoEntry: false }) === undefined) continue; // Not every store has it.
      cpSync(path + suffix, join(folder, name + suffix), { preserveTimestamps: true });
    }
  }
}
