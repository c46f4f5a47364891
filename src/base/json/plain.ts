// A JSON text as JavaScript values, for checking shapes.

import { isNonfinite } from "./scan.ts";
import { literalEnd, numberEnd, QUOTE, stringEnd } from "./tokens.ts";

const HYPHEN = 0x2d;
const UPPER_I = 0x49;
const UPPER_N = 0x4e;

/** What `JSON.parse` makes of a text that `parseJson` has accepted; NaN becomes null, Infinity stays. */
export function plainValue(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // The text is known to be right but for the words that JSON has not.
    return JSON.parse(withoutNonfinite(text));
  }
}

/** The text with NaN, Infinity and -Infinity outside of strings written in a way that JSON.parse reads. */
function withoutNonfinite(text: string): string {
  const pieces: string[] = [];
  let copied = 0;
  let at = 0;
  while (at < text.length) {
    const code = text.charCodeAt(at);
    if (code === QUOTE) {
      at = stringEnd(text, at);
    } else if (code === UPPER_N || code === UPPER_I || (code === HYPHEN && isNonfinite(text, at, code))) {
      pieces.push(text.slice(copied, at), code === UPPER_N ? "null" : code === UPPER_I ? "1e999" : "-1e999");
      at = code === HYPHEN ? numberEnd(text, at) : literalEnd(text, at, code);
      copied = at;
    } else {
      at += 1;
    }
  }
  return pieces.join("") + text.slice(copied);
}
