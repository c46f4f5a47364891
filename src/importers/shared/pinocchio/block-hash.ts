// The content hash of a geppetto block, as Go computes it. Format: docs/formats/pinocchio-turns-store.md

import { sha256Hex } from "../../../base/digest.ts";
import type { JsonNode } from "../../../base/json.ts";

export interface HashedBlock {
  readonly kind: string;
  readonly role: string;
  /** An object; null stands for `{}`. */
  readonly payload: JsonNode | null;
  readonly metadata: JsonNode | null;
}

/**
 * Lower-case hex sha256 of the compact JSON `{"kind":…,"role":…,"payload":{…},"metadata":{…}}`, inner keys sorted, with Go's escapes.
 *
 * Go reads numbers as doubles unless told otherwise, so a large integer may have been hashed with or without its last digits: the
 * result is the variant that equals `stated`, else the one with doubles.
 */
export function blockHash(block: HashedBlock, stated: string | null): string {
  const asDoubles = sha256Hex(canonical(block, doubleText));
  if (stated === null || stated === asDoubles) return asDoubles;
  return sha256Hex(canonical(block, (node) => node.raw)) === stated ? stated : asDoubles;
}

type NumberText = (node: JsonNode) => string;

function canonical(block: HashedBlock, numberText: NumberText): string {
  const part = (node: JsonNode | null) => (node === null || node.kind === "null" ? "{}" : goJson(node, numberText));
  return `{"kind":${goString(block.kind)},"role":${goString(block.role)},"payload":${part(block.payload)},"metadata":${part(block.metadata)}}`;
}

function goJson(node: JsonNode, numberText: NumberText): string {
  switch (node.kind) {
    case "object": {
      const last = new Map(node.members().map((member) => [member.key, member.value]));
      const sorted = [...last].sort(([left], [right]) => Buffer.compare(Buffer.from(left), Buffer.from(right)));
      return `{${sorted.map(([key, value]) => `${goString(key)}:${goJson(value, numberText)}`).join(",")}}`;
    }
    case "array":
      return `[${node
        .items()
        .map((item) => goJson(item, numberText))
        .join(",")}]`;
    case "string":
      return goString(node.string() ?? "");
    case "number":
      return numberText(node);
    default:
      return node.raw;
  }
}

/** Go formats doubles as JavaScript does, but keeps the sign of zero. */
function doubleText(node: JsonNode): string {
  const value = node.number();
  if (value === null) return node.raw;
  return Object.is(value, -0) ? "-0" : String(value);
}

function goString(text: string): string {
  return JSON.stringify(text).replace(
    /[<>&\u2028\u2029]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
}
