// What the program does, as events for machines: `--log-format json` writes each as a line of JSON on standard error.

import { jsonText } from "./json-text.ts";
import type { Output } from "./output.ts";

const levels = ["DEBUG", "INFO", "WARNING", "ERROR"] as const;
export type EventLevel = (typeof levels)[number];

export interface EventLog {
  /** `event` as in `debug_bundle.create`; the keys of `context` are snake_case. */
  write(level: EventLevel, event: string, context: Readonly<Record<string, unknown>>): void;
}

export const silentEvents: EventLog = { write() {} };

/** Events below `least` are left out. Keys: timestamp (UTC), level, event, context. */
export function jsonEvents(output: Output, least: EventLevel = "INFO"): EventLog {
  return {
    write(level, event, context) {
      if (levels.indexOf(level) < levels.indexOf(least)) return;
      output.write(`${jsonText({ timestamp: timestamp(new Date()), level, event, context })}\n`);
    },
  };
}

/** With six digits of a second, as all times of a bundle. */
function timestamp(now: Date): string {
  return now.toISOString().replace("Z", "000Z");
}
