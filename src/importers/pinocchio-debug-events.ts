// Format: docs/formats/pinocchio-debug-events.md

import type { Artifact, Line } from "../artifacts/artifact.ts";
import type { JsonNode } from "../base/json.ts";
import type { BundleWriter } from "../bundle/writer.ts";
import { Claim, type Importer } from "./importer.ts";
import { claimOfFirst } from "./shared/head-records.ts";
import { int64Field, rawField, textField } from "./shared/json-fields.ts";
import { eachJsonLine } from "./shared/json-lines.ts";
import { ChatRecorder } from "./shared/pinocchio/chat-recorder.ts";
import { ConversationNotes } from "./shared/pinocchio/conversation-notes.ts";

const ID = "pinocchio-debug-events";
const FRAMES = ["hello", "snapshot", "uiEvent", "backendEvent", "error", "done"] as const;

export const pinocchioDebugEvents: Importer = {
  id: ID,
  title: "Pinocchio debug events (--debug-events-jsonl)",
  spec: "docs/formats/pinocchio-debug-events.md",
  version: 1,
  appendOnly: true,
  sniff({ head }) {
    return claimOfFirst(head, (record) => (isRpcLine(record) ? Claim.marker : Claim.no));
  },
  async read(artifact: Artifact, into) {
    const recorder = new ChatRecorder();
    const conversations = new ConversationNotes();
    await eachJsonLine(artifact, ID, into, (record, line) => {
      const sessionId = readFrame(record, line, recorder, into);
      conversations.note({ conversationId: null, sessionId, runtimeKey: null, at: null }, into, line);
    });
    recorder.finish();
    conversations.write();
  },
};

function isRpcLine(record: JsonNode): boolean {
  return (
    record.get("version")?.kind === "number" && record.get("sessionId")?.kind === "string" && frameOf(record) !== null
  );
}

/** A line holds exactly one frame. */
function frameOf(record: JsonNode): (typeof FRAMES)[number] | null {
  const found = FRAMES.filter((name) => record.get(name)?.kind === "object");
  return found.length === 1 ? (found[0] ?? null) : null;
}

/** Returns the session that the line names. */
function readFrame(record: JsonNode, line: Line, recorder: ChatRecorder, into: BundleWriter): string | null {
  const kind = frameOf(record);
  if (kind === null) {
    const message =
      "The line holds none, or more than one, of the frames of this format; it is kept as an event without its meaning.";
    into.issue({ severity: "warning", code: `${ID}.unknown-frame`, message, raw: line.text }, line);
  }
  const frame = kind === null ? undefined : record.get(kind);
  const isEvent = kind === "uiEvent" || kind === "backendEvent";
  const sessionId = textField(record, "sessionId");
  recorder.event(
    {
      sessionId,
      requestId: textField(record, "requestId"),
      name: isEvent ? textField(frame, "name") : kind,
      ordinal: isEvent ? int64Field(frame, "ordinal") : null,
      stream: isEvent ? kind : null,
      timestamp: null,
      payload: isEvent ? frame?.get("payload") : undefined,
      raw: line.text,
    },
    into,
    line,
  );
  if (kind === "snapshot") writeSnapshot(frame, sessionId, into, line);
  if (kind === "error") writeError(frame, sessionId, into, line);
  return sessionId;
}

function writeSnapshot(snapshot: JsonNode | undefined, sessionId: string | null, into: BundleWriter, line: Line): void {
  for (const entity of snapshot?.get("entities")?.items() ?? []) {
    into.timelineEntity(
      {
        session_id: sessionId,
        entity_id: textField(entity, "id"),
        kind: textField(entity, "kind"),
        version: int64Field(snapshot, "snapshotOrdinal"),
        created_ordinal: int64Field(entity, "createdOrdinal"),
        last_event_ordinal: int64Field(entity, "lastEventOrdinal"),
        is_tombstone: entity.get("tombstone")?.boolean() === true ? 1 : 0,
        is_current: 1,
        payload: rawField(entity, "payload"),
      },
      line,
    );
  }
}

function writeError(error: JsonNode | undefined, sessionId: string | null, into: BundleWriter, line: Line): void {
  into.error(
    {
      session_id: sessionId,
      error_class: "runtime",
      error_code: "pinocchio.rpc-error",
      error_type: textField(error, "code"),
      message: textField(error, "message"),
    },
    line,
  );
}
