// Format: docs/formats/wink-session.md

import { Claim, type Importer } from "./importer.ts";
import { claimOfFirst } from "./shared/head-records.ts";
import { SnapshotReader } from "./shared/wink/snapshot.ts";
import { snapshotClaim } from "./shared/wink/snapshot-claim.ts";

export const winkSession = {
  id: "wink-session",
  title: "WINK session snapshots (JSON lines)",
  spec: "docs/formats/wink-session.md",
  version: 1,
  sniff(artifact) {
    if (artifact.archive !== null || artifact.store !== null) return Claim.no;
    return claimOfFirst(artifact.head, snapshotClaim);
  },
  async read(artifact, into) {
    const reader = new SnapshotReader(into);
    for await (const lines of artifact.lines()) for (const line of lines) reader.line(line);
  },
} satisfies Importer;
