// Events of pinocchio's chat app (sessionstream): rows of events, and what they tell of tools, models, runs, messages and errors.
// Format: docs/formats/sessionstream-store.md

import type { JsonNode } from "../../../base/json.ts";
import { millisecondsBetween } from "../../../base/time.ts";
import type { At, BundleWriter, Row } from "../../../bundle/writer.ts";
import { embeddedJsonField, realField, textField } from "../json-fields.ts";
import { ProviderLedger } from "./provider-ledger.ts";
import { type ToolEnd, ToolLedger } from "./tool-ledger.ts";

export interface ChatEvent {
  readonly sessionId: string | null;
  readonly requestId?: string | null;
  readonly name: string | null;
  readonly ordinal: number | bigint | null;
  /** Where several streams count apart from each other. */
  readonly stream: string | null;
  readonly timestamp: string | null;
  readonly timeAssumed?: 0 | 1;
  /** Undefined when the payload is no JSON. */
  readonly payload: JsonNode | undefined;
  /** The text of the payload, or of the whole record, as the artifact has it. */
  readonly raw: string | null;
}

interface Seen {
  readonly event: ChatEvent;
  readonly into: BundleWriter;
  readonly at: At;
  readonly row: Row<"events">;
  readonly correlation: JsonNode | undefined;
}

export class ChatRecorder {
  readonly #tools = new ToolLedger();
  readonly #calls = new ProviderLedger();
  readonly #told = new Set<string>();
  readonly #executing = new Map<string, string>();
  /** The call of each session that has begun and has no id. */
  readonly #open = new Map<string, string>();
  #nameless = 0;

  event(event: ChatEvent, into: BundleWriter, at: At): void {
    const { payload } = event;
    const correlation = payload?.get("correlation");
    const row = {
      session_id: event.sessionId ?? textField(correlation, "sessionId"),
      run_id: textField(correlation, "runId"),
      turn_id: textField(correlation, "turnId"),
      event_id: textField(payload, "messageId", "toolCallId"),
      event_type: event.name,
      timestamp: event.timestamp,
      time_assumed: event.timeAssumed ?? 0,
      sequence: event.ordinal,
      stream_id: event.stream,
      call_id: textField(payload, "toolCallId") ?? textField(correlation, "toolCallId", "providerCallId"),
      payload: event.raw,
    } satisfies Row<"events">;
    into.event(row, at);
    if (payload !== undefined) this.#tell({ event, into, at, row, correlation }, payload);
  }

  finish(): void {
    this.#tools.write();
    this.#calls.write();
  }

  #tell(seen: Seen, payload: JsonNode): void {
    const name = seen.event.name ?? "";
    if (name.startsWith("ChatRun")) tellRun(seen, name, payload, this.#told);
    else if (name.startsWith("ChatProviderCall")) this.#tellCall(seen, name, payload);
    else if (name.startsWith("ChatTool")) this.#tellTool(seen, name, payload);
    else if (name === "ChatUserMessageAccepted") this.#tellMessage(seen, payload, "text");
    else if (name === "ChatTextSegmentFinished") this.#tellMessage(seen, payload, "text");
    else if (name === "ChatReasoningSegmentFinished") this.#tellMessage(seen, payload, "reasoning");
  }

  #tellCall(seen: Seen, name: string, payload: JsonNode): void {
    const { row, event } = seen;
    const session = row.session_id ?? "";
    const stated = textField(seen.correlation, "providerCallId");
    let key = stated ?? this.#open.get(session);
    if (key === undefined || (stated === null && name === "ChatProviderCallStarted")) {
      this.#nameless += 1;
      key = `nameless ${this.#nameless}`;
    }
    const isLast = name === "ChatProviderCallFinished" || name === "ChatProviderCallFailed";
    if (stated === null) isLast ? this.#open.delete(session) : this.#open.set(session, key);

