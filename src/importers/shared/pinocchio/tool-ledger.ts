// Joins the halves of a tool call, which stand in different records, into one row of tool_invocations.

import type { At, BundleWriter, Row } from "../../../bundle/writer.ts";

export interface ToolCallKey {
  /** What the call id is unique in: a conversation, a session, a whole stream. */
  readonly scope: string;
  readonly callId: string;
}

export interface ToolStart {
  readonly name: string | null;
  /** JSON text as written. */
  readonly params: string | null;
}

export interface ToolEnd {
  /** JSON text as written. */
  readonly value: string | null;
  /** What a person was shown. */
  readonly text: string | null;
  readonly error: string | null;
}

/** Whose the record is and when it was written. */
export interface ToolRecord {
  readonly session_id?: string | null | undefined;
  readonly run_id?: string | null | undefined;
  readonly turn_id?: string | null | undefined;
  readonly timestamp?: string | null | undefined;
  readonly time_assumed?: number | bigint | null | undefined;
  readonly into: BundleWriter;
  readonly at: At;
}

interface Call extends ToolCallKey {
  record: ToolRecord;
  started: boolean;
  name: string | null;
  params: string | null;
  ended: boolean;
  end: ToolEnd | null;
  durationMs: number | null;
}

/** A call that is told several times (in each snapshot of a turn) is one row; of what is told twice the last word counts. */
export class ToolLedger {
  readonly #calls = new Map<string, Call>();

  /** The call was asked for. */
  started(key: ToolCallKey, start: ToolStart, record: ToolRecord): void {
    const call = this.#call(key, record);
    if (!call.started) call.record = record;
    call.started = true;
    call.name = start.name ?? call.name;
    call.params = start.params ?? call.params;
  }

  /** The call gave a result or an error. */
  ended(key: ToolCallKey, end: ToolEnd, record: ToolRecord, name: string | null = null): void {
    const call = this.#call(key, record);
    call.name ??= name;
    call.ended = true;
    call.end = end;
  }

  /** The call is over; what came of it was not said here. */
  closed(key: ToolCallKey, record: ToolRecord): void {
    this.#call(key, record).ended = true;
  }

  /** The system measured how long the call took. */
  took(key: ToolCallKey, milliseconds: number, record: ToolRecord): void {
    this.#call(key, record).durationMs = milliseconds;
  }

  /** Writes all calls in the order in which they were first told of. */
  write(): void {
    for (const call of this.#calls.values()) call.record.into.toolInvocation(row(call), call.record.at);
    this.#calls.clear();
  }

  #call(key: ToolCallKey, record: ToolRecord): Call {
    const name = JSON.stringify([key.scope, key.callId]);
    let call = this.#calls.get(name);
    if (call === undefined) {
      call = { ...key, record, started: false, name: null, params: null, ended: false, end: null, durationMs: null };
      this.#calls.set(name, call);
    }
    return call;
  }
}

function row(call: Call): Row<"tool_invocations"> {
  const { record, end } = call;
  const status = statusOf(call);
  return {
    origin: "recorded",
    session_id: record.session_id,
    run_id: record.run_id,
    turn_id: record.turn_id,
    timestamp: record.timestamp,
    time_assumed: record.time_assumed ?? 0,
    call_id: call.callId,
    tool_name: call.name,
    params: call.params,
    duration_ms: call.durationMs,
    status,
    result_success: status === "ok" ? 1 : status === "error" ? 0 : null,
    result_message: end?.error ?? null,
    result_value: end?.value ?? null,
    rendered_output: end?.text ?? null,
  };
}

function statusOf(call: Call): "ok" | "error" | "pending" | "unknown" {
  if (call.end !== null) return call.end.error === null ? "ok" : "error";
  return call.ended ? "unknown" : "pending";
}
