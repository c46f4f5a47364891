// Format: docs/formats/overstory-checkpoint.md

import { overstoryJson } from "./shared/overstory/json.ts";

export const overstoryCheckpoint = overstoryJson({
  id: "overstory-checkpoint",
  title: "overstory checkpoint.json and handoffs.json of an agent",
  formats: [
    {
      kind: "overstory.checkpoint",
      shape: "object",
      members: ["agentName", "sessionId", "timestamp", "progressSummary", "pendingWork"],
      key: "agentName",
      time: "timestamp",
      session: "sessionId",
    },
    {
      kind: "overstory.handoff",
      shape: "array",
      members: ["fromSessionId", "toSessionId", "checkpoint", "reason", "handoffAt"],
      key: "fromSessionId",
      time: "handoffAt",
      session: "fromSessionId",
    },
  ],
});
