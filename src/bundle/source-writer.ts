// The BundleWriter of one source, or of one member of it.

import { sha256Hex } from "../base/digest.ts";
import { type Row, readRow } from "../schema/rows.ts";
import type { SourceRows } from "./source-rows.ts";
import type { At, BundleWriter, Issue, StrangeValue, Version } from "./writer.ts";

/** Most characters of `raw` that an issue keeps; the originals have the rest. */
const maximumRaw = 4096;

export class SourceWriter implements BundleWriter {
  constructor(
    private readonly rows: SourceRows,
    private readonly member: string | null = null,
  ) {}

  log(row: Row<"logs">, at?: At): number {
    return this.rows.addLog(row, at, this.member);
  }
  /** Events and slice items count together: both stand in the view `events`. */
  event(row: Row<"events">, at?: At): number {
    return this.rows.add("events", row, at, this.member, "slice_items");
  }
  toolInvocation(row: Row<"tool_invocations">, at?: At): number {
    return this.rows.add("tool_invocations", { ...row, status: row.status ?? "unknown" }, at, this.member);
  }
  sliceItem(row: Row<"slice_items">, at?: At): number {
    return this.rows.add("slice_items", row, at, this.member);
  }
  sliceSnapshot(row: Row<"slice_snapshots">, at?: At): number {
    return this.rows.add("slice_snapshots", row, at, this.member);
  }
  promptEvent(row: Row<"prompt_events">, at?: At): number {
    return this.rows.add("prompt_events", row, at, this.member);
  }
  message(row: Row<"messages">, at?: At): number {
    return this.rows.add("messages", row, at, this.member);
  }
  file(row: Row<"files">, at?: At): number {
    return this.rows.add("files", row, at, this.member);
  }
  document(row: Row<"documents">, at?: At): number {
    return this.rows.add("documents", row, at, this.member);
  }
  span(row: Row<"spans">, at?: At): number {
    return this.rows.add("spans", row, at, this.member);
  }
  turn(row: Row<"turns">, at?: At): number {
    return this.rows.add("turns", row, at, this.member);
  }
  block(row: Row<"blocks">, at?: At): number {
    return this.rows.add("blocks", row, at, this.member);
  }
  turnBlock(row: Row<"turn_blocks">, at?: At): number {
    return this.rows.add("turn_blocks", row, at, this.member);
  }
  timelineEntity(row: Row<"timeline_entities">, at?: At): number {
    return this.rows.add("timeline_entities", row, at, this.member);
  }
  agent(row: Row<"agents">, at?: At): number {
    return this.rows.add("agents", row, at, this.member);
  }
  session(row: Row<"session_facts">, at?: At): number {
    return this.rows.add("session_facts", row, at, this.member);
  }
  run(row: Row<"run_facts">, at?: At): number {
    return this.rows.add("run_facts", row, at, this.member);
  }
  error(row: Row<"error_facts">, at?: At): number {
    return this.rows.add("error_facts", row, at, this.member);
  }

  issue(issue: Issue, at?: At): void {
    const { severity, code, message } = issue;
    const place = [this.member, at?.number ?? null, at?.byteOffset ?? null];
    this.rows.attach("issues", [...place, severity, code, message, cut(issue.raw ?? null)]);
    this.rows.tally.issueCount++;
    if (severity === "data_loss" || severity === "error") this.rows.tally.lossCount++;
  }

  version(version: Version, at?: At): void {
    const eligible = version.eligible ?? true;
    const flags = eligible ? [1, 0] : [0, 1];
    this.rows.attach("versions", [this.member, at?.number ?? null, version.series, version.at, ...flags]);
  }

  strangeRow(name: string, values: Readonly<Record<string, StrangeValue>>, at?: At): boolean {
    const known = readRow(name, values);
    if (known === null) return false;
    const counter = known.table === "events" ? "slice_items" : known.table;
    return this.rows.addIfAllowed(known.table, known.row, at, this.member, counter);
  }

  describe(key: string, value: string): void {
    this.rows.attach("source_descriptions", [key, value]);
  }

  blob(bytes: Uint8Array): string {
    const sha256 = sha256Hex(bytes);
    this.rows.statements.blob.run(sha256, bytes.byteLength, bytes);
    return sha256;
  }

  inside(member: string): BundleWriter {
    return new SourceWriter(this.rows, member);
  }
}

function cut(raw: string | null): string | null {
  if (raw === null || raw.length <= maximumRaw) return raw;
  return raw.slice(0, maximumRaw).toWellFormed();
}
