// Words that can be typed into a shell.

import { escapeControls } from "../../base/text.ts";

/** Quoted where a shell would read something else; what steers a terminal is shown as an escape. */
export function shellWord(text: string): string {
  const shown = escapeControls(text);
  return /^[\w./:@%+,=-]+$/.test(shown) ? shown : `'${shown.replaceAll("'", `'\\''`)}'`;
}
