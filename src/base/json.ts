// Lossless reading of JSON as it is found in the wild: the source text of every value stays at hand.

import { JsonNode } from "./json/node.ts";
import { scanJson } from "./json/scan.ts";

export { type JsonKind, type JsonMember, JsonNode } from "./json/node.ts";
export { wellFormed } from "./json/well-formed.ts";

/** Containers inside containers that are read when the caller states no other limit. */
export const DEFAULT_MAXIMUM_DEPTH = 1000;

export interface JsonOptions {
  /** How many containers may lie inside each other; a deeper text is refused. */
  readonly maximumDepth?: number;
}

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
 * a leading byte order mark. Never throws, whatever the text.
 */
export function parseJson(text: string, options: JsonOptions = {}): JsonResult {
  const scan = scanJson(text, options.maximumDepth ?? DEFAULT_MAXIMUM_DEPTH);
  if (!scan.ok) return scan;
  return { ok: true, node: JsonNode.root(text, scan.start, scan.end, scan.containers), strict: scan.strict };
}
