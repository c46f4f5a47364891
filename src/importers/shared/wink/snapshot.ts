// Session snapshots of WINK, one a line, wherever the lines lie. Format: docs/formats/wink-session.md

import type { Line } from "../../../artifacts/artifact.ts";
import { type JsonNode, parseJson } from "../../../base/json.ts";
import { readTime } from "../../../base/time.ts";
import type { At, BundleWriter } from "../../../bundle/writer.ts";
import { isBlank } from "./blank-line.ts";
import type { CallIds } from "./call-ids.ts";
import { eventKind, type OfferedTools, offeredTools, runOf, writeEvent } from "./event.ts";

export interface SnapshotReading {
  /** What caused the snapshots; null: not stated. */
  readonly trigger: "before" | "after" | null;
  /** False: never the current state of their session. */
  readonly eligible: boolean;
  /** Of the transcript beside the snapshots, if there is one. */
  readonly callIds: CallIds | null;
}

interface Snapshot {
  readonly sessionId: string;
  readonly at: string | null;
  readonly timeAssumed: 0 | 1;
  readonly policies: JsonNode | undefined;
  readonly offered: OfferedTools;
}

/** Give it all lines in order. */
export class SnapshotReader {
  /** How many snapshots there were. */
  count = 0;
  /** The distinct runs that events named. */
  readonly runIds = new Set<string>();
  readonly #statedRuns = new Set<string>();
  readonly #into: BundleWriter;
  readonly #reading: SnapshotReading;

  constructor(into: BundleWriter, reading: SnapshotReading = { trigger: null, eligible: true, callIds: null }) {
    this.#into = into;
    this.#reading = reading;
  }

  line(line: Line): void {
    if (line.flaw === "too-long") {
      this.#bad(line, "The line is longer than the limit; its bytes are kept with the originals");
      return;
    }
    if (isBlank(line.text)) return; // A blank line is no record.
    const result = parseJson(line.text);
    if (!result.ok) {
      this.#bad(line, `No JSON: ${result.reason}`);
      return;
    }
    const sessionId = snapshotSession(result.node);
    if (sessionId === null) {
      this.#bad(line, "No snapshot: it needs slices in a list and a session_id among its tags");
      return;
    }
    if (line.flaw !== null) this.#warn("invalid-utf8", "Bytes that are no UTF-8 are shown as U+FFFD", line);
    this.#snapshot(result.node, sessionId, line);
  }

  #snapshot(node: JsonNode, sessionId: string, line: Line): void {
    this.count += 1;
    const createdAt = node.get("created_at")?.string() ?? null;
    const time = createdAt === null ? null : readTime(createdAt);
    if (time === null) {
      this.#warn(
        "unreadable-time",
        "The time of the snapshot cannot be read, so it is not known to be the newest",
        line,
      );
    }
    const slices = node.get("slices")?.items() ?? [];
    const snapshot: Snapshot = {
      sessionId,
      at: time?.utc ?? null,
      timeAssumed: time?.zone === "assumed" ? 1 : 0,
      policies: node.get("policies"),
      offered: offeredTools(slices),
    };
    this.#into.version(
      { series: `wink-session:${sessionId}`, at: snapshot.at, eligible: this.#reading.eligible },
      line,
    );
    this.#session(node, snapshot, line);
    for (const slice of slices) this.#slice(slice, snapshot, line);
  }

  #session(node: JsonNode, snapshot: Snapshot, at: At): void {
    const parent = node.get("parent_id") ?? node.get("tags")?.get("parent_session_id");
    this.#into.session(
      {
        session_id: snapshot.sessionId,
        parent_session_id: parent?.string() ?? null,
        snapshot_at: snapshot.at,
        time_assumed: snapshot.timeAssumed,
        tags: node.get("tags")?.raw ?? null,
        attributes: attributesOf(node),
      },
      at,
    );
  }

  #slice(slice: JsonNode, snapshot: Snapshot, at: Line): void {
    const type = slice.get("slice_type")?.string() ?? null;
    const items = slice.get("items");
    if (items?.kind !== "array" || type === null) {
      this.#into.issue(
        {
          severity: "data_loss",
          code: "wink-session.bad-slice",
          message: "A slice of the snapshot has no slice_type or no list of items",
          raw: slice.raw,
        },
        at,
      );
      return;
    }
    const itemType = slice.get("item_type")?.string() ?? null;
    const policy = snapshot.policies?.get(type)?.string() ?? null;
    const time = { snapshot_at: snapshot.at, time_assumed: snapshot.timeAssumed };
    let first: number | null = null;
    for (const [index, item] of items.items().entries()) {
      const event = this.#event(itemType ?? type, item, snapshot, at);
      const n = this.#into.sliceItem(
        {
          session_id: snapshot.sessionId,
          slice_type: type,
          item_type: itemType,
          item_index: index,
          policy,
          payload: item.raw,
          snapshot_at: snapshot.at,
          ...event,
        },
        at,
      );
      first ??= n;
    }
    this.#into.sliceSnapshot(
      {
        session_id: snapshot.sessionId,
        ...time,
        slice_type: type,
        item_type: itemType,
        item_count: items.items().length,
        first_item: first,
        trigger: this.#reading.trigger,
      },
      at,
    );
  }

  /** Writes the typed rows of an event; returns what its slice item has beyond other items. */
  #event(type: string, item: JsonNode, snapshot: Snapshot, at: At) {
    const kind = eventKind(type);
    if (kind === null || item.kind !== "object") return {};
    const time = readTime(item.get("created_at")?.string() ?? "");
    const run = runOf(item);
    const place = {
      session_id: snapshot.sessionId,
      run_id: run?.run_id ?? null,
      timestamp: time?.utc ?? null,
      time_assumed: time?.zone === "assumed" ? (1 as const) : (0 as const),
    };
    writeEvent(kind, item, place, { offered: snapshot.offered, callIds: this.#reading.callIds }, this.#into, at);
    if (run?.run_id != null) this.#run(run, run.run_id, at);
    const { run_id, timestamp, time_assumed } = place;
    return { is_event: 1, event_id: item.get("event_id")?.string() ?? null, run_id, timestamp, time_assumed };
  }

  /** Most events repeat the statement about their run. */
  #run(run: Parameters<BundleWriter["run"]>[0], runId: string, at: At): void {
    const stated = JSON.stringify(Object.values(run).map(String));
    if (this.#statedRuns.has(stated)) return;
    this.#statedRuns.add(stated);
    this.runIds.add(runId);
    this.#into.run(run, at);
  }

  #bad(line: Line, message: string): void {
    this.#into.issue({ severity: "data_loss", code: "wink-session.bad-line", message, raw: line.text }, line);
  }

  #warn(kind: string, message: string, line: Line): void {
    this.#into.issue({ severity: "warning", code: `wink-session.${kind}`, message }, line);
  }
}

/** The session of which the value is a snapshot; null if it is none. */
export function snapshotSession(node: JsonNode): string | null {
  if (node.get("slices")?.kind !== "array") return null;
  return node.get("tags")?.get("session_id")?.string() ?? null;
}

/** The rest of a snapshot, each value as it is written. */
function attributesOf(node: JsonNode): string | null {
  const members = node
    .members()
    .filter(({ key }) => !SHOWN_ELSEWHERE.has(key))
    .map(({ key, value }) => `${JSON.stringify(key)}:${value.raw}`);
  return members.length === 0 ? null : `{${members.join(",")}}`;
}

const SHOWN_ELSEWHERE: ReadonlySet<string> = new Set(["slices", "tags", "created_at", "parent_id"]);
