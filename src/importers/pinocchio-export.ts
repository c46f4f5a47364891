// Format: docs/formats/pinocchio-export.md

import type { Artifact } from "../artifacts/artifact.ts";
import { type JsonNode, parseJson } from "../base/json.ts";
import type { BundleWriter } from "../bundle/writer.ts";
import { Claim, type Importer } from "./importer.ts";
import { epochMsField, int64Field, rawField, textField, timeColumns } from "./shared/json-fields.ts";
import { readJsonPrefix } from "./shared/json-prefix.ts";
import { ConversationNotes } from "./shared/pinocchio/conversation-notes.ts";
import { writeYamlTurn } from "./shared/pinocchio/turn-payload.ts";
import { TurnRecorder } from "./shared/pinocchio/turn-recorder.ts";
import { readYaml } from "./shared/yaml.ts";

const ID = "pinocchio-export";
const MAXIMUM_BYTES = 100_000_000;

export const pinocchioExport: Importer = {
  id: ID,
  title: "Pinocchio session export (JSON or YAML)",
  spec: "docs/formats/pinocchio-export.md",
  version: 1,
  sniff({ head }) {
    const text = new TextDecoder().decode(head);
    const keys = /^\uFEFF?\s*\{/.test(text) ? jsonKeys(text) : yamlKeys(text);
    return isExport(keys) ? Claim.marker : Claim.no;
  },
  async read(artifact: Artifact, into) {
    const document = readDocument(new TextDecoder().decode(await artifact.bytes(MAXIMUM_BYTES)));
    const isFull = document.get("timeline")?.kind === "object" || document.get("turns")?.kind === "object";
    const timeline = isFull ? document.get("timeline") : document;
    const turns = isFull ? document.get("turns") : document;
    const sessionId = textField(document, "session_id");
    keepEnvelopes(document, isFull, sessionId, into);
    if (timeline !== undefined && timeline.get("entities") !== undefined) writeTimeline(timeline, sessionId, into);
    if (turns !== undefined) writeTurns(turns, into);
  },
};

/** Paths of a member inside its parent: `timeline.snapshot_ordinal`. */
function isExport(has: ReadonlySet<string>): boolean {
  if (!has.has("session_id")) return has.has("exported_at") && has.has("phase") && has.has("turns");
  const isTimeline = has.has("snapshot_ordinal") && (has.has("exported_at") || has.has("view"));
  const isTurns = has.has("exported_at") && has.has("turns");
  const isFull = has.has("timeline.snapshot_ordinal") || (has.has("timeline") && has.has("turns.exported_at"));
  return isTimeline || isTurns || isFull;
}

function jsonKeys(text: string): ReadonlySet<string> {
  return new Set(readJsonPrefix(text).keys());
}

/** The keys of the first two levels of a YAML mapping, as far as the text goes. */
function yamlKeys(text: string): ReadonlySet<string> {
  const keys = new Set<string>();
  let parent = "";
  for (const line of text.split("\n")) {
    const match = /^( *)([A-Za-z_]+):(?: |$|\r)/.exec(line);
    const [, indent = "", key = ""] = match ?? [];
    if (match === null) continue; // No key stands here: an item, a text, a comment.
    if (indent === "") parent = key;
    keys.add(indent === "" ? key : `${parent}.${key}`);
  }
  return keys;
}

function readDocument(text: string): JsonNode {
  const json = parseJson(text);
  const result = json.ok ? json : readYaml(text);
  if (!result.ok) throw new Error(`The export is neither JSON nor YAML: ${result.reason}.`);
  if (result.node.kind !== "object") throw new Error(`The export is no object but a ${result.node.kind}.`);
  return result.node;
}

/** What stands around the lists: which view was exported, and when. */
function keepEnvelopes(document: JsonNode, isFull: boolean, sessionId: string | null, into: BundleWriter): void {
  const parts = isFull ? [document, document.get("timeline"), document.get("turns")] : [document];
  const names = ["document", "timeline", "turns"];
  for (const [index, part] of parts.entries()) {
    if (part === undefined || part.kind !== "object") continue; // A full export may lack a part.
    const members = part
      .members()
      .filter(({ value }) => value.kind !== "array" && (index > 0 || value.kind !== "object"));
    const texts = members.map(({ key, value }) => `${JSON.stringify(key)}:${value.raw}`);
    into.document({
      kind: `${ID}.${names[index] ?? "document"}`,
      key: textField(part, "session_id") ?? sessionId,
      session_id: sessionId,
      ...timeColumns(textField(part, "exported_at")),
      payload: `{${texts.join(",")}}`,
    });
  }
}

function writeTimeline(timeline: JsonNode, sessionId: string | null, into: BundleWriter): void {
  const session = textField(timeline, "session_id") ?? sessionId;
  if (session !== null) into.session({ session_id: session, kind: "conversation" });
  for (const [index, entity] of (timeline.get("entities")?.items() ?? []).entries()) {
    const tombstone = entity.get("tombstone")?.boolean() ?? null;
    into.timelineEntity(
      {
        session_id: session,
        entity_id: textField(entity, "id"),
        kind: textField(entity, "kind"),
        timestamp: epochMsField(entity, "created_at_ms"),
        version: int64Field(timeline, "snapshot_ordinal"),
        created_ordinal: int64Field(entity, "created_ordinal"),
        last_event_ordinal: int64Field(entity, "last_event_ordinal"),
        is_tombstone: tombstone === null ? null : Number(tombstone),
        is_current: 1,
        payload: rawField(entity, "payload"),
      },
      { number: index + 1 },
    );
  }
}

function writeTurns(turns: JsonNode, into: BundleWriter): void {
  const recorder = new TurnRecorder(ID);
  const conversations = new ConversationNotes();
  for (const [index, item] of (turns.get("turns")?.items() ?? []).entries()) {
    const stated = timeColumns(textField(item, "created_at"));
    const at = epochMsField(item, "created_at_ms") ?? stated.timestamp;
    const frame = {
      conversationId: textField(item, "conv_id"),
      sessionId: textField(item, "session_id"),
      runId: null,
      turnId: textField(item, "turn_id"),
      phase: textField(item, "phase"),
      at,
      createdAt: null,
      updatedAt: null,
      runtimeKey: textField(item, "runtime_key"),
      inferenceId: textField(item, "inference_id"),
    };
    const place = { into, at: { number: index + 1 }, importer: ID };
    const turn = writeYamlTurn(textField(item, "payload") ?? "", frame, recorder, place);
    conversations.note(turn, into, place.at);
  }
  recorder.finish();
  conversations.write();
}
