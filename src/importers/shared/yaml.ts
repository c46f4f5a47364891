// YAML as JSON text, numbers as they are written, so that YAML and JSON artifacts share the code behind.

import { type JsonNode, jsonLimits, parseJson } from "../../base/json.ts";

export type YamlResult =
  | { readonly ok: true; readonly node: JsonNode }
  /** One sentence for a person. */
  | { readonly ok: false; readonly reason: string };

/**
 * Reads one YAML document (a text with several gives an array).
 *
 * Numbers that JSON can write keep their digits (`1780000000123000009`, `1.0`); others (`0x1F`, `.nan`) have the value that YAML
 * gives them, or, without a finite one, become their name as a string. Of a repeated key the last value stays.
 */
export function readYaml(text: string): YamlResult {
  const plain = parsed(text);
  if ("reason" in plain) return { ok: false, reason: plain.reason };
  const marked = markNumbers(text);
  const written = marked === null ? plain : parsed(marked.text);
  try {
    const tokens = "reason" in written ? undefined : written.value;
    const result = parseJson(encode(plain.value, tokens, marked?.mark ?? "", 0));
    return result.ok ? { ok: true, node: result.node } : { ok: false, reason: result.reason };
  } catch (error) {
    if (error instanceof TooDeep) return { ok: false, reason: error.message };
    throw error;
  }
}

class TooDeep extends Error {
  constructor() {
    super(`It is nested deeper than ${jsonLimits().depth} levels, or contains itself`);
  }
}

function parsed(text: string): { readonly value: unknown } | { readonly reason: string } {
  const { values } = jsonLimits();
  if (text.length > MOST_CHARACTERS) return { reason: `Longer than ${MOST_CHARACTERS} characters` };
  if (hasMore(text, BEGINNINGS, values)) return { reason: `More than ${values} values` };
  if (hasMore(text, NUMBER_TOKEN, values)) return { reason: `More than ${values} numbers` };
  try {
    return { value: Bun.YAML.parse(text) };
  } catch (error) {
    if (error instanceof RangeError) return { reason: "It is nested too deeply" };
    return { reason: error instanceof Error ? error.message : String(error) };
  }
}

/** The parser takes some ten times as much memory as the text. */
const MOST_CHARACTERS = 32 * 1024 * 1024;

/** What begins a value or stands between two; in prose too, so that this counts too many rather than too few. */
const BEGINNINGS = /[\n,[{]|[-?] /g;

/** Told before anything is built: 60 MB of `[],[],…` take 6 GB. */
function hasMore(text: string, tokens: RegExp, most: number): boolean {
  if (text.length <= most) return false;
  let left = most;
  for (const _ of text.matchAll(tokens)) if (left-- === 0) return true;
  return false;
}

const NUMBER_TOKEN = /(?<=^|[\s,[{])[-+]?\.?\d[\d._eE+-]*(?=$|[\s,\]}])/gm;
const JSON_NUMBER = /^-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?$/;
const MARKS = ["\uE000", "\uE001", "\uE002", "\uF8FF"];

/** The text with a mark before all that looks like a number, which makes it a string; null when every mark occurs in the text. */
function markNumbers(text: string): { readonly text: string; readonly mark: string } | null {
  const mark = MARKS.find((candidate) => !text.includes(candidate));
  return mark === undefined ? null : { text: text.replace(NUMBER_TOKEN, (token) => mark + token), mark };
}

/** `written` is the same value read from the marked text: where `value` is a number it tells the digits. */
function encode(value: unknown, written: unknown, mark: string, depth: number): string {
  if (depth >= jsonLimits().depth) throw new TooDeep();
  if (typeof value === "number") return numberText(value, written, mark);
  if (Array.isArray(value)) {
    const others: readonly unknown[] = Array.isArray(written) ? written : [];
    return `[${value.map((item, index) => encode(item, others[index], mark, depth + 1)).join(",")}]`;
  }
  if (typeof value === "object" && value !== null) {
    const other = typeof written === "object" && written !== null ? new Map(Object.entries(written)) : new Map();
    const members = Object.entries(value).map(
      ([key, member]) => `${JSON.stringify(key)}:${encode(member, other.get(key), mark, depth + 1)}`,
    );
    return `{${members.join(",")}}`;
  }
  return JSON.stringify(value) ?? "null";
}

function numberText(value: number, written: unknown, mark: string): string {
  if (typeof written === "string" && mark !== "" && written.startsWith(mark)) {
    const token = written.slice(mark.length);
    if (JSON_NUMBER.test(token)) return token;
  }
  return Number.isFinite(value) ? String(value) : JSON.stringify(String(value));
}
