// Lossless reading of JSON as it is found in the wild: the source text of every value stays at hand.

import { collectLeftovers, noteLeftovers } from "./json/leftovers.ts";
import { type JsonLimits, jsonLimits } from "./json/limits.ts";
import { JsonNode } from "./json/node.ts";
import { scanJson } from "./json/scan.ts";

export { type JsonLimits, jsonLimits, limitJson } from "./json/limits.ts";
export { type JsonKind, type JsonMember, JsonNode } from "./json/node.ts";
export { wellFormed } from "./json/well-formed.ts";

export type JsonResult =
  | {
      readonly ok: true;
      readonly node: JsonNode;
      /** Whether `JSON.parse` accepts the text; false for NaN, Infinity, -Infinity and a byte order mark before the value. */
      readonly strict: boolean;
    }
  | {
      readonly ok: false;
      /** At most 120 characters, with control characters escaped. */
      readonly reason: string;
      /** Where reading stopped, in UTF-16 units from the start of the text. */
      readonly offset: number;
    };

/**
 * Reads one JSON value and nothing after it.
 *
 * Accepts RFC 8259 and, with `strict: false`, what Python's json module writes beyond it (NaN, Infinity, -Infinity) and
 * a leading byte order mark. Never throws, whatever the text; one beyond the limits is refused.
 */
export function parseJson(text: string, limits: JsonLimits = jsonLimits()): JsonResult {
  collectLeftovers();
  const scan = scanJson(text, limits);
  if (!scan.ok) return scan;
  noteLeftovers(text.length, scan.values);
  return { ok: true, node: JsonNode.root(text, scan.start, scan.end, scan.containers), strict: scan.strict };
}
