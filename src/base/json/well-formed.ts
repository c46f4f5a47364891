// Lone surrogates have no UTF-8; SQLite and files would turn them into U+FFFD.

const LONE_SURROGATE = /\p{Surrogate}/gu;

/** The text with each lone surrogate replaced by its escape, as in `\ud83d`; a text without one is returned as it is. */
export function wellFormed(text: string): string {
  if (text.isWellFormed()) return text;
  return text.replace(LONE_SURROGATE, (unit) => `\\u${unit.charCodeAt(0).toString(16)}`);
}
