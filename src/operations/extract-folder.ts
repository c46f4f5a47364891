// Writes extracted files into a folder and nowhere else.

import { closeSync, lstatSync, mkdirSync, openSync, statSync } from "node:fs";
import { join, resolve } from "node:path";
import { UserError } from "../base/errors.ts";
import { writeFailure } from "../base/write-failure.ts";
import { AtomicFile } from "../bundle/atomic-file.ts";
import type { Extraction, ExtractTarget } from "./extract-target.ts";
import { writeWhole } from "./write-whole.ts";

export class FolderTarget implements ExtractTarget {
  readonly #folder: string;

  /** Refuses before anything is written when one of the files exists. */
  constructor(
    readonly output: string,
    private readonly overwrite: "refuse" | "replace",
    planned: readonly Pick<Extraction, "writtenAs">[],
  ) {
    this.#folder = resolve(output);
    if (statSync(this.#folder, { throwIfNoEntry: false })?.isDirectory() === false) {
      throw new UserError(`Cannot write into "${output}": it is no folder.`);
    }
    if (overwrite === "replace") return;
    for (const { writtenAs } of planned) {
      if (lstatSync(join(this.#folder, writtenAs), { throwIfNoEntry: false }) === undefined) continue;
      throw new UserError(`Cannot write "${join(output, writtenAs)}": it exists. Use --force to replace files.`);
    }
  }

  async write({ writtenAs }: Pick<Extraction, "writtenAs">, bytes: () => AsyncIterable<Uint8Array>): Promise<void> {
    const path = join(this.#folder, writtenAs);
    try {
      mkdirSync(this.#folder, { recursive: true });
      this.#makeFolders(writtenAs);
      await writeFile(path, this.overwrite, bytes());
    } catch (error) {
      throw writeFailure(error, join(this.output, writtenAs)) ?? error;
    }
  }

  async commit(): Promise<void> {
    // Each file was given its name when it was whole.
  }

  discard(): void {
    // What was written is whole and stays.
  }

  /** Link by link: a symbolic link in the folder may lead out of it. */
  #makeFolders(writtenAs: string): void {
    let folder = this.#folder;
    for (const segment of writtenAs.split("/").slice(0, -1)) {
      folder = join(folder, segment);
      const found = lstatSync(folder, { throwIfNoEntry: false });
      if (found === undefined) mkdirSync(folder);
      else if (!found.isDirectory()) {
        throw new UserError(`Cannot write into "${folder}": it is ${found.isSymbolicLink() ? "a link" : "no folder"}.`);
      }
    }
  }
}

async function writeFile(path: string, overwrite: "refuse" | "replace", pieces: AsyncIterable<Uint8Array>) {
  if (lstatSync(path, { throwIfNoEntry: false })?.isDirectory() === true)
    throw new UserError(`Cannot write "${path}": a folder has this name.`);
  const file = new AtomicFile(path, overwrite);
  try {
    const descriptor = openSync(file.temporaryPath, "wx", 0o644);
    try {
      for await (const piece of pieces) writeWhole(descriptor, piece);
    } finally {
      closeSync(descriptor);
    }
    file.commit();
  } catch (error) {
    file.discard();
    throw error;
  }
}
