// Opens artifacts as `create` does, in folders of a test's own.

import { afterAll } from "bun:test";
import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import type { Line } from "../../src/artifacts/artifact.ts";
import { defaultLimits } from "../../src/artifacts/limits.ts";
import {
  type Found,
  type Input,
  type OpenedArtifact,
  type OpenOptions,
  openArtifacts,
} from "../../src/artifacts/open.ts";

const made: string[] = [];
afterAll(() => {
  for (const folder of made) rmSync(folder, { recursive: true, force: true });
});

/** A fresh folder with these files. */
export function folderOf(files: Readonly<Record<string, string | Uint8Array>> = {}): string {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), "dbundle-test-")));
  made.push(folder);
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), content);
  }
  return folder;
}

export function optionsOf(some: Partial<OpenOptions> = {}): OpenOptions {
  const temporary = folderOf();
  return { limits: defaultLimits, all: false, skip: () => null, temporaryFolder: () => temporary, ...some };
}

/** Calls `look` with each artifact while it is open; returns the problems. */
export async function lookAt(
  inputs: readonly (string | Input)[],
  look: (artifact: OpenedArtifact) => unknown,
  options: OpenOptions = optionsOf(),
): Promise<Exclude<Found, { kind: "artifact" }>[]> {
  const problems: Exclude<Found, { kind: "artifact" }>[] = [];
  const named = inputs.map((input) => (typeof input === "string" ? { path: input } : input));
  for await (const found of openArtifacts(named, options)) {
    if (found.kind === "artifact") await look(found.artifact);
    else problems.push(found);
  }
  return problems;
}

export async function linesIn(artifact: OpenedArtifact): Promise<Line[]> {
  const lines: Line[] = [];
  for await (const batch of artifact.lines()) lines.push(...batch);
  return lines;
}

/** Everything about a folder that could be changed by reading it. */
export function stateOf(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: "utf8" })
    .sort()
    .map((path) => {
      const stat = statSync(join(folder, path), { bigint: true });
      const content = stat.isFile() ? Bun.hash(readFileSync(join(folder, path))) : "";
      return `${path} ${stat.size} ${stat.mtimeNs} ${stat.mode} ${content}`;
    });
}
