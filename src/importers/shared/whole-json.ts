// An artifact that is one JSON value: its beginning, and the whole.

import type { Artifact } from "../../artifacts/artifact.ts";
import { type JsonNode, parseJson } from "../../base/json.ts";

/** A longer document stays in the originals only. */
const MAXIMUM_BYTES = 100_000_000;

/** The head as text, without a byte order mark; a character that is cut at its end is U+FFFD. */
export function headText(artifact: Artifact): string {
  return new TextDecoder().decode(artifact.head);
}

/** The object that the artifact is; throws a sentence when it is none, or longer than 100 MB. */
export async function wholeObject(artifact: Artifact): Promise<JsonNode> {
  const result = parseJson(new TextDecoder().decode(await artifact.bytes(MAXIMUM_BYTES)));
  if (!result.ok) throw new Error(`The document is no JSON: ${result.reason}.`);
  if (result.node.kind !== "object") throw new Error(`The document is no JSON object but a ${result.node.kind}.`);
  return result.node;
}
