// Tells of an error on standard error, in one line, and gives its exit code.

import { messageOf, UserError } from "../../base/errors.ts";
import { escapeControls } from "../../base/text.ts";

export function reportFailure(error: unknown, words: readonly string[]): number {
  const text = escapeControls(messageOf(error));
  if (asksFor(words, "--log-format", "json")) {
    const context = { operation: words.find((word) => !word.startsWith("-")) ?? null, error: text };
    console.error(JSON.stringify({ event: "debug_bundle.error", level: "ERROR", context }));
  } else {
    console.error(`dbundle: ${text}`);
  }
  const isBug = !(error instanceof UserError);
  if (words.includes("--debug")) console.error(error instanceof Error ? error.stack : error);
  else if (isBug) console.error("This is a bug in dbundle; run again with --debug to see where.");
  return isBug ? 1 : error.exitCode;
}

function asksFor(words: readonly string[], flag: string, value: string): boolean {
  return words.some((word, index) => word === `${flag}=${value}` || (word === flag && words[index + 1] === value));
}
