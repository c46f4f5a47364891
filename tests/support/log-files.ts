// Small logs for tests that need artifacts and do not care of what.

import { mkdirSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";

export function logLine(n: number, more: Record<string, unknown> = {}): string {
  const timestamp = new Date(Date.UTC(2026, 0, 1, 0, 0, n)).toISOString().replace("Z", "000+00:00");
  const context = { session_id: "s-1", n };
  return JSON.stringify({
    timestamp,
    level: "INFO",
    logger: "app",
    event: "step",
    message: `line ${n}`,
    context,
    ...more,
  });
}

/** `count` lines, each with its line end. */
export function writeLog(path: string, count: number): string {
  const text = Array.from({ length: count }, (_, index) => `${logLine(index + 1)}\n`).join("");
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
  return text;
}
