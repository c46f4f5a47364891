// Format: docs/formats/pinocchio-debug-api.md

import type { Artifact } from "../artifacts/artifact.ts";
import type { JsonNode } from "../base/json.ts";
import type { BundleWriter } from "../bundle/writer.ts";
import { Claim, type Importer } from "./importer.ts";
import { epochMsField, int64Field, textField } from "./shared/json-fields.ts";
import { type JsonPrefix, readJsonPrefix } from "./shared/json-prefix.ts";
import { ConversationNotes } from "./shared/pinocchio/conversation-notes.ts";
import { SemRecorder, tellStream } from "./shared/pinocchio/sem-recorder.ts";
import { writeTurn, writeYamlTurn } from "./shared/pinocchio/turn-payload.ts";
import { TurnRecorder } from "./shared/pinocchio/turn-recorder.ts";
import { wholeObject } from "./shared/whole-json.ts";

const ID = "pinocchio-debug-api";

export const pinocchioDebugApi: Importer = {
  id: ID,
  title: "Pinocchio debug API answers (/api/debug/*, until 2026-04)",
  spec: "docs/formats/pinocchio-debug-api.md",
  version: 1,
  sniff({ head }) {
    const prefix = readJsonPrefix(new TextDecoder().decode(head));
    return prefix.size > 0 && CAPTURES.some((capture) => capture.sniff(prefix)) ? Claim.marker : Claim.no;
  },
  async read(artifact: Artifact, into) {
    const answer = await wholeObject(artifact);
    const prefix = readJsonPrefix(new TextDecoder().decode(artifact.head));
    const capture = CAPTURES.find((candidate) => candidate.sniff(prefix));
    if (capture === undefined) throw new Error("The document is none of the debug API's answers.");
    keepEnvelope(answer, capture, into);
    capture.read(answer, into);
  },
};

interface Capture {
  readonly name: string;
  /** The member that becomes rows; all others are kept as a document. */
  readonly list: string | null;
  sniff(prefix: JsonPrefix): boolean;
  read(answer: JsonNode, into: BundleWriter): void;
}

const CAPTURES: readonly Capture[] = [
  {
    name: "conversation",
    list: null,
    sniff: (has) => has.has("conv_id") && has.has("active_sockets") && has.has("stream_running"),
    read: (answer, into) => writeConversation(answer, 1, into),
  },
  {
    name: "conversations",
    list: "items",
    sniff: (has) => has.has("items[].conv_id") && has.has("items[].active_sockets"),
    read: (answer, into) => {
      for (const [index, item] of itemsOf(answer)) writeConversation(item, index + 1, into);
    },
  },
  {
    name: "events",
    list: "items",
    sniff: (has) => has.has("conv_id") && has.has("items") && (has.has("since_seq") || has.has("items[].frame")),
    read: readEvents,
  },
  {
    name: "turns",
    list: "items",
    sniff: (has) => has.has("conv_id") && has.has("items") && (has.has("since_ms") || has.has("items[].turn_id")),
    read: readTurns,
  },
  {
    name: "turn",
    list: "items",
    sniff: (has) => has.has("conv_id") && has.has("items[].payload") && has.has("items[].phase"),
    read: readTurns,
  },
  {
    name: "timeline",
    list: "entities",
    sniff: (has) => has.has("convId") && has.has("entities") && has.has("entities[].kind"),
    read: readTimeline,
  },
];

function itemsOf(answer: JsonNode, list = "items") {
  return (answer.get(list)?.items() ?? []).entries();
}

/** What stands around the list: the question that was asked. */
function keepEnvelope(answer: JsonNode, capture: Capture, into: BundleWriter): void {
  if (capture.list === null) return; // The answer is one object, which its session's statement keeps whole.
  const members = answer.members().filter(({ key }) => key !== capture.list);
  const texts = members.map(({ key, value }) => `${JSON.stringify(key)}:${value.raw}`);
  into.document({
    kind: `${ID}.${capture.name}`,
    key: textField(answer, "conv_id", "convId"),
    session_id: textField(answer, "session_id"),
    payload: `{${texts.join(",")}}`,
  });
}

function writeConversation(item: JsonNode, number: number, into: BundleWriter): void {
  into.session(
    {
      session_id: textField(item, "session_id") ?? textField(item, "conv_id"),
      kind: "conversation",
      runtime_key: textField(item, "resolved_runtime_key"),
      last_activity_at: epochMsField(item, "last_activity_ms"),
      attributes: item.raw,
    },
    { number },
  );
}

/** `item.seq` is the place in the server's buffer; the frame has its own sequence. */
function readEvents(answer: JsonNode, into: BundleWriter): void {
  tellStream(textField(answer, "conv_id"), into, {});
  const recorder = new SemRecorder();
  for (const [index, item] of itemsOf(answer)) {
    const at = { number: index + 1 };
    const frame = item.get("frame");
    if (frame !== undefined && frame.kind === "object") {
      recorder.frame(frame, item.raw, into, at);
      continue; // A frame that the server could decode.
    }
    into.event({ event_id: textField(item, "id"), event_type: textField(item, "type"), payload: item.raw }, at);
    into.issue(
      {
        severity: "data_loss",
        code: `${ID}.undecoded-frame`,
        message: `The server could not decode this frame: ${textField(item, "decode_error") ?? "it does not say why"}.`,
        raw: textField(item, "raw") ?? item.raw,
      },
      at,
    );
  }
  recorder.finish();
}

function readTurns(answer: JsonNode, into: BundleWriter): void {
  const recorder = new TurnRecorder(ID);
  const conversations = new ConversationNotes();
  for (const { item, number } of oldestFirst(answer)) {
    const frame = {
      conversationId: textField(item, "conv_id") ?? textField(answer, "conv_id"),
      sessionId: textField(item, "session_id") ?? textField(answer, "session_id"),
      runId: null,
      turnId: textField(item, "turn_id") ?? textField(answer, "turn_id"),
      phase: textField(item, "phase"),
      at: epochMsField(item, "created_at_ms"),
      createdAt: null,
      updatedAt: null,
      runtimeKey: textField(item, "resolved_runtime_key", "runtime_key"),
      inferenceId: textField(item, "inference_id"),
    };
    const place = { into, at: { number }, importer: ID };
    const payload = textField(item, "payload");
    const parsed = item.get("parsed");
    const isParsedOnly = payload === null && parsed !== undefined && parsed.kind === "object";
    const turn = isParsedOnly
      ? writeTurn(parsed, frame, recorder, place)
      : writeYamlTurn(payload ?? "", frame, recorder, place);
    conversations.note(turn, into, place.at);
  }
  recorder.finish();
  conversations.write();
}

/** The server gives the newest first; what a block says counts where it was said first. */
function oldestFirst(answer: JsonNode) {
  const items = [...itemsOf(answer)].map(([index, item]) => ({ item, number: index + 1 }));
  const timeOf = (item: JsonNode) => Number(int64Field(item, "created_at_ms") ?? 0);
  return items.sort((a, b) => timeOf(a.item) - timeOf(b.item) || b.number - a.number);
}

function readTimeline(answer: JsonNode, into: BundleWriter): void {
  for (const [index, entity] of itemsOf(answer, "entities")) {
    into.timelineEntity(
      {
        conversation_id: textField(answer, "convId"),
        entity_id: textField(entity, "id"),
        kind: textField(entity, "kind"),
        timestamp: epochMsField(entity, "createdAtMs"),
        updated_at: epochMsField(entity, "updatedAtMs"),
        version: int64Field(entity, "version"),
        is_current: 1,
        payload: entity.raw,
      },
      { number: index + 1 },
    );
  }
}
