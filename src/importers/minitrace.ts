// Format: docs/formats/minitrace.md

import type { Artifact } from "../artifacts/artifact.ts";
import type { JsonNode } from "../base/json.ts";
import type { BundleWriter } from "../bundle/writer.ts";
import { Claim, type Importer } from "./importer.ts";
import {
  embeddedJsonField,
  int64Field,
  otherMembers,
  realField,
  textField,
  timeColumns,
} from "./shared/json-fields.ts";
import { prefixText, readJsonPrefix } from "./shared/json-prefix.ts";
import { usageColumns } from "./shared/pinocchio/provider-ledger.ts";
import { wholeObject } from "./shared/whole-json.ts";

const ID = "minitrace";

export const minitrace: Importer = {
  id: ID,
  title: "Minitrace (JSON)",
  spec: "docs/formats/minitrace.md",
  version: 1,
  sniff({ head }) {
    const version = prefixText(readJsonPrefix(new TextDecoder().decode(head)), "schema_version");
    return version?.startsWith("minitrace-") === true ? Claim.marker : Claim.no;
  },
  async read(artifact: Artifact, into) {
    const trace = await wholeObject(artifact);
    const conversation = textField(trace.get("provenance"), "original_session_id") ?? textField(trace, "id");
    into.document({
      kind: ID,
      key: textField(trace, "id"),
      session_id: sessionsOf(trace)[0] ?? conversation,
      payload: otherMembers(trace, ["turns", "tool_calls"]),
    });
    writeSessions(trace, conversation, into);
    const turns = trace.get("turns")?.items() ?? [];
    for (const [index, turn] of turns.entries()) writeTurn(turn, conversation, into.inside("turns"), index + 1);
    const calls = trace.get("tool_calls")?.items() ?? [];
    for (const [index, call] of calls.entries()) {
      const emitting = turns[Number(int64Field(call, "emitting_turn_index") ?? -1)];
      writeCall(call, emitting, conversation, into.inside("tool_calls"), index + 1);
    }
  },
};

/** The sessions that the turns name themselves; a trace of one conversation may hold several. */
function sessionsOf(trace: JsonNode): string[] {
  const turns = trace.get("turns")?.items() ?? [];
  const sessions = turns.map((turn) => textField(turn.get("framework_metadata"), "session_id"));
  return [...new Set(sessions.filter((session) => session !== null))];
}

function writeSessions(trace: JsonNode, conversation: string | null, into: BundleWriter): void {
  const timing = trace.get("timing");
  const started = timeColumns(textField(timing, "started_at"));
  const stated = sessionsOf(trace);
  for (const session of stated.length > 0 ? stated : [conversation]) {
    into.session({
      session_id: session,
      kind: "conversation",
      title: textField(trace, "title"),
      created_at: started.timestamp,
      time_assumed: started.time_assumed,
      ended_at: timeColumns(textField(timing, "ended_at")).timestamp,
      attributes: JSON.stringify({ conv_id: conversation }),
    });
  }
}

function writeTurn(turn: JsonNode, conversation: string | null, into: BundleWriter, number: number): void {
  const metadata = turn.get("framework_metadata");
  const common = {
    session_id: textField(metadata, "session_id") ?? conversation,
    turn_id: textField(metadata, "turn_id"),
    model: textField(turn, "model"),
    sequence: int64Field(turn, "index"),
    role: textField(turn, "role"),
    ...timeColumns(textField(turn, "timestamp")),
  };
  const thinking = textField(turn, "thinking");
  if (thinking !== null) into.message({ ...common, kind: "reasoning", content: thinking }, { number });
  into.message(
    {
      ...common,
      kind: textField(metadata, "pinocchio_kind") ?? "text",
      content: textField(turn, "content"),
      content_json: otherMembers(turn, ["content", "thinking"]),
    },
    { number },
  );
  const usage = turn.get("usage");
  if (usage === undefined || usage.kind !== "object") return; // No call of a model is stated.
  const { model, sequence: _, role: __, ...call } = common;
  into.promptEvent({ ...call, event_type: "executed", request_model: model, ...usageColumns(usage) }, { number });
}

function writeCall(
  call: JsonNode,
  emitting: JsonNode | undefined,
  conversation: string | null,
  into: BundleWriter,
  number: number,
): void {
  const output = call.get("output");
  const success = output?.get("success")?.boolean() ?? null;
  const metadata = emitting?.get("framework_metadata");
  const sessionId = textField(metadata, "session_id") ?? conversation;
  const time = timeColumns(textField(call, "timestamp"));
  into.toolInvocation(
    {
      origin: "recorded",
      session_id: sessionId,
      turn_id: textField(metadata, "turn_id"),
      call_id: textField(call, "id"),
      tool_name: textField(call, "tool_name"),
      ...time,
      params: embeddedJsonField(call.get("input"), "arguments"),
      duration_ms: realField(output, "duration_ms"),
      status: output === undefined || output.kind === "null" ? "pending" : statusOf(success),
      result_success: success === null ? null : Number(success),
      result_message: textField(output, "error"),
      result_value: textField(output, "result") === null ? null : embeddedJsonField(output, "result"),
      rendered_output: textField(output, "result"),
    },
    { number },
  );
  into.document(
    {
      kind: `${ID}.tool-call`,
      key: textField(call, "id"),
      session_id: sessionId,
      ...time,
      payload: otherMembers(call, ["id", "tool_name", "timestamp"]),
    },
    { number },
  );
}

function statusOf(success: boolean | null): "ok" | "error" | "unknown" {
  if (success === null) return "unknown";
  return success ? "ok" : "error";
}
