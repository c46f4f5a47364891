// What happened, in one stream in the order of time. The keys of the rows are those of `--json` and stay.

import type { Database } from "bun:sqlite";
import { UserError } from "../base/errors.ts";
import { millisecondsBetween } from "../base/time.ts";
import { type Arm, armsFor, type Shown, type TimelineFilter } from "./timeline/arms.ts";
import { conversationArm } from "./timeline/conversation.ts";
import { type Bound, where } from "./viewing/conditions.ts";
import { type Page, total } from "./viewing/page.ts";
import { rawName } from "./viewing/raw-name.ts";
import { reading } from "./viewing/reading.ts";
import { namedRun } from "./viewing/run-names.ts";
import { namedSessions } from "./viewing/session-names.ts";

export interface TimelineOptions extends Omit<TimelineFilter, "sessions">, Shown {
  readonly bundle: string;
  readonly conversation: string | null;
  readonly session: string | null;
  readonly order: "oldest" | "newest";
  /** Null: all. */
  readonly limit: number | null;
}

interface FoundRow {
  readonly timestamp: string | null;
  /** Null: no time. */
  readonly time_zone: "stated" | "assumed" | null;
  /** prompt, model_call, tool, error, message, event, log, turn, entity. */
  readonly kind: string;
  readonly name: string | null;
  /** Of a tool or call: how it ended; of a log: its level. */
  readonly status: string | null;
  readonly success: 0 | 1 | null;
  readonly duration_ms: number | null;
  readonly detail: string | null;
  readonly session_id: string | null;
  readonly run_id: string | null;
  /** Exact, whatever its size. */
  readonly sequence: string | null;
  readonly source_id: number;
  readonly source_line: number | null;
  readonly origin_table: string;
  readonly origin_id: number;
}

export interface TimelineRow extends Omit<FoundRow, "sequence"> {
  readonly sequence: bigint | null;
  /** Milliseconds from the row before; null: the first, or one of both has no time. */
  readonly since_previous_ms: number | null;
  /** 0: the clocks of both rows are not known to agree, because a zone was assumed. */
  readonly since_previous_exact: 0 | 1 | null;
  /** What is missing before an event of a numbered stream; null: nothing. */
  readonly gap: string | null;
  /** For `dbundle raw`. */
  readonly raw_address: string;
}

export interface Timeline extends Page<TimelineRow> {
  /** Rows found that state no time: they come at the end. */
  readonly untimed_count: number;
}

export function timeline(options: TimelineOptions): Timeline {
  return reading(options.bundle, (db) => {
    const arms = armsOf(db, options);
    const counts = arms.map((arm) => total(db, arm.from, where(arm.conditions)));
    const untimed = arms.map((arm) => total(db, arm.from, where([...arm.conditions, withoutTime])));
    const found = inOrder(db, arms, options.order, options.limit);
    return {
      rows: completed(db, found),
      total: counts.reduce((sum, count) => sum + count.total, 0),
      total_is_exact: counts.every((count) => count.total_is_exact),
      untimed_count: untimed.reduce((sum, count) => sum + count.total, 0),
    };
  });
}

const withTime = { sql: "timestamp IS NOT NULL", values: [] };
const withoutTime = { sql: "timestamp IS NULL", values: [] };

function armsOf(db: Database, options: TimelineOptions): Arm[] {
  const filter = { ...options, sessions: namedSessions(db, options.session), run: namedRun(db, options.run) };
  if (options.conversation === null) return armsFor(filter, options);
  const known = db.query("SELECT 1 FROM conversations WHERE conversation_id = ?").get(options.conversation);
  if (known === null) throw new UserError(noConversation(db, options.conversation));
  return [conversationArm(options.conversation, filter, options.events)];
}

function noConversation(db: Database, name: string): string {
  const found = db
    .query<{ id: string }, []>(
      "SELECT conversation_id AS id FROM conversations ORDER BY last_activity_at DESC NULLS LAST LIMIT 5",
    )
    .all()
    .map(({ id }) => `"${id}"`);
  const rest = found.length === 0 ? "The bundle has none." : `The latest are ${found.join(", ")}.`;
  return `No conversation is called "${name}". ${rest}`;
}

/** The first rows of each kind, of which the first of all are taken; rows without a time follow where there is room. */
function inOrder(db: Database, arms: readonly Arm[], order: "oldest" | "newest", limit: number | null): FoundRow[] {
  const direction = order === "newest" ? "DESC" : "ASC";
  const timed = firstOf(db, arms, withTime, `timestamp ${direction}`, limit);
  const ordered = timed.sort((a, b) => compared(a, b, order));
  if (limit !== null && ordered.length >= limit) return ordered.slice(0, limit);
  const room = limit === null ? null : limit - ordered.length;
  const rest = firstOf(db, arms, withoutTime, `source_id ${direction}, origin_id ${direction}`, room);
  return [...ordered, ...(room === null ? rest : rest.slice(0, room))];
}

function firstOf(db: Database, arms: readonly Arm[], time: typeof withTime, order: string, limit: number | null) {
  return arms.flatMap(({ columns, from, conditions }) => {
    const { sql, values } = where([...conditions, time]);
    return db
      .query<FoundRow, Bound[]>(`SELECT ${columns} FROM ${from} ${sql} ORDER BY ${order} LIMIT ?`)
      .all(...values, limit ?? -1);
  });
}

function compared(a: FoundRow, b: FoundRow, order: "oldest" | "newest"): number {
  const sign = order === "newest" ? -1 : 1;
  const [at, bt] = [a.timestamp ?? "", b.timestamp ?? ""];
  if (at !== bt) return at < bt ? -sign : sign;
  if (a.sequence !== null && b.sequence !== null && a.sequence !== b.sequence)
    return BigInt(a.sequence) < BigInt(b.sequence) ? -sign : sign;
  if (a.source_id !== b.source_id) return sign * (a.source_id - b.source_id);
  return sign * ((a.source_line ?? 0) - (b.source_line ?? 0) || a.origin_id - b.origin_id);
}

function completed(db: Database, found: readonly FoundRow[]): TimelineRow[] {
  const gapBefore = db.query<{ detail: string }, [number]>(
    "SELECT detail FROM event_anomalies WHERE kind = 'gap' AND event_id = ?",
  );
  const hasGaps = db.query("SELECT 1 FROM event_anomalies WHERE kind = 'gap' LIMIT 1").get() !== null;
  return found.map((row, index) => ({
    ...row,
    sequence: row.sequence === null ? null : BigInt(row.sequence),
    ...sincePrevious(found[index - 1], row),
    gap: hasGaps && row.origin_table === "events" ? (gapBefore.get(row.origin_id)?.detail ?? null) : null,
    raw_address: rawName(db, row.origin_table, row.origin_id),
  }));
}

/** Two times without a zone are of one clock only when they come from one source. */
function sincePrevious(before: FoundRow | undefined, row: FoundRow) {
  if (before?.timestamp == null || row.timestamp === null)
    return { since_previous_ms: null, since_previous_exact: null } as const;
  const zones = [before.time_zone, row.time_zone];
  const agree =
    zones.every((zone) => zone === "stated") ||
    (before.time_zone === row.time_zone && before.source_id === row.source_id);
  return {
    since_previous_ms: millisecondsBetween(before.timestamp, row.timestamp),
    since_previous_exact: agree ? 1 : 0,
  } as const;
}
