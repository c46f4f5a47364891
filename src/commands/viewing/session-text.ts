// One session for people.

import { escapeControls } from "../../base/text.ts";
import type { SessionReport } from "../../operations/sessions/show.ts";
import { cutToWidth } from "../../terminal/width.ts";
import { count } from "../info/amount.ts";
import type { Look } from "../info/look.ts";
import { duration, shortTime, span } from "../info/short-time.ts";
import { shellWord } from "../line/shell-word.ts";
import { wrap } from "../line/wrap.ts";
import { sandboxLines } from "./sandbox-text.ts";
import { clock, noTime, oneLine, padded, unknown } from "./text.ts";

export function sessionText(report: SessionReport, bundle: string, look: Look): string {
  const sections = [
    headLines(report, look),
    titled("Agent", agentLines(report, look), look),
    titled("Tools", toolLines(report, look), look),
    titled("Prompts", promptLines(report, look), look),
    titled("Errors", errorLines(report, look), look),
    report.sandbox === null ? titled("Tool calls", callLines(report, look), look) : [],
    titled("Transcript", messageLines(report, look), look),
    ...(report.sandbox === null ? [] : sandboxLines(report.sandbox, look)),
    [
      look.colors.faint(
        `Next: dbundle timeline ${shellWord(bundle)} --session ${shellWord(report.session.session_id)}`,
      ),
    ],
  ];
  const shown = sections.filter((lines) => lines.length > 0).map((lines) => lines.join("\n"));
  return `${shown.join("\n\n")}\n`;
}

export function titled(title: string, lines: readonly string[], { colors }: Look): string[] {
  return lines.length === 0 ? [] : [colors.strong(title), ...lines];
}

const mostLines = 4;

/** Pairs with what is not known left out; a long value goes on below its beginning. */
function pairLines(rows: readonly (readonly [string, string | number | null])[], width: number): string[] {
  return rows.flatMap(([name, value]) => {
    if (value === null || value === "") return [];
    const lines = wrap(escapeControls(`${value}`), Math.max(20, width - 21));
    const shown = lines.length > mostLines ? [...lines.slice(0, mostLines), "…"] : lines;
    return shown.map((line, at) => cutToWidth(`  ${(at === 0 ? `${name}:` : "").padEnd(19)}${line}`, width));
  });
}

const mostListed = 10;

/** The first of a list, and how many there are besides. */
function listLines<R>(rows: readonly R[], total: number, { colors }: Look, lineOf: (row: R) => string): string[] {
  const shown = rows.slice(0, mostListed).map(lineOf);
  const more = total - shown.length;
  return more > 0 ? [...shown, colors.faint(`  … and ${count(more)} more: --json has them`)] : shown;
}

function headLines(
  { session, ancestors, children, runs, counts, tokens }: SessionReport,
  { colors, width }: Look,
): string[] {
  const rows: [string, string | number | null][] = [
    ["Kind", session.kind],
    ["Agent", session.agent_name],
    ["Title", session.title],
    ["Runtime", session.runtime_key],
    ["Created", session.created_at === null ? null : shortTime(session.created_at)],
    ["Rows", session.first_at === null ? null : span(session.first_at, session.last_at)],
    ["Snapshot", session.snapshot_at === null ? null : shortTime(session.snapshot_at)],
    ["Ended", session.ended_at === null ? null : shortTime(session.ended_at)],
    ["Tree", [...ancestors, session.session_id].length > 1 ? [...ancestors, session.session_id].join(" > ") : null],
    ["Children", children.length === 0 ? null : children.join(", ")],
    ["Runs", runs.length === 0 ? null : runs.join(", ")],
    ["Tags", session.tags],
    ["Holds", holdings(counts)],
    ["Tokens", tokens === null ? null : tokenText(tokens)],
  ];
  const status = session.status === null ? colors.faint(unknown) : statusText(session.status, colors);
  return [
    `${colors.strong("Session:")} ${escapeControls(session.session_id)}`,
    `  ${"Status:".padEnd(19)}${status}`,
    ...pairLines(rows, width),
  ];
}

function statusText(status: string, colors: Look["colors"]): string {
  const isBad = ["failed", "error", "zombie", "stalled"].includes(status.toLowerCase());
  return isBad ? colors.error(escapeControls(status)) : escapeControls(status);
}

