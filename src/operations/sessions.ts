// The sessions of a bundle, by agent, run, state and time. The keys of the rows are those of `--json` and stay.

import listSql from "./sessions/list.sql" with { type: "text" };
import type { Page } from "./viewing/page.ts";
import { reading } from "./viewing/reading.ts";
import { namedRun } from "./viewing/run-names.ts";
import { namedSessions } from "./viewing/session-names.ts";

export interface SessionsOptions {
  readonly bundle: string;
  /** A session's id or an agent's name. */
  readonly name: string | null;
  /** Only those that had not ended. */
  readonly active: boolean;
  readonly run: string | null;
  readonly status: string | null;
  readonly kind: string | null;
  /** UTC; only those with activity from then on. */
  readonly since: string | null;
  /** Null: all. */
  readonly limit: number | null;
}

export interface SessionRow {
  readonly session_id: string;
  readonly parent_session_id: string | null;
  readonly kind: string | null;
  readonly agent_name: string | null;
  readonly title: string | null;
  readonly status: string | null;
  readonly is_active: 0 | 1 | null;
  readonly capability: string | null;
  readonly task_id: string | null;
  readonly parent_agent: string | null;
  readonly depth: number | null;
  readonly run_id: string | null;
  readonly started_at: string | null;
  readonly last_at: string | null;
  readonly tool_invocation_count: number;
  readonly error_count: number;
  readonly total_tokens: number | null;
}

/** The earliest first; those without a time at the end. */
export function sessions({ bundle, name, active, run, status, kind, since, limit }: SessionsOptions): Page<SessionRow> {
  return reading(bundle, (db) => {
    const named = namedSessions(db, name);
    const found = db.query<SessionRow & { total: number }, Record<string, string | number | null>>(listSql).all({
      $active: active ? 1 : 0,
      $run: namedRun(db, run),
      $status: status,
      $kind: kind,
      $since: since,
      $name: named === null ? null : JSON.stringify(named),
      $limit: limit ?? -1,
    });
    const rows = found.map(({ total: _, ...row }) => row);
    return { rows, total: found[0]?.total ?? 0, total_is_exact: true };
  });
}
