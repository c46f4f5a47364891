// SEM envelopes of pinocchio's web chat: rows of events, and what they tell of tools, models, messages and errors.
// Format: docs/formats/pinocchio-sem-frames.md

import type { JsonNode } from "../../../base/json.ts";
import { severityNumber } from "../../../base/severity.ts";
import type { At, BundleWriter, Row } from "../../../bundle/writer.ts";
import { embeddedJsonField, int64Field, realField, textField } from "../json-fields.ts";
import { ProviderLedger } from "./provider-ledger.ts";
import { type ToolEnd, ToolLedger } from "./tool-ledger.ts";

const ERROR_SEVERITY = 17;
/** The stream is one conversation, but its frames do not name it. */
const STREAM = "stream";

/** Whether the value is an envelope: `{"sem":true,"event":{"type":…}}`. */
export function isSemFrame(node: JsonNode): boolean {
  return node.get("sem")?.boolean() === true && typeof node.get("event")?.get("type")?.string() === "string";
}

export class SemRecorder {
  readonly #tools = new ToolLedger();
  readonly #calls = new ProviderLedger();

  /** `raw` is the record as the artifact has it. */
  frame(frame: JsonNode, raw: string, into: BundleWriter, at: At): void {
    const event = frame.get("event");
    const data = event?.get("data") ?? event; // Frames of 2025 have the data beside the type.
    const type = textField(event, "type");
    const metadata = event?.get("metadata");
    const id = textField(event, "id");
    const row = {
      session_id: textField(metadata, "session_id", "sessionId"),
      run_id: textField(metadata, "run_id", "runId"),
      turn_id: textField(metadata, "turn_id", "turnId"),
      event_id: id,
      event_type: type,
      sequence: int64Field(event, "seq"),
      stream_id: textField(event, "stream_id"),
      level: type === "log" ? textField(data, "level") : null,
      call_id: type?.startsWith("tool.") === true ? (textField(data, "id") ?? id) : null,
      payload: raw,
    } satisfies Row<"events">;
    into.event(row, at);
    if (type === null || !isSemFrame(frame)) return; // The row says all that is known.
    if (type.startsWith("tool.")) this.#tellTool(type, row, data, into, at);
    else if (type.startsWith("llm.thinking.")) tellThinking(type, row, data, into, at);
    else if (type.startsWith("llm.")) this.#tellModel(type, row, data, metadata, into, at);
    else if (type === "chat.message") tellMessage(row, data, "text", into, at);
    else if (type === "log") tellLog(row, data, into, at);
    else if (type === "ws.hello") tellStream(textField(data, "convId", "conv_id"), into, at);
  }

  finish(): void {
    this.#tools.write();
    this.#calls.write();
  }

  #tellTool(type: string, row: Row<"events">, data: JsonNode | undefined, into: BundleWriter, at: At): void {
    const callId = row.call_id;
    if (callId === null || callId === undefined) return; // A frame without an id belongs to no call.
    const key = { scope: row.session_id ?? STREAM, callId };
    const record = {
      session_id: row.session_id ?? null,
      run_id: row.run_id ?? null,
      turn_id: row.turn_id ?? null,
      into,
      at,
    };
    const name = textField(data, "name");
    if (type === "tool.start") this.#tools.started(key, { name, params: embeddedJsonField(data, "input") }, record);
    else if (type === "tool.result") this.#tools.ended(key, toolEnd(data), record, name);
    else if (type === "tool.done") this.#tools.closed(key, record);
  }

  #tellModel(
    type: string,
    row: Row<"events">,
    data: JsonNode | undefined,
    metadata: JsonNode | undefined,
    into: BundleWriter,
    at: At,
  ): void {
    const error = textField(data, "error") ?? textField(metadata, "error");
    const stopReason = textField(metadata, "stopReason", "stop_reason");
    this.#calls.tell(
      JSON.stringify([row.session_id, row.event_id]),
      {
        session_id: row.session_id,
        run_id: row.run_id,
        turn_id: row.turn_id,
        event_id: row.event_id,
        provider_name: textField(metadata, "provider"),
        request_model: textField(metadata, "model"),
        finish_reasons: stopReason === null ? null : JSON.stringify([stopReason]),
        duration_ms: realField(metadata, "durationMs", "duration_ms"),
        output: type === "llm.final" ? textField(data, "text") : null,
        result_type: error === null ? null : "error",
        error_message: error,
        usageNode: metadata?.get("usage"),
      },
      into,
      at,
    );
    if (type === "llm.final") tellMessage(row, data, "text", into, at, textField(metadata, "model"));
  }
}

/** Frames do not name their conversation; the greeting of a connection, and the question for a buffer, do. */
export function tellStream(conversation: string | null, into: BundleWriter, at: At): void {
  if (conversation === null) return; // The stream stays without a name.
  into.document({ kind: "pinocchio.stream", key: conversation }, at);
}

function toolEnd(data: JsonNode | undefined): ToolEnd {
  const result = data?.get("result");
  return { value: embeddedJsonField(data, "result"), text: result?.string() ?? null, error: textField(data, "error") };
}

function tellThinking(type: string, row: Row<"events">, data: JsonNode | undefined, into: BundleWriter, at: At): void {
  const hasText = textField(data, "text", "content") !== null;
  if (hasText && (type === "llm.thinking.final" || type === "llm.thinking.summary")) {
    tellMessage(row, data, "reasoning", into, at);
  }
}

function tellMessage(
  row: Row<"events">,
  data: JsonNode | undefined,
  kind: string,
  into: BundleWriter,
  at: At,
  model: string | null = null,
): void {
  into.message(
    {
      session_id: row.session_id,
      run_id: row.run_id,
      turn_id: row.turn_id,
      message_id: row.event_id,
      sequence: row.sequence,
      role: textField(data, "role") ?? (row.event_type === "chat.message" ? null : "assistant"),
      kind,
      content: textField(data, "content", "text"),
      model,
    },
    at,
  );
}

/** A log frame is an event; only from `error` up is it a failure too. */
function tellLog(row: Row<"events">, data: JsonNode | undefined, into: BundleWriter, at: At): void {
  const severity = row.level == null ? null : severityNumber(row.level);
  if (severity === null || severity < ERROR_SEVERITY) return;
  into.error(
    {
      session_id: row.session_id,
      run_id: row.run_id,
      error_class: "runtime",
      error_code: "sem.log-error",
      message: textField(data, "message"),
    },
    at,
  );
}
