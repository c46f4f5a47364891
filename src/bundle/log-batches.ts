// The way of log records into their table, written out and not looped over: most rows of most bundles come through here.

import type { Database } from "bun:sqlite";
import type { Row } from "../schema/rows.ts";
import { RowBatch } from "./row-batch.ts";

const usualColumns = [
  "id",
  "source_id",
  "source_line",
  "session_id",
  "timestamp",
  "level",
  "severity",
  "logger",
  "event",
  "message",
  "context",
];
const otherColumns = ["source_member", "session_inferred", "run_id", "time_assumed", "trace_id", "span_id"];

export class LogBatches {
  /** Records with no member, run, trace or inferred session. */
  private readonly usual: RowBatch;
  private readonly others: RowBatch;

  constructor(db: Database) {
    this.usual = new RowBatch(db, "_logs", usualColumns);
    this.others = new RowBatch(db, "_logs", [...usualColumns, ...otherColumns]);
  }

  add(
    id: number,
    sourceId: number,
    member: string | null,
    line: number | null,
    session: string | null,
    inferred: 0 | 1,
    run: string | null,
    row: Row<"logs">,
  ): void {
    const { timestamp = null, time_assumed = null, level = null, severity = null, logger = null } = row;
    const { event = null, message = null, context = null, trace_id = null, span_id = null } = row;
    const textLength = (message?.length ?? 0) + (context?.length ?? 0);
    const isUsual =
      member === null && run === null && inferred === 0 && time_assumed !== 1 && trace_id === null && span_id === null;
    // Rows are inserted in the order of their ids, so that the table is only appended to.
    (isUsual ? this.others : this.usual).flush();
    if (isUsual) {
      this.usual.add(
        textLength,
        id,
        sourceId,
        line,
        session,
        timestamp,
        level,
        severity,
        logger,
        event,
        message,
        context,
      );
    } else {
      this.others.add(
        textLength,
        id,
        sourceId,
        line,
        session,
        timestamp,
        level,
        severity,
        logger,
        event,
        message,
        context,
        member,
        inferred,
        run,
        time_assumed ?? 0,
        trace_id,
        span_id,
      );
    }
  }

  flush(): void {
    this.usual.flush();
    this.others.flush();
  }

  clear(): void {
    this.usual.clear();
    this.others.clear();
  }
}
