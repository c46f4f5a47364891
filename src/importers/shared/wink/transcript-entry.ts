// One transcript entry of WINK: the context of a log line with event `transcript.entry`. Format: docs/formats/wink-bundle.md

import { type JsonNode, parseJson } from "../../../base/json.ts";

export interface TranscriptEntry {
  /** `main` or `subagent:<id>`. */
  readonly source: string | null;
  /** Counts the entries of one source. */
  readonly sequence: number | bigint | null;
  /** user_message, assistant_message, tool_use, tool_result, thinking, system_event, token_usage, error, unknown. */
  readonly kind: string | null;
  readonly promptName: string | null;
  readonly adapter: string | null;
  readonly timestamp: string | null;
  readonly sessionId: string | null;
  readonly runId: string | null;
  readonly role: string | null;
  readonly model: string | null;
  /** What a person reads of it. */
  readonly content: string | null;
  /** The provider's message as JSON, as it is written. */
  readonly json: string | null;
  readonly uses: readonly ToolUse[];
  readonly results: readonly ToolResult[];
}

export interface ToolUse {
  readonly callId: string | null;
  readonly name: string | null;
  /** JSON as written. */
  readonly params: string | null;
}

export interface ToolResult {
  readonly callId: string | null;
  readonly name: string | null;
  readonly params: string | null;
  readonly status: "ok" | "error" | "denied" | "unknown";
  /** JSON as written. */
  readonly value: string | null;
  readonly output: string | null;
  readonly durationMs: number | null;
}

/** What a provider's message says, whatever its shape. */
type Said = Pick<TranscriptEntry, "role" | "model" | "content" | "uses" | "results">;

const ROLE_OF_KIND: Readonly<Record<string, string>> = { user_message: "user", assistant_message: "assistant" };

export function readTranscriptEntry(context: JsonNode): TranscriptEntry {
  const kind = context.get("entry_type")?.string() ?? null;
  const detail = present(context.get("detail"));
  const raw = present(context.get("raw"));
  const message = detail ?? parsed(raw);
  const said = message === undefined ? nothingSaid(raw) : saidIn(message, kind);
  return {
    source: context.get("source")?.string() ?? null,
    sequence: context.get("sequence_number")?.integer() ?? null,
    kind,
    promptName: context.get("prompt_name")?.string() ?? null,
    adapter: context.get("adapter")?.string() ?? null,
    timestamp: context.get("timestamp")?.string() ?? null,
    sessionId: context.get("session_id")?.string() ?? null,
    runId: context.get("run_id")?.string() ?? null,
    ...said,
    role: said.role ?? ROLE_OF_KIND[kind ?? ""] ?? null,
    json: message?.raw ?? raw?.raw ?? null,
  };
}

function saidIn(message: JsonNode, kind: string | null): Said {
  const notification = message.get("notification") ?? message.get("params");
  if (notification?.kind === "object") return saidByCodex(notification, message.get("result"), kind);
  if (message.get("tool_call_id") !== undefined) return saidByAcp(message, kind);
  return saidByClaude(message.get("sdk_entry") ?? message, kind);
}

/** The Claude SDK's `{type, message: {role, content}}`, or the message or a block of it alone. */
function saidByClaude(entry: JsonNode, kind: string | null): Said {
  const message = entry.get("message")?.kind === "object" ? (entry.get("message") ?? entry) : entry;
  const content = message.get("content");
  const isBlock = BLOCK_TYPES.has(entry.get("type")?.string() ?? "");
  const blocks = isBlock ? [entry] : (content?.items() ?? []).filter((item) => item.kind === "object");
  const uses = blocks
    .filter((block) => typeOf(block) === "tool_use" || typeOf(block) === "server_tool_use")
    .map(claudeUse);
  const results = blocks.filter((block) => typeOf(block) === "tool_result").map(claudeResult);
  if (uses.length === 0 && kind === "tool_use" && entry.get("name") !== undefined) uses.push(claudeUse(entry));
  return {
    role: message.get("role")?.string() ?? null,
    model: message.get("model")?.string() ?? null,
    content: isBlock ? blockText(entry) : (contentText(content) ?? plainText(message)),
    uses,
    results,
  };
}

const BLOCK_TYPES: ReadonlySet<string> = new Set(["tool_use", "tool_result", "thinking", "text"]);

function claudeUse(block: JsonNode): ToolUse {
  return {
    callId: block.get("id")?.string() ?? null,
    name: block.get("name")?.string() ?? null,
    params: block.get("input")?.raw ?? null,
  };
}

function claudeResult(block: JsonNode): ToolResult {
  const isError = block.get("is_error")?.boolean();
  return {
    callId: block.get("tool_use_id")?.string() ?? null,
    name: null,
    params: null,
    status: isError === true ? "error" : isError === false ? "ok" : "unknown",
    value: block.get("content")?.raw ?? null,
    output: contentText(block.get("content")),
    durationMs: null,
  };
}

