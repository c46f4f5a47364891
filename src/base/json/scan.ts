// The one pass that checks a JSON text against the grammar and notes where its containers end.

import type { JsonLimits } from "./limits.ts";
import { fault, HYPHEN, literalEnd, NINE, numberEnd, QUOTE, skipSpace, stringEnd, ZERO } from "./tokens.ts";

const COMMA = 0x2c;
const COLON = 0x3a;
const OPEN_BRACKET = 0x5b;
const OPEN_BRACE = 0x7b;
const CLOSE_BRACE = 0x7d;
/** From "[" to "]" and from "{" to "}" in the code table. */
const OPEN_TO_CLOSE = 2;
const BYTE_ORDER_MARK = 0xfeff;

export type JsonScan =
  | {
      readonly ok: true;
      readonly start: number;
      readonly end: number;
      readonly strict: boolean;
      /** For the n-th container of the text (in order of opening): [2n] its end, [2n+1] the number of the next container after it. */
      readonly containers: readonly number[];
      /** How many values there are, of all kinds. */
      readonly values: number;
    }
  | { readonly ok: false; readonly reason: string; readonly offset: number };

/** Checks the whole text; needs no call stack for nested values. */
export function scanJson(text: string, limits: JsonLimits): JsonScan {
  const hasMark = text.charCodeAt(0) === BYTE_ORDER_MARK;
  const containers: number[] = [];
  const open: number[] = [];
  const closers: number[] = [];
  const start = skipSpace(text, hasMark ? 1 : 0);
  let strict = !hasMark;
  let closer = 0;
  let at = start;
  let valuesLeft = limits.values;

  for (;;) {
    if (valuesLeft-- === 0) return failure(text, at, `More than ${limits.values} values`);
    const code = at < text.length ? text.charCodeAt(at) : 0;
    if (code === OPEN_BRACE || code === OPEN_BRACKET) {
      if (open.length >= limits.depth) return failure(text, at, `Nested deeper than ${limits.depth} levels`);
      open.push(containers.length);
      closers.push(closer);
      containers.push(0, 0);
      closer = code + OPEN_TO_CLOSE;
      at = skipSpace(text, at + 1);
      if (text.charCodeAt(at) !== closer) {
        if (closer === CLOSE_BRACE) at = memberValue(text, at);
        if (at < 0) return failure(text, ~at);
        continue;
      }
    } else {
      const end = scalarEnd(text, at, code);
      if (end < 0) return failure(text, ~end);
      if (strict && isNonfinite(text, at, code)) strict = false;
      at = end;
    }

    // A value has just ended, or an empty container is about to.
    for (;;) {
      if (closer === 0) {
        const last = skipSpace(text, at);
        if (last < text.length) return failure(text, last, "Unexpected text after the value");
        return { ok: true, start, end: at, strict, containers, values: limits.values - valuesLeft };
      }
      at = skipSpace(text, at);
      const next = at < text.length ? text.charCodeAt(at) : 0;
      if (next === COMMA) break;
      if (next !== closer) return failure(text, at);
      const container = open.pop() ?? 0;
      at += 1;
      containers[container] = at;
      containers[container + 1] = containers.length >> 1;
      closer = closers.pop() ?? 0;
    }
    at = skipSpace(text, at + 1);
    if (closer === CLOSE_BRACE) at = memberValue(text, at);
    if (at < 0) return failure(text, ~at);
  }
}

/** Where the string, number or word that begins at `at` ends, or the fault. */
export function scalarEnd(text: string, at: number, code: number): number {
  if (code === QUOTE) return stringEnd(text, at);
  if ((code >= ZERO && code <= NINE) || code === HYPHEN) return numberEnd(text, at);
  return literalEnd(text, at, code);
}

/** Where the value of the member that begins at `at` begins, or the fault. */
function memberValue(text: string, at: number): number {
  if (text.charCodeAt(at) !== QUOTE) return fault(at);
  const keyEnd = stringEnd(text, at);
  if (keyEnd < 0) return keyEnd;
  const colon = skipSpace(text, keyEnd);
  return text.charCodeAt(colon) === COLON ? skipSpace(text, colon + 1) : fault(colon);
}

/** Whether a scalar, known to be right, is NaN, Infinity or -Infinity. */
export function isNonfinite(text: string, at: number, code: number): boolean {
  const first = code === HYPHEN ? text.charCodeAt(at + 1) : code;
  return first === 0x4e || first === 0x49;
}

function failure(text: string, offset: number, reason = unexpected(text, offset)): JsonScan {
  return { ok: false, reason, offset };
}

function unexpected(text: string, offset: number): string {
  if (offset >= text.length) return "The text ends before the value is complete";
  const code = text.codePointAt(offset) ?? 0;
  if (code > 0x20 && code < 0x7f) return `Unexpected character ${String.fromCodePoint(code)}`;
  return `Unexpected character U+${code.toString(16).toUpperCase().padStart(4, "0")}`;
}
