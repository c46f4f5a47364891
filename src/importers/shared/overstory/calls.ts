// Tool calls out of overstory's `tool_start` and `tool_end` rows.

import { parseJson } from "../../../base/json.ts";
import { millisecondsBetween } from "../../../base/time.ts";
import type { Row } from "../../../bundle/writer.ts";

/** What a call needs to know of one of its two rows. */
export interface CallEdge {
  readonly number: number;
  readonly run_id: string | null;
  readonly session_id: string | null;
  readonly agent_name: string | null;
  readonly tool_name: string | null;
  readonly tool_args: string | null;
  readonly level: string | null;
  readonly data: string | null;
  readonly timestamp: string | null;
  /** tool_duration_ms as stored. */
  readonly stored_ms: number | null;
}

/** No agent has more calls of one tool under way; what waits longer has no end. */
const MOST_WAITING = 256;

/** Starts that wait for their end, by agent, session and tool. */
export class OpenCalls {
  readonly #open = new Map<string, CallEdge[]>();

  /** Returns a start that is given up for this one. */
  start(edge: CallEdge): CallEdge | null {
    const key = keyOf(edge);
    const waiting = this.#open.get(key) ?? [];
    this.#open.set(key, waiting);
    waiting.push(edge);
    return waiting.length > MOST_WAITING ? (waiting.shift() ?? null) : null;
  }

  /** The start of this end: the first that overstory itself gave a duration when the end came, else the first. */
  end(edge: CallEdge): CallEdge | null {
    const waiting = this.#open.get(keyOf(edge)) ?? [];
    const timed = waiting.findIndex((start) => start.stored_ms !== null);
    const [start] = waiting.splice(Math.max(timed, 0), 1);
    return start ?? null;
  }

  /** Starts that never got an end, in the order of their rows. */
  rest(): CallEdge[] {
    return [...this.#open.values()].flat().sort((a, b) => a.number - b.number);
  }
}

function keyOf({ agent_name, session_id, tool_name }: CallEdge): string {
  return JSON.stringify([agent_name, session_id, tool_name]);
}

export interface Duration {
  readonly ms: number | null;
  /** How far the stored value is from the two stamps, where it cannot be true. */
  readonly offBy: number | null;
}

/** Half of the smallest step between time zones. */
const ZONE_SLACK_MS = 7.5 * 60_000;

/**
 * How long a call took. A hook's value stands on the start row and is its clock minus a stamp that it read in the local zone:
 * where it is off by a zone or negative, the difference of the two stamps is taken. A value on the end row is the runtime's own.
 */
export function durationOf(start: CallEdge, end: CallEdge): Duration {
  const isKnown = start.timestamp !== null && end.timestamp !== null;
  const between = isKnown ? millisecondsBetween(start.timestamp, end.timestamp) : null;
  if (end.stored_ms !== null && end.stored_ms >= 0) return { ms: end.stored_ms, offBy: null };
  const stored = start.stored_ms ?? end.stored_ms;
  if (between === null || between < 0) return { ms: stored !== null && stored >= 0 ? stored : null, offBy: null };
  if (stored === null) return { ms: between, offBy: null };
  const isPlausible = stored >= 0 && Math.abs(stored - between) < ZONE_SLACK_MS;
  return isPlausible ? { ms: stored, offBy: null } : { ms: between, offBy: stored - between };
}

/** The call of a start, an end, or both. */
export function invocationOf(
  start: CallEdge | null,
  end: CallEdge | null,
  duration_ms: number | null,
): Row<"tool_invocations"> | null {
  const first = start ?? end;
  if (first === null) return null;
  const failed = [start, end].find((edge) => edge?.level === "error");
  const success = failed === undefined ? statedSuccess(end?.data ?? null) : 0;
  return {
    session_id: first.session_id,
    run_id: first.run_id ?? end?.run_id,
    agent_name: first.agent_name,
    adapter: "overstory",
    tool_name: first.tool_name,
    timestamp: first.timestamp,
    duration_ms,
    params: first.tool_args ?? argumentsIn(first.data),
    status: success === 0 ? "error" : end === null ? "pending" : success === 1 ? "ok" : "unknown",
    result_success: success,
    result_message: failed?.data,
  };
}

/** A start says nothing of success, and an end only sometimes. */
function statedSuccess(data: string | null): 0 | 1 | null {
  const json = data === null ? null : parseJson(data);
  if (json === null || !json.ok) return null; // Any text may stand there.
  const failed = json.node.get("is_error")?.boolean() ?? json.node.get("isError")?.boolean();
  const success = json.node.get("success")?.boolean() ?? (failed == null ? null : !failed);
  return success === null ? null : success ? 1 : 0;
}

/** Where an agent's output was tailed, the arguments stand only in the event itself. */
function argumentsIn(data: string | null): string | null {
  const json = data === null ? null : parseJson(data);
  return json?.ok ? (json.node.get("args")?.raw ?? null) : null;
}
