// What a bundle holds, for people: the head, the numbers, the sessions as a tree, and what went wrong.

import { formatBytes } from "../../base/bytes.ts";
import { escapeControls } from "../../base/text.ts";
import type { BundleInfo, IssueInfo } from "../../operations/info.ts";
import type { Colors } from "../../terminal/colors.ts";
import { cutToWidth } from "../../terminal/width.ts";
import { shellWord } from "../line/shell-word.ts";
import { count } from "./amount.ts";
import type { Look } from "./look.ts";
import { sessionLines } from "./session-tree.ts";
import { shortTime, span } from "./short-time.ts";
import { sourceTable } from "./source-table.ts";

export function infoText(bundle: BundleInfo, look: Look): string {
  const { colors } = look;
  const sections = [
    headLines(bundle, look),
    titled(`Sessions: ${count(bundle.session_count)}`, sessionLines(bundle, look), colors),
    titled("Statistics", statisticLines(bundle), colors),
    titled(`Errors: ${count(bundle.error_count)}`, errorLines(bundle, look), colors),
    titled(`Sources: ${count(bundle.source_count)}`, sourceTable(bundle.sources, look), colors),
    titled(`Import issues: ${count(bundle.issue_count)}`, issueLines(bundle.issues, look), colors),
    nextLines(bundle, look),
  ];
  return `${sections
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.join("\n"))
    .join("\n\n")}\n`;
}

function titled(title: string, lines: readonly string[], colors: Colors): string[] {
  return lines.length === 0 ? [] : [colors.strong(title), ...lines];
}

function headLines(bundle: BundleInfo, { colors, width }: Look): string[] {
  const merged = bundle.bundle_count > 1 ? `${count(bundle.bundle_count)} bundles` : null;
  const rows: readonly (readonly [string, string | null])[] = [
    ["Bundle", `${bundle.path} (${formatBytes(bundle.size_bytes)})`],
    ["Created", `${shortTime(bundle.created_at)} by dbundle ${bundle.dbundle_version}`],
    ["Source", bundle.source_directory],
    ["Merged of", merged],
    ["Description", bundle.description],
    ["Experiment", joined([bundle.experiment_name, bundle.experiment_tag])],
    ["Tags", tagText(bundle.tags)],
    ["WINK", bundle.wink_version],
    ["Fidelity", bundle.fidelity === "lossless" ? null : bundle.fidelity],
    ["Content", bundle.content_digest.slice(0, 16)],
  ];
  return rows.flatMap(([name, value]) =>
    value === null
      ? []
      : [`${colors.strong(`${name}:`)} ${cutToWidth(escapeControls(value), width - name.length - 2)}`],
  );
}

function joined(parts: readonly (string | null)[]): string | null {
  const known = parts.filter((part) => part !== null);
  return known.length === 0 ? null : known.join(", ");
}

function tagText(tags: unknown): string | null {
  if (tags === null) return null;
  if (typeof tags !== "object") return String(tags);
  return Object.entries(tags)
    .map(([key, value]) => `${key}=${value}`)
    .join(", ");
}

/** Two columns of numbers; what is not there at all is left out, the drafts' numbers are not. */
function statisticLines(bundle: BundleInfo): string[] {
  const always: [string, string][] = [
    ["Log records", count(bundle.log_count)],
    ["Tool invocations", toolText(bundle)],
    ["Prompt events", count(bundle.prompt_event_count)],
    ["Files", count(bundle.file_count)],
    ["Total tokens", tokenText(bundle)],
  ];
  const some: [string, number][] = [
    // With those that only a transcript shows.
    ["Tool calls", bundle.tool_call_count > bundle.tool_invocation_count ? bundle.tool_call_count : 0],
    ["Runs", bundle.run_count],
    ["Events", bundle.event_count],
    ["Messages", bundle.message_count],
    ["Documents", bundle.document_count],
    ["Spans", bundle.span_count],
    ["Conflicts", bundle.conflict_count],
  ];
  const rows = [
    ...always,
    ...some.flatMap(([name, number]) => (number === 0 ? [] : [[name, count(number)] as const])),
    ...reportedRows(bundle),
    ...(bundle.first_at === null ? [] : [["Time", span(bundle.first_at, bundle.last_at)] as const]),
  ];
  return rows.map(([name, value]) => `  ${`${name}:`.padEnd(18)}${value}`);
}

function toolText(bundle: BundleInfo): string {
  const { tool_invocation_count: all, tool_success_count: ok, tool_failure_count: failed } = bundle;
  if (all === 0) return "0";
  const parts = [`${count(ok)} ok`, `${count(failed)} failed`];
  if (all > ok + failed) parts.push(`${count(all - ok - failed)} unknown`);
  return `${count(all)} (${parts.join(", ")})`;
}

function tokenText({ total_tokens, total_input_tokens, total_output_tokens }: BundleInfo): string {
  if (total_tokens === null && total_input_tokens === null && total_output_tokens === null) return "not known";
  const known = (tokens: number | null) => (tokens === null ? "?" : count(tokens));
  const parts = `${known(total_input_tokens)} in, ${known(total_output_tokens)} out`;
  return total_tokens === null ? parts : `${count(total_tokens)} (${parts})`;
}

/** What an orchestrator says that its agents used: its own word, beside what the calls state. */
function reportedRows(bundle: BundleInfo): [string, string][] {
  const { reported_input_tokens: input, reported_output_tokens: output, reported_cost_usd: cost } = bundle;
  const parts = [
    input === null ? null : `${count(input)} in`,
    output === null ? null : `${count(output)} out`,
    cost === null ? null : `${cost.toFixed(2)} USD`,
  ].filter((part) => part !== null);
  return parts.length === 0 ? [] : [["Reported", `${parts.join(", ")} (see agent_metrics)`]];
}

function errorLines({ path, errors, error_count: total }: BundleInfo, { colors, width }: Look): string[] {
  const lines = errors.map(({ error_count, error_class, message, fingerprint }) => {
    const start = `  ${`${count(error_count)}x`.padStart(6)}  ${error_class.padEnd(10)} `;
    const text = escapeControls(message ?? fingerprint ?? "(no message)");
    return `${colors.error(start)}${cutToWidth(text, Math.max(20, width - start.length))}`;
  });
  const more = total - errors.reduce((sum, error) => sum + error.error_count, 0);
  return more > 0 ? [...lines, `  … and ${count(more)} more: dbundle errors ${shellWord(path)} --limit 0`] : lines;
}

/** Whoever looks after a failed run asks first what failed first. */
function nextLines({ path, error_count, session_count }: BundleInfo, { colors }: Look): string[] {
  const words = error_count > 0 ? "errors --oldest" : session_count > 0 ? "sessions" : "schema";
  const [command = "", ...options] = words.split(" ");
  return [colors.faint(`Next: ${["dbundle", command, shellWord(path), ...options].join(" ")}`)];
}

function issueLines(issues: readonly IssueInfo[], { colors, width }: Look): string[] {
  return issues.map(({ severity, code, issue_count, message }) => {
    const paint = severity === "info" ? colors.faint : severity === "warning" ? colors.warning : colors.error;
    const start = `  ${`${count(issue_count)}x`.padStart(6)}  ${severity.padEnd(9)} `;
    return `${paint(start)}${cutToWidth(`${escapeControls(code)}: ${escapeControls(message)}`, Math.max(20, width - start.length))}`;
  });
}
