// One input of a merge: judged as a bundle once, and read several times.

import { statSync } from "node:fs";
import type { OpenBundle } from "../open.ts";
import { inputFailure } from "./sound-input.ts";

/** A bundle to merge; it is opened and closed several times. */
export interface MergeInput {
  open(): OpenBundle;
}

export class InputFile {
  #judged: { readonly path: string; readonly stamp: string } | null = null;

  constructor(private readonly input: MergeInput) {}

  /** Judges the bundle; it is closed when `use` returns. */
  open(use: (open: OpenBundle) => void): void {
    const open = this.input.open();
    const { openedPath: path } = open;
    // A private copy is gone when it is closed.
    if (path === open.seal.file) this.#judged = { path, stamp: stampOf(path) };
    try {
      telling(open.path, () => use(open));
    } finally {
      open.close();
    }
  }

  /** Gives the path of a settled file, judged again only where it changed meanwhile: judging reads the whole schema. */
  read(use: (path: string) => void): void {
    const judged = this.#judged;
    if (judged !== null && stampOf(judged.path) === judged.stamp) telling(judged.path, () => use(judged.path));
    else this.open(({ openedPath }) => use(openedPath));
  }
}

function telling(path: string, use: () => void): void {
  try {
    use();
  } catch (error) {
    throw inputFailure(error, path) ?? error;
  }
}

function stampOf(path: string): string {
  const stat = statSync(path, { bigint: true, throwIfNoEntry: false });
  return stat === undefined ? "gone" : [stat.dev, stat.ino, stat.size, stat.mtimeNs, stat.ctimeNs].join(" ");
}
