// One stream of what happened, for people: a line a row, days and long silences between them.

import { escapeControls } from "../../base/text.ts";
import type { Timeline, TimelineRow } from "../../operations/timeline.ts";
import { count } from "../info/amount.ts";
import type { Look } from "../info/look.ts";
import { duration } from "../info/short-time.ts";
import { shellWord } from "../line/shell-word.ts";
import { type SessionLabels, sessionLabels } from "./session-labels.ts";
import { clock, footer, noTime, oneLine, padded, unknown, zoneNotes } from "./text.ts";

/** A silence of so long gets a line of its own. */
const silenceMs = 60_000;

export function timelineText(found: Timeline, bundle: string, look: Look): string {
  const sessions = new Set(found.rows.map(({ session_id }) => session_id));
  const labels = sessions.size > 1 ? sessionLabels(sessions) : null;
  const lines: string[] = [];
  let day: string | null = null;
  for (const row of found.rows) {
    const today = row.timestamp?.slice(0, 10) ?? noTime;
    if (today !== day) lines.push(look.colors.strong(today));
    else if (Math.abs(row.since_previous_ms ?? 0) >= silenceMs) lines.push(silence(row, look));
    day = today;
    if (row.gap !== null) lines.push(look.colors.warning(`  gap: ${escapeControls(row.gap)}`));
    lines.push(line(row, labels, look));
  }
  return `${[...lines, ...notes(found, bundle, look)].join("\n")}\n`;
}

function silence({ since_previous_ms, since_previous_exact }: TimelineRow, { colors }: Look): string {
  const length = duration(Math.abs(since_previous_ms ?? 0));
  return colors.faint(`  ── ${since_previous_exact === 1 ? "" : "~"}${length} ──`);
}

function line(row: TimelineRow, labels: SessionLabels | null, { colors, width }: Look): string {
  const isBad = row.success === 0;
  const time =
    row.timestamp === null ? unknown.padEnd(13) : `${clock(row.timestamp)}${row.time_zone === "assumed" ? "?" : " "}`;
  const session =
    labels === null ? "" : `${padded(row.session_id === null ? unknown : labels.of(row.session_id), labels.width)} `;
  const start = `${time} ${delta(row)} ${session}${padded(row.kind, 10)} `;
  const name = row.name === null ? unknown : oneLine(row.name, Math.min(24, width));
  const ended = [
    row.status === null || row.status === "ok" || row.status === "success" || row.kind === "error" ? null : row.status,
    row.duration_ms === null ? null : duration(row.duration_ms),
  ].filter((part) => part !== null);
  const facts = ended.length === 0 ? "" : ` (${ended.map((part) => escapeControls(part)).join(", ")})`;
  const room = width - start.length - Bun.stringWidth(name) - facts.length - 2;
  const detail = row.detail === null || room < 8 ? "" : `  ${oneLine(row.detail, Number.isFinite(room) ? room : 400)}`;
  return isBad
    ? `${colors.faint(start.slice(0, start.length - 11))}${colors.error(`${padded(row.kind, 10)} ${name}${facts}`)}${detail}`
    : `${colors.faint(start)}${name}${facts}${colors.faint(detail)}`;
}

function delta({ since_previous_ms, since_previous_exact }: TimelineRow): string {
  if (since_previous_ms === null) return "".padStart(9);
  const sign = since_previous_ms < 0 ? "-" : "+";
  return `${since_previous_exact === 1 ? "" : "~"}${sign}${duration(Math.abs(since_previous_ms))}`.padStart(9);
}

function notes(found: Timeline, bundle: string, { colors }: Look): string[] {
  const { rows, untimed_count } = found;
  const lines = [footer(found, "row", colors)];
  lines.push(...zoneNotes(rows, colors));
  if (rows.some(({ since_previous_exact }) => since_previous_exact === 0))
    lines.push(colors.faint("~ Between clocks that are not known to agree: no exact duration."));
  if (untimed_count > 0) {
    const some =
      untimed_count === 1 ? "1 row states no time and comes" : `${count(untimed_count)} rows state no time and come`;
    lines.push(colors.faint(`${some} at the end.`));
  }
  const last = rows.findLast(({ success }) => success === 0) ?? rows.at(-1);
  if (last !== undefined)
    lines.push(
      colors.faint(
        `Original of ${last.kind === "error" ? "the last error" : `"${oneLine(last.name ?? last.kind, 24)}"`}: dbundle raw ${shellWord(bundle)} ${shellWord(last.raw_address)}`,
      ),
    );
  return lines;
}
