// The options that every command has.

import { choiceFlag, switchFlag } from "./flag.ts";

export const globalFlags = {
  json: switchFlag("Print the result as JSON, with keys that stay."),
  "log-format": choiceFlag(["text", "json"], "text", "json: tell on standard error what goes on, as JSON lines."),
  debug: switchFlag("Show the stack of an error."),
  help: switchFlag("Show this.", { short: "h" }),
} as const;