function holdings(counts: SessionReport["counts"]): string {
  const parts = Object.entries(counts).filter(([, n]) => n > 0);
  if (parts.length === 0) return "nothing";
  const thing = (key: string, n: number) => `${key.replace("_count", "").replaceAll("_", " ")}${n === 1 ? "" : "s"}`;
  return parts.map(([key, n]) => `${count(n)} ${thing(key, n)}`).join(", ");
}

function tokenText({
  total_input_tokens,
  total_output_tokens,
  total_tokens,
  known_count,
  prompt_count,
}: NonNullable<SessionReport["tokens"]>) {
  if (total_tokens === null) return unknown;
  const known = (tokens: number | null) => (tokens === null ? "?" : count(tokens));
  const part = known_count < prompt_count ? `, of ${count(known_count)} of ${count(prompt_count)} calls` : "";
  return `${known(total_tokens)} (${known(total_input_tokens)} in, ${known(total_output_tokens)} out${part})`;
}

function agentLines({ agent }: SessionReport, { width }: Look): string[] {
  if (agent === null) return [];
  const { id: _, is_active: __, started_at, last_activity, stalled_since, ...rest } = agent;
  const named = (key: string) => `${key[0]?.toUpperCase()}${key.slice(1).replaceAll("_", " ")}`;
  const times = { started_at, last_activity, stalled_since };
  const rows = [
    ...Object.entries(rest).map(([key, value]) => [named(key), value] as const),
    ...Object.entries(times).map(([key, value]) => [named(key), value === null ? null : shortTime(value)] as const),
  ];
  return pairLines(rows, width);
}

function toolLines({ tools }: SessionReport, look: Look): string[] {
  const { colors, width } = look;
  return listLines(tools, tools.length, look, ({ tool_name, call_count, failure_count, mean_duration_ms }) => {
    const failed = failure_count === 0 ? "" : `, ${colors.error(`${count(failure_count)} failed`)}`;
    const mean = mean_duration_ms === null ? "" : `, ${duration(mean_duration_ms)} on average`;
    return `  ${padded(oneLine(tool_name ?? unknown, Math.min(40, width)), 28)} ${count(call_count)}x${failed}${mean}`;
  });
}

function promptLines({ prompts, counts }: SessionReport, look: Look): string[] {
  const { colors, width } = look;
  return listLines(
    prompts,
    counts.prompt_event_count,
    look,
    ({ timestamp, event_type, prompt_name, model, result_type, duration_ms, total_tokens, char_count }) => {
      const facts = [
        model,
        result_type === null || result_type === "success" ? result_type : colors.error(result_type),
        duration_ms === null ? null : duration(duration_ms),
        total_tokens === null ? null : `${count(total_tokens)} tokens`,
        char_count === null ? null : `${count(char_count)} characters`,
      ].filter((fact) => fact !== null);
      const name = oneLine(prompt_name ?? unknown, Math.min(32, width));
      return `  ${at(timestamp)}  ${event_type.padEnd(9)} ${name}  ${facts.join(", ")}`;
    },
  );
}

function at(timestamp: string | null): string {
  return timestamp === null ? noTime.padEnd(12) : clock(timestamp);
}

function errorLines({ errors, counts }: SessionReport, look: Look): string[] {
  const { colors, width } = look;
  return listLines(errors, counts.error_count, look, ({ timestamp, error_class, message, error_type, raw_address }) => {
    const start = `  ${at(timestamp)}  ${error_class.padEnd(10)} `;
    return `${colors.error(start)}${oneLine(message ?? error_type ?? "(no message)", width - start.length - raw_address.length - 2)}  ${colors.faint(raw_address)}`;
  });
}

function callLines({ tool_calls, counts }: SessionReport, look: Look): string[] {
  const { colors, width } = look;
  return listLines(
    tool_calls,
    counts.tool_call_count,
    look,
    ({ timestamp, tool_name, status, params, result_message }) => {
      const isBad = status === "error" || status === "denied";
      const start = `  ${at(timestamp)}  ${padded(oneLine(tool_name ?? unknown, 20), 20)} `;
      const end = status === "ok" ? "" : `${status} `;
      const told = oneLine(isBad ? (result_message ?? params) : params, width - start.length - end.length);
      return `${start}${isBad ? colors.error(end) : colors.faint(end)}${told}`;
    },
  );
}

function messageLines({ messages, counts }: SessionReport, look: Look): string[] {
  return listLines(messages, counts.message_count, look, ({ timestamp, role, kind, content }) => {
    const start = `  ${at(timestamp)}  ${padded(role ?? kind ?? unknown, 12)} `;
    return `${start}${oneLine(content, look.width - start.length)}`;
  });
}
