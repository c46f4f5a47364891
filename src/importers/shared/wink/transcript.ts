// The transcript of one source: its messages, and the tool calls that its uses and results make up.

import type { JsonNode } from "../../../base/json.ts";
import { readTime } from "../../../base/time.ts";
import type { At, BundleWriter, Row } from "../../../bundle/writer.ts";
import type { ShownCall } from "./call-ids.ts";
import { readTranscriptEntry, type ToolResult, type ToolUse, type TranscriptEntry } from "./transcript-entry.ts";

interface OpenCall {
  readonly row: Row<"tool_invocations">;
  readonly into: BundleWriter;
  readonly at: At;
}

/** Give it all entries in order, then `end`. */
export class Transcript {
  /** Calls whose result has not come yet, by session, agent and call id. */
  readonly #open = new Map<string, OpenCall>();
  readonly #closed = new Set<string>();
  readonly #seen: Set<string> | null;
  /** The calls with use and result, of a bundle. */
  readonly shown: ShownCall[] = [];

  /** With `once`, for the files of one bundle: an entry that was given before counts once, and `shown` is kept. */
  constructor(options: { readonly once: boolean }) {
    this.#seen = options.once ? new Set() : null;
  }

  /** `lineTime` stands in where the entry itself has no time. Returns false for an entry that was given before. */
  add(context: JsonNode, lineTime: string | null, into: BundleWriter, at: At): boolean {
    const entry = readTranscriptEntry(context);
    if (this.#wasGiven(entry)) return false;
    const time = readTime(entry.timestamp ?? "") ?? readTime(lineTime ?? "");
    const who = {
      session_id: entry.sessionId,
      run_id: entry.runId,
      agent_source: entry.source,
      prompt_name: entry.promptName,
      adapter: entry.adapter,
      timestamp: time?.utc ?? null,
      time_assumed: time?.zone === "assumed" ? 1 : 0,
    };
    const call = entry.uses[0] ?? entry.results[0];
    into.message(
      {
        ...who,
        sequence: entry.sequence,
        role: entry.role,
        kind: entry.kind,
        content: entry.content,
        content_json: entry.json,
        model: entry.model,
        tool_name: call?.name ?? null,
        call_id: call?.callId ?? null,
      },
      at,
    );
    for (const use of entry.uses) this.#use(use, who, into, at);
    for (const result of entry.results) this.#result(result, who, into, at);
    return true;
  }

  /** Writes the calls that got no result. */
  end(): void {
    for (const call of this.#open.values()) call.into.toolInvocation({ ...call.row, status: "pending" }, call.at);
    this.#open.clear();
  }

  #wasGiven(entry: TranscriptEntry): boolean {
    if (this.#seen === null || entry.sequence === null) return false;
    const key = JSON.stringify([entry.source, String(entry.sequence), entry.promptName, entry.timestamp]);
    if (this.#seen.has(key)) return true;
    this.#seen.add(key);
    return false;
  }

  #use(use: ToolUse, who: Row<"tool_invocations">, into: BundleWriter, at: At): void {
    const row = { ...who, origin: "transcript", tool_name: use.name, call_id: use.callId, params: use.params };
    if (use.callId === null) {
      into.toolInvocation({ ...row, status: "unknown" }, at);
      return;
    }
    const key = callKey(who, use.callId);
    this.#closed.delete(key);
    // A second notice of an open call is an update of it: the first one has its time.
    if (!this.#open.has(key)) this.#open.set(key, { row, into, at });
  }

  #result(result: ToolResult, who: Row<"tool_invocations">, into: BundleWriter, at: At): void {
    const outcome = {
      status: result.status,
      result_success: result.status === "ok" ? 1 : result.status === "error" ? 0 : null,
      result_value: result.value,
      rendered_output: result.output,
      duration_ms: result.durationMs,
    };
    const key = callKey(who, result.callId ?? "");
    const open = result.callId === null ? undefined : this.#open.get(key);
    if (open !== undefined) {
      this.#open.delete(key);
      this.#closed.add(key);
      open.into.toolInvocation({ ...open.row, ...outcome }, open.at);
      if (this.#seen !== null) this.shown.push(shownCall(open.row, result, who.timestamp ?? null));
      return;
    }
    // A further result of a call that has one is in its message; a call that shows its result only is a call too.
    if (result.callId !== null && this.#closed.has(key)) return;
    this.#closed.add(key);
    const row = { ...who, origin: "transcript", tool_name: result.name, call_id: result.callId, params: result.params };
    into.toolInvocation({ ...row, ...outcome }, at);
  }
}

function callKey(who: Row<"tool_invocations">, callId: string): string {
  return JSON.stringify([who.session_id, who.agent_source, callId]);
}

function shownCall(use: Row<"tool_invocations">, result: ToolResult, to: string | null): ShownCall {
  return {
    callId: use.call_id ?? "",
    name: use.tool_name ?? result.name,
    params: use.params ?? null,
    from: use.timestamp ?? null,
    to,
  };
}
