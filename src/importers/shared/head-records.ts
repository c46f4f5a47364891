// The first records of a JSON-lines artifact as a sniff sees them: from its head alone, the last one perhaps cut off.

import { type JsonNode, parseJson } from "../../base/json.ts";
import { Claim } from "../importer.ts";

/** No sniff looks at more records than this. */
const MOST_RECORDS = 20;
/** A head of this many bytes may be a part only of the artifact. */
const FULL_HEAD_BYTES = 64 * 1024;

/**
 * The claim on the first record, else the claim as `shape` on one of the next: a foreign or damaged first line does not
 * hide what a file is, and a stray record further down does not make it something else.
 */
export function claimOfFirst(
  head: Uint8Array,
  claimOf: (record: JsonNode, isCut: boolean) => Claim,
  headIsCut = head.length >= FULL_HEAD_BYTES,
): Claim {
  let isFirst = true;
  for (const { node, isCut } of headRecords(head, headIsCut)) {
    const claim = claimOf(node, isCut);
    if (claim !== Claim.no) return isFirst ? claim : Claim.shape;
    isFirst = false;
  }
  return Claim.no;
}

interface HeadRecord {
  readonly node: JsonNode;
  /** Only the beginning of the record was there to read. */
  readonly isCut: boolean;
}

/** The objects among the first lines; a first line that is longer than the head is read as far as it goes. */
function* headRecords(head: Uint8Array, headIsCut: boolean): Generator<HeadRecord> {
  const text = new TextDecoder().decode(head);
  const lines = text.split("\n", MOST_RECORDS + 1).filter((line) => line.trim() !== "");
  for (const line of lines.slice(0, MOST_RECORDS)) {
    const result = parseJson(line);
    if (result.ok) {
      if (result.node.kind === "object") yield { node: result.node, isCut: false };
      continue; // A value of another kind is no record.
    }
    const isCutLine = headIsCut && line === lines.at(-1);
    const node = isCutLine ? objectBegunBy(line) : undefined;
    if (node !== undefined) yield { node, isCut: true };
  }
}

/** The object of which the text is the beginning, with the members that are whole and the containers that were begun. */
function objectBegunBy(text: string): JsonNode | undefined {
  const result = parseJson(closed(text));
  return result.ok && result.node.kind === "object" ? result.node : undefined;
}

/** The text up to its last whole value, with its open containers closed. */
function closed(text: string): string {
  const closers: string[] = [];
  let cut = 0;
  for (let at = 0; at < text.length; at += 1) {
    const character = text[at];
    if (character === '"') {
      at = stringEnd(text, at);
      continue; // Nothing inside a string opens or closes anything.
    }
    if (character === "{") closers.push("}");
    else if (character === "[") closers.push("]");
    else if (character === "}" || character === "]") closers.pop();
    else if (character !== ",") continue; // A scalar is whole when a comma or a bracket follows.
    cut = character === "," ? at : at + 1;
  }
  return text.slice(0, cut) + closers.reverse().join("");
}

/** Where the string that begins at `at` ends; the end of the text if it does not. */
function stringEnd(text: string, at: number): number {
  for (let end = at + 1; end < text.length; end += 1) {
    if (text[end] === "\\") end += 1;
    else if (text[end] === '"') return end;
  }
  return text.length;
}
