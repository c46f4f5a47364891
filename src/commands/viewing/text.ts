// Small pieces of text that viewing commands print.

import { escapeControls } from "../../base/text.ts";
import type { Colors } from "../../terminal/colors.ts";
import { cutToWidth, displayWidth } from "../../terminal/width.ts";
import { count } from "../info/amount.ts";
import { shortTime } from "../info/short-time.ts";

/** Not known, in the words of all viewing commands. */
export const unknown = "unknown";

/** Instead of a time where no word beside it says that it is one. */
export const noTime = "no time";

/** `2026-01-15 10:30:00Z`, or faint "unknown". */
export function timeText(time: string | null, colors: Colors): string {
  return time === null ? colors.faint(unknown) : shortTime(time);
}

/** `10:30:00.123`. */
export function clock(time: string): string {
  return time.slice(11, 23);
}

/** One line of foreign text, cut to its room. */
export function oneLine(text: string | null, room: number): string {
  if (text === null) return "";
  // What lies beyond a few widths is cut anyway.
  const near = Number.isFinite(room) ? text.slice(0, Math.max(64, room * 8)) : text;
  return cutToWidth(escapeControls(near.replace(/\s+/g, " ").trim()), Math.max(1, room));
}

export function padded(text: string, width: number): string {
  const cut = cutToWidth(text, width);
  return cut + " ".repeat(Math.max(0, width - displayWidth(cut)));
}

/** What the ? behind a time means, when one has it. */
export function zoneNotes(rows: readonly { readonly time_zone: string | null }[], colors: Colors): string[] {
  const some = rows.some(({ time_zone }) => time_zone === "assumed");
  return some ? [colors.faint("? The artifact states no zone: read as UTC.")] : [];
}

interface Counted {
  readonly rows: readonly unknown[];
  readonly total: number;
  readonly total_is_exact: boolean;
}

/** `50 of 1,432 runs; --limit 0 shows all`, or how many there are. */
export function footer({ rows, total, total_is_exact }: Counted, thing: string, colors: Colors): string {
  const all = `${total_is_exact ? "" : "more than "}${count(total)} ${thing}${total === 1 ? "" : "s"}`;
  if (rows.length >= total && total_is_exact) return colors.faint(all);
  return colors.faint(
    `${count(rows.length)} of ${all}; --limit ${Math.max(100, rows.length * 10)} shows more, --limit 0 all`,
  );
}
