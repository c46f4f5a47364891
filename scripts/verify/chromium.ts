// The browser that the browser tests need; it is installed where that is possible.

import { existsSync } from "node:fs";
import { type Outcome, step } from "./step.ts";

const names = ["chromium", "chromium-browser", "google-chrome"];

/** Nothing to do where there is one, or where it may not be installed: then the tests that need it say so. */
export function chromium(): readonly Outcome[] {
  if (!existsSync("tests/browser") || names.some((name) => Bun.which(name) !== null)) return [];
  if (Bun.which("apt-get") === null || process.getuid?.() !== 0) return [];
  step("package lists for Chromium", ["apt-get", "update", "-q"]);
  step("Chromium", ["apt-get", "install", "-y", "-q", "--no-install-recommends", "chromium"]);
  return [];
}
