// Where a command writes: the result to standard output, all else to standard error.

import { type Colors, colorsFor } from "../../terminal/colors.ts";
import { type EventLog, jsonEvents, silentEvents } from "../../terminal/events.ts";
import { jsonText } from "../../terminal/json-text.ts";
import { type Output, outputTo } from "../../terminal/output.ts";
import type { Values } from "./flag.ts";
import type { globalFlags } from "./global-flags.ts";

export interface Streams {
  /** Standard output: only what was asked for. */
  readonly out: Output;
  /** Standard error: progress, problems, remarks. */
  readonly notes: Output;
  readonly outColors: Colors;
  readonly noteColors: Colors;
  /** What goes on, as JSON lines when the user wants them, else nowhere. */
  readonly events: EventLog;
  /** Whether standard error is for machines: then nothing but events goes there. */
  readonly quiet: boolean;
}

export function streamsFor(flags: Values<typeof globalFlags>): Streams {
  const out = outputTo(1);
  const notes = outputTo(2);
  const quiet = flags["log-format"] === "json";
  return {
    out,
    notes,
    outColors: colorsFor({ isTerminal: out.isTerminal }),
    noteColors: colorsFor({ isTerminal: notes.isTerminal }),
    events: quiet ? jsonEvents(notes, "DEBUG") : silentEvents,
    quiet,
  };
}

/** Prints a result for machines. Keys in camelCase become snake_case. */
export function printJson(out: Output, value: unknown): void {
  out.write(`${jsonText(snakeKeys(value), 2)}\n`);
}

function snakeKeys(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(snakeKeys);
  if (typeof value !== "object" || value === null || Object.getPrototypeOf(value) !== Object.prototype) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [snakeCase(key), snakeKeys(inner)]));
}

function snakeCase(key: string): string {
  return key.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}
