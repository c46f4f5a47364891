// Log records of a bundle in the order of time. The keys of the rows are those of `--json` and stay.

import { UsageError } from "../base/errors.ts";
import { severityNumber } from "../base/severity.ts";
import { among, beforeTime, type Condition, equals, fromTime, where } from "./viewing/conditions.ts";
import { type Page, page } from "./viewing/page.ts";
import { reading } from "./viewing/reading.ts";
import { namedRun } from "./viewing/run-names.ts";
import { namedSessions } from "./viewing/session-names.ts";

export interface LogsOptions {
  readonly bundle: string;
  readonly session: string | null;
  readonly run: string | null;
  /** This one and those above, whatever they are called. */
  readonly level: string | null;
  readonly event: string | null;
  readonly logger: string | null;
  /** UTC. */
  readonly since: string | null;
  /** UTC. */
  readonly until: string | null;
  readonly order: "oldest" | "newest";
  /** Null: all. */
  readonly limit: number | null;
}

export interface LogRow {
  readonly id: number;
  readonly timestamp: string | null;
  /** Null: no time. */
  readonly time_zone: "stated" | "assumed" | null;
  readonly level: string | null;
  readonly severity: number | null;
  readonly logger: string | null;
  readonly event: string | null;
  readonly message: string | null;
  readonly context: string | null;
  readonly session_id: string | null;
  readonly run_id: string | null;
  readonly source_id: number;
  readonly source_member: string | null;
  readonly source_line: number | null;
}

const columns = `id, timestamp, time_zone, level, severity, logger, event, message, context, session_id, run_id,
  source_id, source_member, source_line`;

export function logs({ bundle, session, run, level, event, logger, since, until, order, limit }: LogsOptions) {
  return reading(bundle, (db): Page<LogRow> => {
    const conditions = [
      ...among("session_id", namedSessions(db, session)),
      ...equals("run_id", namedRun(db, run)),
      ...fromLevel(level),
      ...equals("event", event),
      ...equals("logger", logger),
      ...fromTime("timestamp", since),
      ...beforeTime("timestamp", until),
    ];
    const direction = order === "newest" ? "DESC" : "ASC";
    return page<LogRow>(db, {
      columns,
      from: "logs",
      where: where(conditions),
      order: `timestamp ${direction}, id ${direction}`,
      limit,
    });
  });
}

/** From WARNING on there is an index for it. */
export function fromLevel(level: string | null): Condition[] {
  if (level === null) return [];
  const severity = severityNumber(level);
  if (severity === null)
    throw new UsageError(`--level cannot be "${level}": it is a level such as debug, info, warning or error.`);
  return severity >= 13
    ? [{ sql: "severity >= 13 AND severity >= ?", values: [severity] }]
    : [{ sql: "severity >= ?", values: [severity] }];
}
