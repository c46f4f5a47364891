// Which path a child opens for a file: the file itself, or a settled private copy where a journal lies beside it.

import { rmSync, statSync } from "node:fs";
import { chmod, copyFile, mkdtemp, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { factsOf, openPlan } from "./open-plan.ts";
import type { OpenedFile } from "./orders.ts";
import { QueryError } from "./protocol.ts";

type Settle = (path: string) => Promise<void>;

export class OpenedFiles {
  readonly #settle: Settle;
  readonly #copies = new Map<string, Promise<OpenedFile>>();
  /** By path, the content that is whole by itself: as long as it is the same, nothing needs to be read again. */
  readonly #whole = new Map<string, OpenedFile>();
  #folder: string | null = null;
  readonly #removeAtExit = () => {
    if (this.#folder !== null) rmSync(this.#folder, { recursive: true, force: true });
  };

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

  async close(): Promise<void> {
    process.off("exit", this.#removeAtExit);
    if (this.#folder !== null) await rm(this.#folder, { recursive: true, force: true });
    this.#folder = null;
  }

  async #copy(file: string, key: string): Promise<OpenedFile> {
    const path = join(await this.#privateFolder(), `${this.#copies.size}.db`);
    for (let attempt = 0; attempt < 5; attempt++) {
      const before = contentKey(file);
      for (const suffix of ["", "-wal", "-journal"]) await copyPart(`${file}${suffix}`, `${path}${suffix}`);
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

  async #privateFolder(): Promise<string> {
    if (this.#folder !== null) return this.#folder;
    // mkdtemp makes it readable for its owner alone.
    this.#folder = await mkdtemp(join(tmpdir(), "dbundle-query-"));
    process.once("exit", this.#removeAtExit);
    return this.#folder;
  }
}

/**
 * Changes whenever the file or its journal is another one or was written to. Asked before each query, and at once: a turn
 * through the threads that read files takes longer than the look itself.
 */
function contentKey(file: string): string {
  return ["", "-wal", "-journal"].map((suffix) => stateOf(`${file}${suffix}`)).join(" ");
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
