// The part of a text around the words that were found.

import type { SnippetPart } from "./types.ts";

/** Characters before and behind the first word. */
const before = 60;
const behind = 180;

/** The words themselves, without the quotes that hold some of them together. */
export function wordsOf(text: string): string[] {
  return (text.match(/[\p{L}\p{N}_]+/gu) ?? []).slice(0, 20);
}

/** Where no word is found, as in a very long text, its beginning. */
export function snippet(text: string, words: readonly string[]): SnippetPart[] {
  const pattern = new RegExp(words.map((word) => word.replace(/[.*+?^${}()|[\]\\]/g, "\\$&")).join("|"), "giu");
  const at = text.search(pattern);
  const from = Math.max(0, at - before);
  const part = text.slice(from, from + before + behind).toWellFormed();
  const parts: SnippetPart[] = from > 0 ? [{ text: "…", is_match: false }] : [];
  let end = 0;
  for (const match of part.matchAll(pattern)) {
    if (match.index > end) parts.push({ text: part.slice(end, match.index), is_match: false });
    parts.push({ text: match[0], is_match: true });
    end = match.index + match[0].length;
  }
  if (end < part.length) parts.push({ text: part.slice(end), is_match: false });
  if (from + part.length < text.length) parts.push({ text: "…", is_match: false });
  return parts;
}
