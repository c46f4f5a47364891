// Format: docs/formats/overstory-state-json.md

import { overstoryJson } from "./shared/overstory/json.ts";

export const overstoryStateJson = overstoryJson({
  id: "overstory-state-json",
  title: "overstory groups.json, pending nudges and agent manifest",
  formats: [
    {
      kind: "overstory.group",
      shape: "array",
      members: ["id", "name", "memberIssueIds", "status", "createdAt"],
      key: "id",
      time: "createdAt",
      session: null,
    },
    {
      kind: "overstory.pending_nudge",
      shape: "object",
      members: ["from", "reason", "subject", "messageId", "createdAt"],
      key: "messageId",
      time: "createdAt",
      session: null,
    },
    {
      kind: "overstory.agent_manifest",
      shape: "object",
      members: ["version", "agents", "capabilityIndex"],
      key: null,
      time: null,
      session: null,
    },
  ],
});
