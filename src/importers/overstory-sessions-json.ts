// Format: docs/formats/overstory-sessions-json.md

import type { StoreRow, StoreValue } from "../artifacts/artifact.ts";
import type { JsonNode } from "../base/json.ts";
import type { BundleWriter } from "../bundle/writer.ts";
import { Claim, type Importer } from "./importer.ts";
import { AgentRelations, writeAgent } from "./shared/overstory/agents.ts";
import { headOf, wholeRecords } from "./shared/overstory/json.ts";
import { OverstoryRow } from "./shared/overstory/row.ts";

const ID = "overstory-sessions-json";

export const overstorySessionsJson = {
  id: ID,
  title: "overstory sessions.json (before v0.3)",
  spec: "docs/formats/overstory-sessions-json.md",
  version: 1,
  sniff(artifact) {
    const { shape, members } = headOf(artifact);
    const isAgents = ["agentName", "worktreePath", "branchName", "state"].every((member) => members.has(member));
    return shape === "array" && isAgents && (members.has("beadId") || members.has("taskId")) ? Claim.marker : Claim.no;
  },
  async read(artifact, into) {
    const records = await wholeRecords(artifact, ID, into);
    const relations = new AgentRelations();
    const rows = records.map(({ node, number }) => ({
      node,
      row: new OverstoryRow(asColumns(node), number, into, ID),
    }));
    const lastOf = new Map(rows.map(({ row }) => [row.cells.agent_name ?? row.number, row.number]));
    const isLast = (row: OverstoryRow) => lastOf.get(row.cells.agent_name ?? row.number) === row.number;
    for (const { row } of rows) if (isLast(row)) relations.add(row.cells);
    for (const { row, node } of rows) {
      if (isLast(row)) writeAgent(row, node.raw, relations, into);
      else writeReplaced(row, node.raw, into);
    }
  },
} satisfies Importer;

/** overstory reads an agent's name as the key: of two entries of one name the last stands. */
function writeReplaced(row: OverstoryRow, payload: string, into: BundleWriter): void {
  const at = { number: row.number };
  const name = row.text("agent_name");
  const message = `Entry ${row.number} is replaced by a later one of the agent "${name}"; it is kept as a document.`;
  into.issue({ severity: "info", code: `${ID}.replaced-entry`, message, raw: null }, at);
  into.document({ kind: "overstory.replaced_agent", key: name, timestamp: row.time("last_activity"), payload }, at);
}

/** The entry with the names that the store's columns have. */
function asColumns(entry: JsonNode): StoreRow {
  return Object.fromEntries(entry.members().map(({ key, value }) => [snakeCase(key), asStoreValue(value)]));
}

function snakeCase(key: string): string {
  return key.replace(/[A-Z]/g, (capital) => `_${capital.toLowerCase()}`);
}

function asStoreValue(node: JsonNode): StoreValue {
  if (node.kind === "null") return null;
  const integer = node.integer();
  if (integer !== null) return BigInt(integer);
  return node.string() ?? node.number() ?? node.raw;
}
