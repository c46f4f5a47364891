// Which path a child opens for a file: the file itself, or a settled private copy where a journal lies beside it.

import { statSync } from "node:fs";
import { chmod, copyFile, rm, stat } from "node:fs/promises";
import { join, resolve } from "node:path";
import { PrivateFolder } from "../private-folder.ts";
import { factsOf, openPlan } from "./open-plan.ts";
import type { OpenedFile } from "./orders.ts";
import { QueryError } from "./protocol.ts";

const suffixes = ["", "-wal", "-journal"];
const attempts = 5;

type Settle = (path: string) => Promise<void>;

export class OpenedFiles {
  readonly #settle: Settle;
  readonly #copies = new Map<string, Promise<OpenedFile>>();
  /** By path, the content that is whole by itself: as long as it is the same, nothing needs to be read again. */
  readonly #whole = new Map<string, OpenedFile>();
  readonly #folder = new PrivateFolder("query");
  #copyCount = 0;

  /** `settle` is done in a child: the copy is a stranger's file too. */
  constructor(settle: Settle) {
    this.#settle = settle;
  }

  /** Throws `QueryError` of kind `file`. */
  async open(file: string): Promise<OpenedFile> {
    const key = contentKey(file);
    const whole = this.#whole.get(file);
    if (whole !== undefined && whole.key === key) return whole;
    const plan = openPlan(await factsOf(file));
    if (plan.how === "refuse") throw new QueryError("file", `Cannot open "${file}": ${plan.why}.`);
    if (plan.how === "in place") {
      const opened = { path: resolve(file), key };
      this.#whole.set(file, opened);
      return opened;
    }
    const known = this.#copies.get(key);
    if (known !== undefined) return known;
    const copy = this.#copy(file, key);
    this.#copies.set(key, copy);
    // A copy that failed is tried anew by the next query.
    copy.catch(() => this.#copies.delete(key));
    return copy;
  }

  close(): void {
    this.#folder.remove();
  }

  async #copy(file: string, key: string): Promise<OpenedFile> {
    const path = join(this.#folder.path, `${this.#copyCount++}.db`);
    for (let attempt = 0; attempt < attempts; attempt++) {
      const before = contentKey(file);
      for (const suffix of suffixes) await copyPart(`${file}${suffix}`, `${path}${suffix}`);
      // Its program wrote meanwhile: the parts may not belong together.
      if (contentKey(file) !== before) continue;
      await this.#settle(path);
      return { path, key: `${key} copy` };
    }
    throw new QueryError(
      "file",
      `Cannot open "${file}": another program is writing to it all the time. Try again later.`,
    );
  }
}

/**
 * Changes whenever the file or its journal is another one or was written to. Asked before each query, and at once: a turn
 * through the threads that read files takes longer than the look itself.
 */
function contentKey(file: string): string {
  return suffixes.map((suffix) => stateOf(`${file}${suffix}`)).join(" ");
}

function stateOf(file: string): string {
  try {
    const found = statSync(file, { bigint: true, throwIfNoEntry: false });
    return found === undefined ? "-" : [found.dev, found.ino, found.size, found.mtimeNs].join(".");
  } catch {
    // Whoever opens it is told why it cannot be read.
    return "-";
  }
}

async function copyPart(from: string, to: string): Promise<void> {
  await rm(to, { force: true });
  const found = await stat(from).catch(() => null);
  if (found === null || !found.isFile()) return;
  await copyFile(from, to);
  await chmod(to, 0o600);
}
