// Where rows go as text: straight to standard output, but never with control characters to a terminal.

import { escapeControls } from "../../base/text.ts";
import type { Destination } from "../../operations/query.ts";
import type { Output } from "../../terminal/output.ts";

export function textDestination(out: Output): Destination {
  if (!out.isTerminal) return { descriptor: 1 };
  return { write: (text) => out.write(escapeControls(text, { keepLineFeeds: true })) };
}
