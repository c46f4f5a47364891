// One line of a WINK log as a row of `logs`. Format: docs/formats/wink-log.md

import { type JsonNode, parseJson, wellFormed } from "../../../base/json.ts";
import { severityNumber } from "../../../base/severity.ts";
import { readTime } from "../../../base/time.ts";
import type { Row } from "../../../bundle/writer.ts";

export interface LogLine {
  readonly row: Row<"logs">;
  /** Set when the timestamp says no time; the row has none then. */
  readonly unreadableTime: string | null;
  /** Keys that the format does not have; their values stay in the original line. */
  readonly otherKeys: readonly string[];
}

export type LogLineResult = LogLine | { readonly fault: string };

export const TRANSCRIPT_EVENT = "transcript.entry";

const SIX_KEYS: ReadonlySet<string> = new Set(["timestamp", "level", "logger", "event", "message", "context"]);
const NO_KEYS: readonly string[] = [];

/** Up to the context of a line as WINK writes it: after a match nothing but one JSON value and `}` can make the text JSON. */
const WRITTEN_BY_WINK =
  /^\{"timestamp": ?"([^"\\\x00-\x1f]*)", ?"level": ?"([^"\\\x00-\x1f]*)", ?"logger": ?"([^"\\\x00-\x1f]*)", ?"event": ?"([^"\\\x00-\x1f]*)", ?"message": ?"([^"\\\x00-\x1f]*(?:\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4})[^"\\\x00-\x1f]*)*)", ?"context": ?/;

/** Reads the six keys of a line; anything else with a level and a message or an event counts as a record too. */
export function readLogLine(text: string): LogLineResult {
  return readUsual(text) ?? readUnusual(text);
}

/** A longer line is counted by the lossless reader before anything of it is built. */
const MOST_CHARACTERS = 1024 * 1024;

/** The way of nearly all lines: no pass over the text but the pattern and `JSON.parse` of the context; one object for the row. */
function readUsual(text: string): LogLine | null {
  if (text.length > MOST_CHARACTERS) return null;
  const match = WRITTEN_BY_WINK.exec(text);
  if (match === null || !text.endsWith("}")) return null;
  const [head = "", timestamp = "", level = "", logger = "", event = "", message = ""] = match;
  const context = text.slice(head.length, -1);
  const ids = contextIds(context);
  if (ids === null) return null;
  const time = readTime(timestamp);
  const row: Row<"logs"> = {
    session_id: ids.session_id,
    run_id: ids.run_id,
    timestamp: time === null ? null : time.utc,
    time_assumed: time !== null && time.zone === "assumed" ? 1 : 0,
    level,
    severity: severityOf(level),
    logger,
    event: event === "" ? null : event,
    message: message.includes("\\") ? decoded(message) : message,
    context,
    trace_id: ids.trace_id,
    span_id: ids.span_id,
  };
  return { row, unreadableTime: time === null ? timestamp : null, otherKeys: NO_KEYS };
}

interface ContextIds {
  readonly session_id: string | null;
  readonly run_id: string | null;
  readonly trace_id: string | null;
  readonly span_id: string | null;
}

/** Null when the text is no JSON object that `JSON.parse` accepts. */
function contextIds(context: string): ContextIds | null {
  if (context === "{}") return NO_IDS;
  if (!context.startsWith("{")) return null;
  let value: unknown;
  try {
    value = JSON.parse(context);
  } catch {
    // NaN and the like, or no JSON at all: the lossless reader tells.
    return null;
  }
  if (!isObject(value)) return null;
  return {
    session_id: textOf(value.session_id),
    run_id: textOf(value.run_id),
    trace_id: textOf(value.trace_id),
    span_id: textOf(value.span_id),
  };
}

const NO_IDS: ContextIds = { session_id: null, run_id: null, trace_id: null, span_id: null };

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null;
}

function textOf(value: unknown): string | null {
  return typeof value === "string" ? wellFormed(value) : null;
}

function decoded(body: string): string {
  return wellFormed(String(JSON.parse(`"${body}"`)));
}

function readUnusual(text: string): LogLineResult {
  const result = parseJson(text);
  if (!result.ok) return { fault: `No JSON: ${result.reason}` };
  const record = result.node;
  if (record.kind !== "object")
    return { fault: `The line is JSON, but its value is of kind ${record.kind}, not an object` };
  const [level, message, event] = [record.get("level"), record.get("message"), record.get("event")];
  if (level === undefined || (message === undefined && event === undefined)) {
    return { fault: "The object has not the keys of a log record (a level, and a message or an event)" };
  }
  const context = record.get("context");
  const timestamp = shownText(record.get("timestamp"));
  const time = timestamp === null ? null : readTime(timestamp);
  const levelText = shownText(level);
  const row: Row<"logs"> = {
    session_id: context?.get("session_id")?.string() ?? null,
    run_id: context?.get("run_id")?.string() ?? null,
    timestamp: time?.utc ?? null,
    time_assumed: time?.zone === "assumed" ? 1 : 0,
    level: levelText,
    severity: levelText === null ? null : severityOf(levelText),
    logger: shownText(record.get("logger")),
    event: shownText(event) || null,
    message: shownText(message),
    context: context === undefined || context.kind === "null" ? null : context.raw,
    trace_id: context?.get("trace_id")?.string() ?? null,
    span_id: context?.get("span_id")?.string() ?? null,
  };
  const otherKeys = record
    .members()
    .map((member) => member.key)
    .filter((key) => !SIX_KEYS.has(key));
  return { row, unreadableTime: time === null ? timestamp : null, otherKeys };
}

/** A string as it reads, anything else as its JSON text; null if absent or null. */
function shownText(node: JsonNode | undefined): string | null {
  if (node === undefined || node.kind === "null") return null;
  return node.string() ?? node.raw;
}

const severities = new Map<string, number | null>();
/** A file with ever new level names does not fill the memory. */
const MOST_REMEMBERED = 100;

function severityOf(level: string): number | null {
  const known = severities.get(level);
  if (known !== undefined) return known;
  const severity = severityNumber(level);
  if (severities.size < MOST_REMEMBERED) severities.set(level, severity);
  return severity;
}
