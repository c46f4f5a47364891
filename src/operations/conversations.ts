// The conversations of a bundle, the latest first. The keys of the rows are those of `--json` and stay.

import listSql from "./conversations/list.sql" with { type: "text" };
import type { Page } from "./viewing/page.ts";
import { reading } from "./viewing/reading.ts";
import { namedSessions } from "./viewing/session-names.ts";

export interface ConversationsOptions {
  readonly bundle: string;
  readonly session: string | null;
  readonly status: string | null;
  /** Of one of its errors. */
  readonly class: string | null;
  /** One of its tools. */
  readonly tool: string | null;
  /** Asked for or answering. */
  readonly model: string | null;
  readonly provider: string | null;
  /** UTC; only those with activity from then on. */
  readonly since: string | null;
  /** Null: all. */
  readonly limit: number | null;
}

export interface ConversationRow {
  readonly conversation_id: string;
  readonly session_id: string | null;
  readonly session_count: number;
  readonly runtime_key: string | null;
  readonly runtime_count: number;
  readonly created_at: string | null;
  readonly last_activity_at: string | null;
  readonly status: string | null;
  readonly has_timeline: 0 | 1;
  readonly has_turns: 0 | 1;
  readonly has_raw_events: 0 | 1;
  readonly turn_count: number;
  readonly entity_count: number;
  readonly event_count: number;
  readonly error_count: number;
  readonly last_error_class: string | null;
  readonly last_error_at: string | null;
}

export function conversations(options: ConversationsOptions): Page<ConversationRow> {
  return reading(options.bundle, (db) => {
    const session = namedSessions(db, options.session);
    const found = db.query<ConversationRow & { total: number }, Record<string, string | number | null>>(listSql).all({
      $session: session === null ? null : JSON.stringify(session),
      $status: options.status,
      $class: options.class,
      $tool: options.tool,
      $model: options.model,
      $provider: options.provider,
      $since: options.since,
      $limit: options.limit ?? -1,
    });
    return {
      rows: found.map(({ total: _, ...row }) => row),
      total: found[0]?.total ?? 0,
      total_is_exact: true,
    };
  });
}
