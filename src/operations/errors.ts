// The failures of a bundle, whatever their origin, the newest first. The keys of the rows are those of `--json` and stay.

import type { Database } from "bun:sqlite";
import { among, type Condition, equals, fromTime, where } from "./viewing/conditions.ts";
import { type Page, page } from "./viewing/page.ts";
import { rawName } from "./viewing/raw-name.ts";
import { reading } from "./viewing/reading.ts";
import { namedRun } from "./viewing/run-names.ts";
import { namedSessions } from "./viewing/session-names.ts";

export interface ErrorsOptions {
  readonly bundle: string;
  readonly session: string | null;
  readonly run: string | null;
  readonly class: string | null;
  readonly tool: string | null;
  readonly model: string | null;
  readonly provider: string | null;
  /** UTC. */
  readonly since: string | null;
  readonly order: "oldest" | "newest";
  /** Null: all. */
  readonly limit: number | null;
}

export interface ErrorRow {
  readonly id: number;
  readonly timestamp: string | null;
  readonly time_zone: "stated" | "assumed" | null;
  readonly error_class: string;
  readonly error_code: string | null;
  readonly error_type: string | null;
  readonly message: string | null;
  readonly fingerprint: string | null;
  readonly session_id: string | null;
  readonly run_id: string | null;
  readonly source_id: number;
  readonly origin_table: string;
  readonly origin_id: number;
  /** For `dbundle raw`. */
  readonly raw_address: string;
}

const columns = `id, timestamp, time_zone, error_class, error_code, error_type, message, fingerprint, session_id, run_id,
  source_id, origin_table, origin_id`;

export function errors(options: ErrorsOptions): Page<ErrorRow> {
  return reading(options.bundle, (db) =>
    found(db, options, [
      ...among("session_id", namedSessions(db, options.session)),
      ...equals("run_id", namedRun(db, options.run)),
      ...equals("error_class", options.class),
      ...ofTool(options.tool),
      ...ofCall(options.model, options.provider),
      ...fromTime("timestamp", options.since),
    ]),
  );
}

/** The first failures of one session. */
export function errorsIn(db: Database, session: string, limit: number | null): readonly ErrorRow[] {
  return found(db, { order: "oldest", limit }, equals("session_id", session)).rows;
}

function found(
  db: Database,
  { order, limit }: Pick<ErrorsOptions, "order" | "limit">,
  conditions: readonly Condition[],
): Page<ErrorRow> {
  const direction = order === "newest" ? "DESC" : "ASC";
  const answer = page<Omit<ErrorRow, "raw_address">>(db, {
    columns,
    from: "errors",
    where: where(conditions),
    order: `timestamp ${direction} NULLS LAST, id ${direction}`,
    limit,
  });
  const rows = answer.rows.map((row) => ({ ...row, raw_address: rawName(db, row.origin_table, row.origin_id) }));
  return { ...answer, rows };
}

function ofTool(tool: string | null) {
  if (tool === null) return [];
  const sql = "origin_table = 'tool_calls' AND origin_id IN (SELECT id FROM tool_calls WHERE tool_name = ?)";
  return [{ sql, values: [tool] }];
}

function ofCall(model: string | null, provider: string | null) {
  if (model === null && provider === null) return [];
  const calls = where([
    ...(model === null ? [] : [{ sql: "? IN (request_model, response_model)", values: [model] }]),
    ...equals("provider_name", provider),
  ]);
  const sql = `origin_table = 'prompt_events' AND origin_id IN (SELECT id FROM prompt_events ${calls.sql})`;
  return [{ sql, values: calls.values }];
}
