// Format: docs/formats/overstory-merge-queue-json.md

import { overstoryJson } from "./shared/overstory/json.ts";

export const overstoryMergeQueueJson = overstoryJson({
  id: "overstory-merge-queue-json",
  title: "overstory merge-queue.json (before v0.4.1)",
  formats: [
    {
      kind: "overstory.merge_queue",
      shape: "array",
      members: ["branchName", "agentName", "filesModified", "enqueuedAt", "status"],
      key: "branchName",
      time: "enqueuedAt",
      session: null,
    },
  ],
});
