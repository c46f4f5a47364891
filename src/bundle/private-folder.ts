// A temporary folder that its owner alone can read, and that is gone when the program ends, however it ends.

import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { removeOnStop } from "../base/stop.ts";
import { inTemporaryFolder } from "../base/write-failure.ts";

export class PrivateFolder {
  readonly #purpose: string;
  #path: string | null = null;
  #keepOnStop: () => void = () => undefined;
  readonly #removeAtExit = () => this.#remove();

  constructor(purpose: string) {
    this.#purpose = purpose;
  }

  /** The folder is made when it is first asked for. */
  get path(): string {
    if (this.#path !== null) return this.#path;
    this.#path = inTemporaryFolder(tmpdir(), () => mkdtempSync(join(tmpdir(), `dbundle-${this.#purpose}-`)));
    process.once("exit", this.#removeAtExit);
    this.#keepOnStop = removeOnStop(this.#path, "folder");
    return this.#path;
  }

  remove(): void {
    this.#remove();
    process.off("exit", this.#removeAtExit);
    this.#keepOnStop();
    this.#path = null;
  }

  #remove(): void {
    if (this.#path !== null) rmSync(this.#path, { recursive: true, force: true });
  }
}
