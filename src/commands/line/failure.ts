// Tells of an error on standard error, in one line, and gives its exit code.

import { messageOf, UserError } from "../../base/errors.ts";
import { systemFailure } from "../../base/system-failure.ts";
import { escapeControls } from "../../base/text.ts";
import { jsonEvents } from "../../terminal/events.ts";
import { outputTo } from "../../terminal/output.ts";
import { commandWord } from "./parse.ts";

/** `words` are the whole command line, which may be one that was not understood. */
export function reportFailure(thrown: unknown, words: readonly string[]): number {
  const error = systemFailure(thrown) ?? thrown;
  const isBug = !(error instanceof UserError);
  const forMachines = asksFor(words, "--log-format", "json");
  const notes = outputTo(2);
  const text = messageOf(error);
  if (forMachines) {
    const operation = words[commandWord(words)] ?? null;
    jsonEvents(notes).write("ERROR", "debug_bundle.error", { operation, error: text });
  } else {
    notes.write(`dbundle: ${escapeControls(text)}\n`);
  }
  if (words.includes("--debug")) notes.write(`${stackOf(thrown)}\n`);
  else if (isBug && !forMachines) notes.write("This is a bug in dbundle; run again with --debug to see where.\n");
  return isBug ? 1 : error.exitCode;
}

function asksFor(words: readonly string[], flag: string, value: string): boolean {
  return words.some((word, index) => word === `${flag}=${value}` || (word === flag && words[index + 1] === value));
}

function stackOf(error: unknown): string {
  const stack = error instanceof Error ? (error.stack ?? error.message) : String(error);
  return escapeControls(stack, { keepLineFeeds: true });
}
