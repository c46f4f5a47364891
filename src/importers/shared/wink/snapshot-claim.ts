// How sure it is that a record is a session snapshot of WINK. Format: docs/formats/wink-session.md

import type { JsonNode } from "../../../base/json.ts";
import { Claim } from "../../importer.ts";
import { snapshotSession } from "./snapshot.ts";

/** The keys that a snapshot begins with: they come before its slices, which may be megabytes. */
const BEGINNING = ["children_ids", "created_at", "parent_id", "policies"];

/** Of a snapshot that is longer than the head, the tags (behind the slices) are out of sight. */
export function snapshotClaim(record: JsonNode, isCut: boolean): Claim {
  const hasBeginning = BEGINNING.every((key) => record.get(key) !== undefined);
  if (isCut) return hasBeginning ? Claim.marker : Claim.no;
  if (snapshotSession(record) === null) return Claim.no;
  return hasBeginning ? Claim.marker : Claim.shape;
}
