// A whole geppetto turn as YAML (`id`, `blocks`, `metadata`, `data`) or as Go prints it in JSON (`ID`, `Blocks`, …).
// Format: docs/formats/pinocchio-turn-yaml.md

import type { JsonNode } from "../../../base/json.ts";
import type { At, BundleWriter } from "../../../bundle/writer.ts";
import { textField } from "../json-fields.ts";
import { readYaml } from "../yaml.ts";
import type { BlockContent, TurnRecorder, TurnSnapshot } from "./turn-recorder.ts";

/** What is known of the snapshot beside its payload; null where only the payload tells. */
export type TurnFrame = Omit<TurnSnapshot, "blockCount" | "metadata" | "data">;

export interface TurnPlace {
  readonly into: BundleWriter;
  readonly at: At;
  readonly importer: string;
}

/** Writes the turn that the YAML text tells; a text that tells none is kept as a document, with an issue. Returns what was learnt of it. */
export function writeYamlTurn(text: string, frame: TurnFrame, recorder: TurnRecorder, place: TurnPlace): TurnSnapshot {
  const yaml = readYaml(text);
  if (yaml.ok && yaml.node.kind === "object") return writeTurn(yaml.node, frame, recorder, place);
  const reason = yaml.ok ? `it is YAML, but no mapping (${yaml.node.kind})` : yaml.reason;
  const { into, at, importer } = place;
  into.issue(
    {
      severity: "data_loss",
      code: `${importer}.unreadable-turn`,
      message: `The payload of turn ${frame.turnId ?? "without an id"} could not be read: ${reason}.`,
      raw: text,
    },
    at,
  );
  into.document(
    {
      kind: "pinocchio.unreadable-turn",
      key: frame.turnId,
      session_id: frame.sessionId,
      run_id: frame.runId,
      payload: text,
    },
    at,
  );
  const snapshot = { ...frame, blockCount: null, metadata: null, data: null };
  recorder.turn(snapshot, into, at);
  return snapshot;
}

/** Writes the turn of a decoded payload. */
export function writeTurn(payload: JsonNode, frame: TurnFrame, recorder: TurnRecorder, place: TurnPlace): TurnSnapshot {
  const { into, at } = place;
  const metadata = objectIn(payload, "metadata", "Metadata");
  const blocks = (payload.get("blocks") ?? payload.get("Blocks"))?.items() ?? [];
  const snapshot: TurnSnapshot = {
    ...frame,
    sessionId: frame.sessionId ?? textField(metadata ?? undefined, "geppetto.session_id@v1"),
    turnId: frame.turnId ?? textField(payload, "id", "ID"),
    runtimeKey: frame.runtimeKey ?? textField(metadata?.get("geppetto.runtime@v1"), "runtime_key"),
    inferenceId: frame.inferenceId ?? textField(metadata ?? undefined, "geppetto.inference_id@v1"),
    blockCount: blocks.length,
    metadata,
    data: objectIn(payload, "data", "Data"),
  };
  const turn = recorder.turn(snapshot, into, at);
  for (const [ordinal, node] of blocks.entries()) {
    const content = readBlock(node);
    const key = recorder.block(content, into, at);
    recorder.place(turn, key, ordinal, snapshot, into, at);
    recorder.tell(content, key, { snapshot, ordinal }, into, at);
  }
  keepOtherMembers(payload, blocks, snapshot, place);
  return snapshot;
}

const TURN_KEYS: ReadonlySet<string> = new Set(
  ["id", "blocks", "metadata", "data"].concat(
    ["ID", "Blocks", "Metadata", "Data"],
    ["session_id", "turn_id", "inference_id"], // Of the simple agent's snapshots, whose frame has them.
  ),
);
const BLOCK_KEYS: ReadonlySet<string> = new Set(
  ["id", "kind", "role", "payload", "metadata"].concat(["ID", "Kind", "Role", "Payload", "Metadata"], ["order"]),
);
/** geppetto's BlockKind as Go prints it in JSON. */
const KINDS = ["user", "llm_text", "tool_call", "tool_use", "system", "reasoning"];

/** The name of a block kind that is stored as a number. */
export function blockKindName(kind: number | bigint | null): string | null {
  return kind === null ? null : (KINDS[Number(kind)] ?? "other");
}

function readBlock(node: JsonNode): BlockContent {
  const kind = node.get("kind") ?? node.get("Kind");
  return {
    id: textField(node, "id", "ID"),
    kind: kind?.string() ?? blockKindName(kind?.integer() ?? null),
    role: textField(node, "role", "Role"),
    payload: objectIn(node, "payload", "Payload"),
    metadata: objectIn(node, "metadata", "Metadata"),
    contentHash: null,
    hashAlgorithm: null,
    firstSeenAt: null,
  };
}

function objectIn(node: JsonNode, ...keys: readonly string[]): JsonNode | null {
  for (const key of keys) {
    const value = node.get(key);
    if (value !== undefined && value.kind !== "null") return value;
  }
  return null;
}

/** What no column holds is kept as a document, not dropped. */
function keepOtherMembers(payload: JsonNode, blocks: readonly JsonNode[], turn: TurnSnapshot, place: TurnPlace): void {
  const others = otherMembers(payload, TURN_KEYS);
  const ofBlocks = blocks.flatMap((block, index) => {
    const members = block.kind === "object" ? otherMembers(block, BLOCK_KEYS) : [`"block":${block.raw}`];
    return members.length === 0 ? [] : [`{"ordinal":${index},${members.join(",")}}`];
  });
  if (ofBlocks.length > 0) others.push(`"blocks":[${ofBlocks.join(",")}]`);
  if (others.length === 0) return;
  place.into.document(
    {
      kind: "pinocchio.other-turn-members",
      key: turn.turnId,
      session_id: turn.sessionId,
      run_id: turn.runId,
      payload: `{${others.join(",")}}`,
    },
    place.at,
  );
}

function otherMembers(node: JsonNode, known: ReadonlySet<string>): string[] {
  return node
    .members()
    .filter((member) => !known.has(member.key))
    .map((member) => `${JSON.stringify(member.key)}:${member.value.raw}`);
}
