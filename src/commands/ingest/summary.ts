// What reading artifacts came to: the closing summary for people, the report for machines, and the events.

import { formatBytes } from "../../base/bytes.ts";
import { escapeControls } from "../../base/text.ts";
import type { IngestReport } from "../../operations/ingest.ts";
import { type Issue, issueExamples, issuesOf } from "../../operations/issues.ts";
import { sourceCounts } from "../../operations/source-counts.ts";
import type { Colors } from "../../terminal/colors.ts";
import { amount, count } from "../info/amount.ts";
import { sourceTable } from "../info/source-table.ts";
import { shellWord } from "../line/shell-word.ts";
import { printJson, type Streams } from "../line/streams.ts";

export interface Ingested extends IngestReport {
  readonly sizeBytes: number;
}

interface Wishes {
  readonly json: boolean;
  readonly strict: boolean;
  /** How many issues there are to tell of. */
  readonly issueCount: number;
}

const mostProblems = 20;

/** `bundle` is the path of the bundle that was written; returns the exit code. */
export function tell(
  report: Ingested,
  bundle: string,
  { json, strict, issueCount: total }: Wishes,
  to: Streams,
): number {
  const issues = total === 0 ? [] : issuesOf(bundle, to.quiet ? total : mostProblems);
  if (to.quiet) writeEvents(bundle, issues, to);
  else if (!json && total > 0) to.notes.write(problemText(bundle, total, to.noteColors));
  if (json) printJson(to.out, { ...report, rowCount: sum(report, "rowCount"), issueCount: total, issues });
  else to.out.write(summaryText(report, bundle, total, to));
  const isClean = issues.every(({ severity }) => severity === "info");
  return strict && !isClean ? 4 : 0;
}

/** Issues of what was read just now; those that show only when all is put together are not among them. */
export function issuesWhileReading(report: IngestReport): number {
  return report.problems.length + sum(report, "issueCount");
}

function sum({ sources }: IngestReport, of: "rowCount" | "issueCount"): number {
  return sources.reduce((total, source) => total + source[of], 0);
}

function problemText(bundle: string, total: number, colors: Colors): string {
  const examples = issueExamples(bundle, mostProblems);
  const lines = examples.map(({ path, source_member, source_line, severity, message, more }) => {
    const paint = severity === "info" ? colors.faint : severity === "warning" ? colors.warning : colors.error;
    const place = [path, source_member, source_line].filter((part) => part !== null).join(":");
    const rest = more === 0 ? "" : colors.faint(` (and ${count(more)} more like it)`);
    return `${paint(`${severity}:`)} ${escapeControls(place)}: ${escapeControls(message)}${rest}\n`;
  });
  if (total > examples.length)
    lines.push(`All of them: dbundle query ${shellWord(bundle)} "SELECT * FROM import_issues"\n`);
  return lines.join("");
}

function summaryText(report: Ingested, bundle: string, issueCount: number, { out, outColors }: Streams): string {
  const lines = sourceTable(
    report.sources.map(({ path, importer, status, known, rowCount, issueCount, sizeBytes }) => ({
      path,
      importer,
      status: known ? "known" : status,
      row_count: rowCount,
      issue_count: issueCount,
      size_bytes: sizeBytes,
    })),
    { width: out.width, colors: outColors },
  );
  const totals = [
    sourcesText(report),
    amount(sum(report, "rowCount"), "row"),
    amount(issueCount, "issue"),
    formatBytes(report.sizeBytes),
  ];
  const name = escapeControls(bundle);
  lines.push("", `${outColors.good(name)}: ${totals.join(", ")}`, `Next: dbundle info ${shellWord(bundle)}`);
  return `${lines.join("\n")}\n`;
}

/** A source that lies in two places is known at the second. */
function sourcesText({ sources }: Ingested): string {
  const known = sources.filter((source) => source.known).length;
  return `${amount(sources.length, "source")}${known === 0 ? "" : ` (${count(known)} known already)`}`;
}

/** One event a kind of rows that a source gave; `import_source` for those that gave other rows. */
function writeEvents(bundle: string, issues: readonly Issue[], { events }: Streams): void {
  for (const { path, importer, session_count, slice_count, record_count, file_count } of sourceCounts(bundle)) {
    const told = [
      slice_count > 0 && (["debug_bundle.import_snapshot", { session_count, slice_count }] as const),
      record_count > 0 && (["debug_bundle.import_logs", { record_count }] as const),
      file_count > 0 && (["debug_bundle.import_archive", { file_count }] as const),
    ].filter((event) => event !== false);
    if (told.length === 0) events.write("DEBUG", "debug_bundle.import_source", { path, importer });
    for (const [event, counts] of told) events.write("DEBUG", event, { path, importer, ...counts });
  }
  for (const { path, source_line, severity, code, message } of issues) {
    const level = severity === "info" ? "DEBUG" : "WARNING";
    events.write(level, "debug_bundle.import_error", { path, line: source_line, error: message, code, severity });
  }
}
