// Foreign text on its way to people: nothing in it may steer a terminal or hide what it says.

import { wellFormed } from "./json/well-formed.ts";

/**
 * C0, DEL and C1 controls, line and paragraph separators, and the characters that reorder text
 * (Unicode TR 36, "bidirectional text spoofing") or show as nothing. Joiners stay: emoji and some scripts are spelt with them.
 */
const UNSAFE = /[\u0000-\u001f\u007f-\u009f\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u2069\ufeff\ufff9-\ufffb]/g;
const NAMED = new Map([
  ["\n", "\\n"],
  ["\r", "\\r"],
  ["\t", "\\t"],
]);

export interface EscapeOptions {
  /** Leaves line feeds as they are, for text that is printed over several lines. */
  readonly keepLineFeeds?: boolean;
}

/** The text with what could steer a terminal, or mislead a reader, shown as an escape: `\x1b`, `\u202e`, `\n`. */
export function escapeControls(text: string, options: EscapeOptions = {}): string {
  return wellFormed(text).replace(UNSAFE, (character) => {
    if (character === "\n" && options.keepLineFeeds === true) return character;
    return NAMED.get(character) ?? escapeOf(character.charCodeAt(0));
  });
}

/** At most `maximum` UTF-16 units of the text, with `…` at the end where something was cut; no character is cut in two. */
export function excerpt(text: string, maximum: number): string {
  if (text.length <= maximum) return text;
  if (maximum < 1) return "";
  const last = text.charCodeAt(maximum - 2);
  const cutsPair = last >= 0xd800 && last <= 0xdbff;
  return `${text.slice(0, cutsPair ? maximum - 2 : maximum - 1)}…`;
}

function escapeOf(code: number): string {
  return code <= 0xff ? `\\x${code.toString(16).padStart(2, "0")}` : `\\u${code.toString(16).padStart(4, "0")}`;
}
