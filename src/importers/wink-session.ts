// Format: docs/formats/wink-session.md

import type { JsonNode } from "../base/json.ts";
import { Claim, type Importer } from "./importer.ts";
import { claimOfFirst } from "./shared/head-records.ts";
import { SnapshotReader } from "./shared/wink-snapshot.ts";

export const winkSession = {
  id: "wink-session",
  title: "WINK session snapshots (JSON lines)",
  spec: "docs/formats/wink-session.md",
  version: 1,
  sniff(artifact) {
    if (artifact.archive !== null || artifact.store !== null) return Claim.no;
    return claimOfFirst(artifact.head, claimOf);
  },
  async read(artifact, into) {
    const reader = new SnapshotReader(into);
    for await (const lines of artifact.lines()) for (const line of lines) reader.line(line);
  },
} satisfies Importer;

/** The keys that a snapshot begins with: they come before its slices, which may be megabytes. */
const BEGINNING = ["children_ids", "created_at", "parent_id", "policies"];

/** Of a snapshot that is longer than the head, the tags (behind the slices) are out of sight. */
function claimOf(record: JsonNode, isCut: boolean): Claim {
  const hasBeginning = BEGINNING.every((key) => record.get(key) !== undefined);
  const hasSlices = record.get("slices")?.kind === "array";
  if (isCut) return hasBeginning ? Claim.marker : Claim.no;
  if (!hasSlices || record.get("tags")?.get("session_id")?.kind !== "string") return Claim.no;
  return hasBeginning ? Claim.marker : Claim.shape;
}
