// One run for people.

import { escapeControls } from "../../base/text.ts";
import type { RunReport } from "../../operations/runs.ts";
import { count } from "../info/amount.ts";
import type { Look } from "../info/look.ts";
import { duration, shortTime, span } from "../info/short-time.ts";
import { shellWord } from "../line/shell-word.ts";
import { noTime, oneLine, padded, timeText, unknown } from "./text.ts";

export function runText(report: RunReport, bundle: string, look: Look): string {
  const sections = [
    headLines(report, look),
    titled(`Agents: ${count(report.agents.length)}`, agentLines(report, look), look),
    titled("Tools", toolLines(report, look), look),
    titled("Errors", errorLines(report, look), look),
    [look.colors.faint(`Next: dbundle timeline ${shellWord(bundle)} ${chosen(report)}`)],
  ];
  const shown = sections.filter((lines) => lines.length > 0).map((lines) => lines.join("\n"));
  return `${shown.join("\n\n")}\n`;
}

/** A run of one session is told by all rows of that session: few of them name the run. */
function chosen({ run }: RunReport): string {
  return run.session_id === null ? `--run ${shellWord(run.run_id)}` : `--session ${shellWord(run.session_id)}`;
}

function titled(title: string, lines: readonly string[], { colors }: Look): string[] {
  return lines.length === 0 ? [] : [colors.strong(title), ...lines];
}

function headLines({ run, tokens }: RunReport, { colors }: Look): string[] {
  const status = run.status === "failed" ? colors.error("failed") : (run.status ?? colors.faint(unknown));
  const stored = run.stored_agent_count;
  const stale =
    stored !== null && run.agent_count !== null && stored !== run.agent_count ? ` (its store says ${stored})` : "";
  const rows: [string, string | null][] = [
    ["Status", status],
    [
      "Time",
      run.started_at === null
        ? colors.faint(unknown)
        : run.ended_at === null
          ? `from ${shortTime(run.started_at)}`
          : span(run.started_at, run.ended_at),
    ],
    ["Session", run.session_id],
    ["Coordinator", run.coordinator],
    ["Attempt", run.attempt === null ? null : `${run.attempt}`],
    ["Request", run.request_id],
    ["Description", run.description],
    ["Agents", run.agent_count === null ? null : `${count(run.agent_count)}${stale}`],
    ["Tokens", tokens?.total_tokens == null ? null : count(tokens.total_tokens)],
    ["Failure", run.error_message ?? run.error_type],
  ];
  return [
    `${colors.strong("Run:")} ${escapeControls(run.run_id)}`,
    ...rows.flatMap(([name, value]) => (value === null ? [] : [`  ${`${name}:`.padEnd(14)}${value}`])),
  ];
}

function agentLines({ agents }: RunReport, { colors, width }: Look): string[] {
  return agents.map(({ agent_name, capability, state, started_at, depth }) => {
    const indent = "  ".repeat(Math.min(depth ?? 0, 5));
    const paint =
      state === "stalled" || state === "zombie"
        ? colors.error
        : state === "completed"
          ? colors.good
          : (text: string) => text;
    const name = padded(oneLine(`${indent}${agent_name ?? unknown}`, Math.min(28, width)), 28);
    return `  ${indent}${name.slice(0, 28 - indent.length)} ${padded(capability ?? "", 12)} ${paint(padded(state ?? unknown, 14))} ${timeText(started_at, colors)}`;
  });
}

function toolLines({ tools }: RunReport, { colors }: Look): string[] {
  return tools.map(({ tool_name, call_count, failure_count, mean_duration_ms }) => {
    const failed = failure_count === 0 ? "" : `, ${colors.error(`${count(failure_count)} failed`)}`;
    const mean = mean_duration_ms === null ? "" : `, ${duration(mean_duration_ms)} on average`;
    return `  ${padded(oneLine(tool_name ?? unknown, 28), 28)} ${count(call_count)}x${failed}${mean}`;
  });
}

function errorLines({ errors }: RunReport, { colors, width }: Look): string[] {
  return errors.map(({ timestamp, error_class, message }) => {
    const start = `  ${timestamp === null ? noTime : shortTime(timestamp)}  ${error_class.padEnd(10)} `;
    return `${colors.error(start)}${oneLine(message ?? "(no message)", width - start.length)}`;
  });
}
