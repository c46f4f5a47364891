// The reference material that lies beside the checkout on some machines: real artifacts, format notes, hostile inputs.

import { test } from "bun:test";
import { existsSync } from "node:fs";
import { join, resolve } from "node:path";

const beside = resolve(import.meta.dir, "../../../shared");

/** The folder of the reference material, or null where there is none. */
export const shared: string | null = existsSync(join(beside, "checks")) ? beside : null;

/** Registers a test that needs the reference material; where there is none it is listed as skipped. */
export function sharedTest(name: string, run: (folder: string) => void | Promise<void>, timeoutMs?: number): void {
  if (shared === null) test.skip(`${name} (no reference material here)`, () => {});
  else test(name, () => run(shared), timeoutMs);
}
