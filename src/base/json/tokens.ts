// The tokens of JSON. A function named …End answers the offset after the token, or `~offset` of the first wrong character.

export const QUOTE = 0x22;
export const HYPHEN = 0x2d;
export const ZERO = 0x30;
export const NINE = 0x39;
const BACKSLASH = 0x5c;
const SPACE = 0x20;
const LOWER_U = 0x75;

/** The characters that may follow a backslash, apart from `u`. */
const SIMPLE_ESCAPES = new Set(Array.from('"\\/bfnrt', (character) => character.charCodeAt(0)));

const LITERALS = new Map(["true", "false", "null", "NaN", "Infinity"].map((word) => [word.charCodeAt(0), word]));

/** Marks an offset as that of a wrong character. */
export function fault(offset: number): number {
  return ~offset;
}

/** The offset of the first character from `at` on that is no JSON white space. */
export function skipSpace(text: string, at: number): number {
  let end = at;
  while (end < text.length) {
    const code = text.charCodeAt(end);
    if (code > SPACE || (code !== SPACE && code !== 0x0a && code !== 0x0d && code !== 0x09)) break;
    end += 1;
  }
  return end;
}

/** `at` is that of the opening quote. */
export function stringEnd(text: string, at: number): number {
  let end = at + 1;
  while (end < text.length) {
    const code = text.charCodeAt(end);
    if (code === QUOTE) return end + 1;
    if (code === BACKSLASH) {
      end = escapeEnd(text, end);
      if (end < 0) return end;
    } else if (code < SPACE) {
      return fault(end);
    } else {
      end += 1;
    }
  }
  return fault(text.length);
}

function escapeEnd(text: string, at: number): number {
  if (at + 1 >= text.length) return fault(text.length);
  const code = text.charCodeAt(at + 1);
  if (SIMPLE_ESCAPES.has(code)) return at + 2;
  if (code !== LOWER_U) return fault(at + 1);
  for (let digit = at + 2; digit < at + 6; digit += 1) {
    if (digit >= text.length || !isHexDigit(text.charCodeAt(digit))) return fault(digit);
  }
  return at + 6;
}

/** A number, or -Infinity. */
export function numberEnd(text: string, at: number): number {
  let end = text.charCodeAt(at) === HYPHEN ? at + 1 : at;
  if (end > at && text.charCodeAt(end) === 0x49) return literalEnd(text, end, 0x49);
  if (end < text.length && text.charCodeAt(end) === ZERO) end += 1;
  else end = digitsEnd(text, end);
  if (end < 0 || end >= text.length) return end;
  if (text.charCodeAt(end) === 0x2e) {
    end = digitsEnd(text, end + 1);
    if (end < 0 || end >= text.length) return end;
  }
  if ((text.charCodeAt(end) | 0x20) !== 0x65) return end;
  const sign = end + 1 < text.length ? text.charCodeAt(end + 1) : 0;
  return digitsEnd(text, sign === 0x2b || sign === HYPHEN ? end + 2 : end + 1);
}

/** true, false, null, NaN or Infinity. */
export function literalEnd(text: string, at: number, code: number): number {
  const word = LITERALS.get(code);
  if (word === undefined) return fault(at);
  for (let i = 1; i < word.length; i += 1) {
    if (at + i >= text.length || text.charCodeAt(at + i) !== word.charCodeAt(i)) return fault(at + i);
  }
  return at + word.length;
}

/** At least one digit. */
function digitsEnd(text: string, at: number): number {
  let end = at;
  while (end < text.length) {
    const code = text.charCodeAt(end);
    if (code < ZERO || code > NINE) break;
    end += 1;
  }
  return end > at ? end : fault(Math.min(at, text.length));
}

function isHexDigit(code: number): boolean {
  return (code >= ZERO && code <= NINE) || ((code | 0x20) >= 0x61 && (code | 0x20) <= 0x66);
}
