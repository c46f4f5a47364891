// A copy of somebody's database, with what its journal holds, in a folder of our own.

import { chmodSync, copyFileSync, rmSync, statSync } from "node:fs";
import { join } from "node:path";
import { UserError } from "../base/errors.ts";
import { inTemporaryFolder } from "../base/write-failure.ts";
import { PrivateFolder } from "./private-folder.ts";
import { settle } from "./untrusted/settle.ts";

const suffixes = ["", "-wal", "-journal"];
const attempts = 5;

export class PrivateCopy {
  readonly path: string;

  private constructor(private readonly folder: PrivateFolder) {
    this.path = join(folder.path, "copy.db");
  }

  /** `name` is what messages call the file. */
  static of(file: string, name: string): PrivateCopy {
    const copy = new PrivateCopy(new PrivateFolder("open"));
    try {
      inTemporaryFolder(copy.folder.path, () => copyDatabase(file, name, copy.path));
      return copy;
    } catch (error) {
      copy.remove();
      throw error;
    }
  }

  remove(): void {
    this.folder.remove();
  }
}

/** Copies a database with its journals to `target` and brings them into one file there. */
function copyDatabase(file: string, name: string, target: string): void {
  for (let attempt = 0; attempt < attempts; attempt++) {
    const before = stateOf(file);
    for (const suffix of suffixes) copyPart(file + suffix, target + suffix);
    // Its program wrote meanwhile: the parts may not belong together.
    if (stateOf(file) !== before) continue;
    settle(target);
    return;
  }
  throw new UserError(`Cannot read "${name}": another program is writing to it all the time. Try again later.`);
}

function copyPart(from: string, to: string): void {
  rmSync(to, { force: true });
  if (statSync(from, { throwIfNoEntry: false })?.isFile() !== true) return;
  copyFileSync(from, to);
  chmodSync(to, 0o600);
}

function stateOf(file: string): string {
  return suffixes
    .map((suffix) => statSync(file + suffix, { bigint: true, throwIfNoEntry: false }))
    .map((part) => (part === undefined ? "-" : [part.dev, part.ino, part.size, part.mtimeNs].join(".")))
    .join(" ");
}
