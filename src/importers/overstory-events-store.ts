// Format: docs/formats/overstory-events-store.md

import { parseJson } from "../base/json.ts";
import type { BundleWriter, Row } from "../bundle/writer.ts";
import { type CallEdge, durationOf, invocationOf, OpenCalls } from "./shared/overstory/calls.ts";
import type { OverstoryRow } from "./shared/overstory/row.ts";
import { hasColumns, overstoryStore, type TableReading } from "./shared/overstory/store.ts";
import { rowAsJson } from "./shared/store-rows.ts";

const ID = "overstory-events-store";

export const overstoryEventsStore = overstoryStore({
  id: ID,
  title: "overstory events.db: what agents did (SQLite)",
  tables: [
    {
      fits: hasColumns(
        "id",
        "run_id",
        "agent_name",
        "session_id",
        "event_type",
        "tool_name",
        "tool_duration_ms",
        "level",
        "data",
      ),
      read: readEvents,
    },
  ],
});

function readEvents({ rows, into, identify }: TableReading): void {
  const calls = new OpenCalls();
  const wrong = new WrongDurations();
  for (const row of rows()) {
    const event_type = row.text("event_type");
    const edge = edgeOf(row);
    // Number 1 is gone after a purge; what is then first may differ between two copies.
    if (row.cells.id === 1n) identify(edge.agent_name, edge.session_id, event_type, edge.tool_name, edge.timestamp);
    writeEvent(edge, { event_type, sequence: row.integer("id"), payload: rowAsJson(row.cells) }, into);
    if (event_type === "tool_start") {
      const givenUp = calls.start(edge);
      if (givenUp !== null) writeCall(givenUp, null, wrong, into);
    } else if (event_type === "tool_end") writeCall(calls.end(edge), edge, wrong, into);
    else if (edge.level === "error") into.error(errorOf(edge, event_type), { number: edge.number });
  }
  for (const start of calls.rest()) writeCall(start, null, wrong, into);
  wrong.tell(into);
}

function edgeOf(row: OverstoryRow): CallEdge {
  const stored = row.integer("tool_duration_ms");
  return {
    number: row.number,
    run_id: row.text("run_id"),
    session_id: row.text("session_id"),
    agent_name: row.text("agent_name"),
    tool_name: row.text("tool_name"),
    tool_args: row.text("tool_args"),
    level: row.text("level"),
    data: row.text("data"),
    timestamp: row.time("created_at"),
    stored_ms: stored === null ? null : Number(stored),
  };
}

// The row's id counts within one store only, so it is an order and no event_id: events of two stores would pass for one.
function writeEvent(edge: CallEdge, own: Row<"events">, into: BundleWriter): void {
  const { session_id, run_id, agent_name, level, timestamp, number } = edge;
  into.event({ ...own, session_id, run_id, agent_name, level, timestamp }, { number });
}

function writeCall(start: CallEdge | null, end: CallEdge | null, wrong: WrongDurations, into: BundleWriter): void {
  const lone = start?.stored_ms ?? end?.stored_ms ?? null;
  const duration =
    start && end ? durationOf(start, end) : { ms: lone !== null && lone >= 0 ? lone : null, offBy: null };
  const invocation = invocationOf(start, end, duration.ms);
  const number = (start ?? end)?.number;
  if (invocation === null || number === undefined) return; // A call has a start or an end.
  into.toolInvocation(invocation, { number });
  if (duration.offBy !== null) wrong.add(number, duration.offBy);
}

/** `data` may be JSON with a message, or any text. */
function errorOf({ data, timestamp, session_id, run_id }: CallEdge, event_type: string | null) {
  const json = data === null ? null : parseJson(data);
  const message = json?.ok ? (json.node.get("message")?.string() ?? data) : data;
  return {
    error_class: "runtime",
    error_code: `overstory.${event_type}`,
    message: message ?? event_type,
    timestamp,
    session_id,
    run_id,
  };
}

/** Stored durations that cannot be true, told once a store: off UTC every one is wrong. */
class WrongDurations {
  #count = 0;
  #first: { readonly number: number; readonly offBy: number } | null = null;

  add(number: number, offBy: number): void {
    this.#count += 1;
    this.#first ??= { number, offBy };
  }

  tell(into: BundleWriter): void {
    if (this.#first === null) return;
    const { number, offBy } = this.#first;
    const many = this.#count === 1 ? "1 stored tool duration" : `${this.#count} stored tool durations`;
    const message = `${many} cannot be true (the first is off by ${offBy} ms, as a clock read in another zone is); the time between start and end was taken.`;
    into.issue({ severity: "warning", code: `${ID}.wrong-duration`, message, raw: null }, { number });
  }
}