/** A notification of the Codex app server: about an item, or (a tool that WINK bridges) about a call without one. */
function saidByCodex(notification: JsonNode, result: JsonNode | undefined, kind: string | null): Said {
  const item = notification.get("item");
  if (item?.kind === "object") return saidByItem(item, kind);
  const callId = notification.get("callId")?.string() ?? null;
  const call = {
    callId,
    name: notification.get("tool")?.string() ?? null,
    params: notification.get("arguments")?.raw ?? null,
  };
  const answer = result ?? notification.get("result");
  const output = contentText(answer?.get("contentItems") ?? answer?.get("content") ?? answer);
  const isUse = kind === "tool_use" && callId !== null;
  const isResult = kind === "tool_result" && callId !== null;
  return {
    role: null,
    model: null,
    content: isResult ? output : isUse ? useText(call) : (plainText(notification) ?? output),
    uses: isUse ? [call] : [],
    results: isResult
      ? [{ ...call, status: statusOfSuccess(answer), value: answer?.raw ?? null, output, durationMs: null }]
      : [],
  };
}

function saidByItem(item: JsonNode, kind: string | null): Said {
  const call = {
    callId: item.get("id")?.string() ?? null,
    name: itemToolName(item),
    params: item.get("arguments")?.raw ?? item.raw,
  };
  const output = plainText(item) ?? contentText(item.get("result")?.get("content")) ?? summaryText(item);
  return {
    role: item.get("role")?.string() ?? null,
    model: null,
    content: kind === "tool_use" ? (item.get("command")?.string() ?? output) : output,
    uses: kind === "tool_use" ? [call] : [],
    results:
      kind === "tool_result"
        ? [
            {
              ...call,
              status: statusOfItem(item),
              value: item.get("result")?.raw ?? item.raw,
              output,
              durationMs: item.get("durationMs")?.number() ?? null,
            },
          ]
        : [],
  };
}

/** The names under which WINK records the same calls as ToolInvoked. */
function itemToolName(item: JsonNode): string | null {
  const type = item.get("type")?.string() ?? null;
  switch (type) {
    case "commandExecution":
      return "codex:command";
    case "fileChange":
      return "codex:file_change";
    case "webSearch":
      return "codex:web_search";
    case "mcpToolCall":
      return `codex:mcp:${item.get("tool")?.string() ?? "unknown"}`;
    default:
      return item.get("tool")?.string() ?? type;
  }
}

function statusOfItem(item: JsonNode): ToolResult["status"] {
  switch (item.get("status")?.string()) {
    case "completed":
      return item.get("exitCode")?.number() === 0 || item.get("exitCode")?.kind !== "number" ? "ok" : "error";
    case "failed":
      return "error";
    case "declined":
      return "denied";
    default:
      return "unknown";
  }
}

/** A flat update of an Agent Client Protocol adapter. */
function saidByAcp(message: JsonNode, kind: string | null): Said {
  const call = {
    callId: message.get("tool_call_id")?.string() ?? null,
    name: message.get("tool_name")?.string() ?? null,
    params:
      (message.get("params") ?? message.get("input") ?? message.get("raw_input") ?? message.get("arguments"))?.raw ??
      null,
  };
  const content = message.get("content");
  const output = contentText(content);
  return {
    role: message.get("role")?.string() ?? null,
    model: null,
    content: output,
    uses: kind === "tool_use" ? [call] : [],
    results:
      kind === "tool_result"
        ? [{ ...call, status: statusOfItem(message), value: content?.raw ?? null, output, durationMs: null }]
        : [],
  };
}

function statusOfSuccess(answer: JsonNode | undefined): ToolResult["status"] {
  const success = answer?.get("success")?.boolean();
  return success === true ? "ok" : success === false ? "error" : "unknown";
}

function typeOf(block: JsonNode): string | null {
  return block.get("type")?.string() ?? null;
}

/** Text of a string, of a block, or of a list of both; null if there is none. */
function contentText(content: JsonNode | undefined): string | null {
  if (content === undefined) return null;
  if (content.kind === "string") return content.string();
  if (content.kind === "object") return blockText(content);
  const texts = content.items().map((item) => (item.kind === "object" ? blockText(item) : item.string()));
  const known = texts.filter((text) => text !== null);
  return known.length === 0 ? null : known.join("\n");
}

function blockText(block: JsonNode): string | null {
  if (typeOf(block) === "tool_use") return useText(claudeUse(block));
  return block.get("thinking")?.string() ?? plainText(block) ?? contentText(block.get("content"));
}

function useText({ name, callId, params }: ToolUse): string {
  return ["[tool_use]", name, callId, params].filter((part) => part !== null).join(" ");
}

const PLAIN_TEXT_KEYS = ["text", "aggregatedOutput", "message", "error"] as const;

function plainText(node: JsonNode): string | null {
  for (const key of PLAIN_TEXT_KEYS) {
    const value = node.get(key);
    if (value?.kind === "string") return value.string();
    const inner = value?.get("message") ?? value?.get("text");
    if (inner?.kind === "string") return inner.string();
  }
  return null;
}

function summaryText(item: JsonNode): string | null {
  return contentText(item.get("summary")) ?? item.get("query")?.string() ?? item.get("file")?.string() ?? null;
}

function nothingSaid(raw: JsonNode | undefined): Said {
  return { role: null, model: null, content: raw?.string() ?? null, uses: [], results: [] };
}

function present(node: JsonNode | undefined): JsonNode | undefined {
  return node?.kind === "null" ? undefined : node;
}

/** The JSON that a string holds. */
function parsed(raw: JsonNode | undefined): JsonNode | undefined {
  const text = raw?.string();
  if (text == null) return undefined;
  const result = parseJson(text);
  return result.ok && result.node.kind === "object" ? result.node : undefined;
}
