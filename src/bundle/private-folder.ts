// A temporary folder that its owner alone can read, and that is gone when the program ends, however it ends.

import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { removeOnStop } from "../base/stop.ts";
import { inTemporaryFolder } from "../base/write-failure.ts";

export class PrivateFolder {
  readonly path: string;
  readonly #removeAtExit = () => rmSync(this.path, { recursive: true, force: true });

  readonly #keepOnStop: () => void;

  constructor(purpose: string) {
    this.path = inTemporaryFolder(tmpdir(), () => mkdtempSync(join(tmpdir(), `dbundle-${purpose}-`)));
    process.once("exit", this.#removeAtExit);
    this.#keepOnStop = removeOnStop(this.path, "folder");
  }

  remove(): void {
    process.off("exit", this.#removeAtExit);
    this.#keepOnStop();
    this.#removeAtExit();
  }
}
