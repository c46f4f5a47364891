// The events that WINK dispatches and keeps as slice items, as typed rows. Format: docs/formats/wink-session.md

import type { JsonNode } from "../../../base/json.ts";
import type { At, BundleWriter, Row } from "../../../bundle/writer.ts";
import type { CallIds } from "./call-ids.ts";

export type EventKind = "ToolInvoked" | "PromptRendered" | "PromptExecuted";

/** What all events of a snapshot have in common. */
export interface EventPlace {
  readonly session_id: string;
  readonly run_id: string | null;
  readonly timestamp: string | null;
  readonly time_assumed: 0 | 1;
}

/** The names of the tools that a prompt offered, by the event id of its rendering. */
export type OfferedTools = ReadonlyMap<string, readonly string[]>;

/** What is known of events from beside them. */
export interface Beside {
  readonly offered: OfferedTools;
  /** Null where there is no transcript beside the snapshot. */
  readonly callIds: CallIds | null;
}

const EVENT_TYPE = /^weakincentives\.runtime\.events(?:\.[\w.]+)?[:.](ToolInvoked|PromptRendered|PromptExecuted)$/;
const TOOLS_TYPE = /^weakincentives\.runtime\.[\w.]+[:.]RenderedTools$/;

/** Null for types that are no dispatched event; a user's class of the same name is none. */
export function eventKind(type: string): EventKind | null {
  switch (EVENT_TYPE.exec(type)?.[1]) {
    case "ToolInvoked":
      return "ToolInvoked";
    case "PromptRendered":
      return "PromptRendered";
    case "PromptExecuted":
      return "PromptExecuted";
    default:
      return null;
  }
}

/** Reads the slices of tool schemas, which newer snapshots have beside the renderings. */
export function offeredTools(slices: readonly JsonNode[]): OfferedTools {
  const offered = new Map<string, readonly string[]>();
  for (const slice of slices) {
    if (!TOOLS_TYPE.test(text(slice, "slice_type") ?? "")) continue; // Another slice.
    for (const item of slice.get("items")?.items() ?? []) {
      const render = text(item, "render_event_id");
      const names = item
        .get("tools")
        ?.items()
        .map((tool) => text(tool, "name"));
      if (render !== null && names?.every((name) => name !== null)) offered.set(render, names);
    }
  }
  return offered;
}

export function writeEvent(
  kind: EventKind,
  item: JsonNode,
  place: EventPlace,
  beside: Beside,
  into: BundleWriter,
  at: At,
): void {
  const row = { ...place, ...common(item) };
  if (kind === "ToolInvoked") into.toolInvocation({ ...row, ...toolInvoked(item, place.timestamp, beside) }, at);
  else if (kind === "PromptExecuted") into.promptEvent({ ...row, ...promptExecuted(item) }, at);
  else into.promptEvent({ ...row, ...promptRendered(item, beside.offered) }, at);
}

/** A statement about the run that an event names; null when it names none. */
export function runOf(event: JsonNode): Row<"run_facts"> | null {
  const context = event.get("run_context");
  const runId = text(context, "run_id");
  if (context === undefined || runId === null) return null;
  return runFact(context, runId);
}

export function runFact(context: JsonNode, runId: string): Row<"run_facts"> {
  return {
    run_id: runId,
    session_id: text(context, "session_id"),
    request_id: text(context, "request_id"),
    attempt: context.get("attempt")?.integer() ?? null,
    worker_id: text(context, "worker_id"),
    trace_id: text(context, "trace_id"),
    span_id: text(context, "span_id"),
  };
}

function common(item: JsonNode) {
  return { event_id: text(item, "event_id"), prompt_name: text(item, "prompt_name"), adapter: text(item, "adapter") };
}

function toolInvoked(item: JsonNode, recordedAt: string | null, { callIds }: Beside): Row<"tool_invocations"> {
  const name = text(item, "name");
  const result = item.get("result");
  const success = result?.get("success")?.boolean() ?? null;
  // Results of a provider's own tools have no `success`: they are values as they are, of unknown outcome.
  const outcome =
    success === null
      ? { status: "unknown", result_success: null, result_message: null, result_value: raw(item, "result") }
      : {
          status: success ? "ok" : "error",
          result_success: success ? 1 : 0,
          result_message: text(result, "message"),
          result_value: raw(result, "value"),
        };
  return {
    tool_name: name,
    call_id: text(item, "call_id") || (callIds?.find(name, recordedAt, item.get("params")) ?? null),
    params: raw(item, "params"),
    rendered_output: text(item, "rendered_output"),
    input_tokens: tokens(item, "input_tokens"),
    output_tokens: tokens(item, "output_tokens"),
    ...outcome,
  };
}

function promptRendered(item: JsonNode, offered: OfferedTools): Row<"prompt_events"> {
  const rendered = text(item, "rendered_prompt");
  const tools = offered.get(text(item, "event_id") ?? "");
  return {
    event_type: "rendered",
    prompt_ns: text(item, "prompt_ns"),
    prompt_key: text(item, "prompt_key"),
    rendered_text: rendered,
    char_count: rendered === null ? null : codePoints(rendered),
    tool_names: tools === undefined ? null : JSON.stringify(tools),
    tool_count: tools?.length ?? null,
  };
}

function promptExecuted(item: JsonNode): Row<"prompt_events"> {
  const result = item.get("result");
  const input = tokens(item, "input_tokens");
  const output = tokens(item, "output_tokens");
  return {
    event_type: "executed",
    result: raw(item, "result"),
    output: raw(result, "output") ?? raw(result, "text"),
    input_tokens: input,
    output_tokens: output,
    total_tokens: sumOfKnown(input, output),
    cache_read_tokens: tokens(item, "cached_tokens"),
    usage: raw(item, "usage"),
  };
}

function tokens(item: JsonNode, key: string): number | bigint | null {
  return item.get("usage")?.get(key)?.integer() ?? null;
}

function sumOfKnown(a: number | bigint | null, b: number | bigint | null): number | bigint | null {
  if (a === null || b === null) return a ?? b;
  const sum = BigInt(a) + BigInt(b);
  if (sum > INT64_MAXIMUM) return null;
  return Number.isSafeInteger(Number(sum)) ? Number(sum) : sum;
}

const INT64_MAXIMUM = 2n ** 63n - 1n;

function codePoints(value: string): number {
  let count = 0;
  for (const _ of value) count += 1;
  return count;
}

function text(node: JsonNode | undefined, key: string): string | null {
  return node?.get(key)?.string() ?? null;
}

/** The value as it is written; null if absent or null. */
function raw(node: JsonNode | undefined, key: string): string | null {
  const value = node?.get(key);
  return value === undefined || value.kind === "null" ? null : value.raw;
}