    const callKey = JSON.stringify([session, key]);
    const stopReason = textField(payload, "stopReason");
    const error = textField(payload, "error", "errorMessage");
    this.#calls.tell(
      callKey,
      {
        session_id: row.session_id,
        run_id: row.run_id,
        turn_id: row.turn_id,
        event_id: stated,
        timestamp: this.#calls.has(callKey) ? null : event.timestamp,
        time_assumed: event.timeAssumed,
        provider_name: textField(payload, "provider"),
        request_model: textField(payload, "model"),
        finish_reasons: stopReason === null ? null : JSON.stringify([stopReason]),
        duration_ms: realField(payload, "durationMs"),
        result_type: resultType(name, payload, error),
        error_message: error,
        usageNode: payload.get("usage"),
      },
      seen.into,
      seen.at,
    );
  }

  #tellTool(seen: Seen, name: string, payload: JsonNode): void {
    const { row, event } = seen;
    const callId = textField(payload, "toolCallId") ?? textField(seen.correlation, "toolCallId");
    if (callId === null) return; // The event's row is all there is to keep: nothing says which call it belongs to.
    const key = { scope: row.session_id ?? "", callId };
    const toolName = textField(payload, "toolName");
    const record = { ...row, into: seen.into, at: seen.at };
    if (name === "ChatToolExecutionStarted" && event.timestamp !== null) {
      this.#executing.set(JSON.stringify(key), event.timestamp);
    }
    if (name === "ChatToolResultReady") {
      this.#tools.ended(key, toolEnd(payload), record, toolName);
      const begun = this.#executing.get(JSON.stringify(key));
      if (begun !== undefined && event.timestamp !== null) {
        this.#tools.took(key, millisecondsBetween(begun, event.timestamp), record);
      }
    } else if (name === "ChatToolCallFinished") {
      this.#tools.closed(key, record);
    } else {
      this.#tools.started(key, { name: toolName, params: embeddedJsonField(payload, "input") }, record);
    }
  }

  #tellMessage(seen: Seen, payload: JsonNode, kind: string): void {
    const { row, event } = seen;
    const key = JSON.stringify([row.session_id, row.event_id, event.name]);
    if (row.event_id !== null && this.#told.has(key)) return; // The backend's copy of an event that the page got too.
    this.#told.add(key);
    seen.into.message(
      {
        session_id: row.session_id,
        run_id: row.run_id,
        turn_id: row.turn_id,
        message_id: row.event_id,
        parent_message_id: textField(payload, "parentMessageId"),
        sequence: event.ordinal,
        role: textField(payload, "role") ?? (event.name === "ChatUserMessageAccepted" ? "user" : "assistant"),
        kind,
        content: textField(payload, "content", "text", "prompt"),
        timestamp: event.timestamp,
        time_assumed: event.timeAssumed ?? 0,
      },
      seen.at,
    );
  }
}

const ENDS = new Map([
  ["ChatRunFinished", "finished"],
  ["ChatRunStopped", "stopped"],
  ["ChatRunFailed", "failed"],
]);

/** A run's row needs the run's id; its failure is an error with or without one. */
function tellRun(seen: Seen, name: string, payload: JsonNode, told: Set<string>): void {
  const { row, event, into, at } = seen;
  const error = textField(payload, "error", "message");
  const hasEnded = ENDS.has(name);
  if (row.run_id !== null) {
    into.run(
      {
        session_id: row.session_id,
        run_id: row.run_id,
        request_id: event.requestId,
        started_at: name === "ChatRunStarted" ? event.timestamp : null,
        ended_at: hasEnded ? event.timestamp : null,
        time_assumed: event.timeAssumed ?? 0,
        status: hasEnded ? (textField(payload, "status") ?? ENDS.get(name)) : null,
        error_message: name === "ChatRunFailed" ? error : null,
      },
      at,
    );
  }
  if (name !== "ChatRunFailed") return;
  const key = JSON.stringify([name, row.session_id, row.event_id, String(event.ordinal)]);
  if (told.has(key)) return; // The backend's copy of an event that the page got too.
  told.add(key);
  into.error(
    {
      session_id: row.session_id,
      run_id: row.run_id,
      error_class: "provider",
      error_code: "pinocchio.run-failed",
      error_type: name,
      message: error,
      timestamp: event.timestamp,
      time_assumed: event.timeAssumed ?? 0,
    },
    at,
  );
}

/** How the call ended, as far as it is stated. */
function resultType(name: string, payload: JsonNode, error: string | null): "success" | "error" | null {
  if (name === "ChatProviderCallFailed" || error !== null) return "error";
  const finishClass = textField(payload, "finishClass");
  if (finishClass === "completed") return "success";
  return finishClass === "error" || finishClass === "failed" ? "error" : null;
}

function toolEnd(payload: JsonNode): ToolEnd {
  const status = textField(payload, "status");
  const error = textField(payload, "error");
  const text = textField(payload, "result");
  const hasFailed = error !== null || status === "error" || status === "failed";
  return { value: embeddedJsonField(payload, "result"), text, error: hasFailed ? (error ?? text ?? status) : null };
}
