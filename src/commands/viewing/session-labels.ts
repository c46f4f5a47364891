// Short names of sessions for lists of rows: the beginning of an id, or its end where the beginnings are alike.

import { escapeControls } from "../../base/text.ts";
import { cutToWidth, displayWidth } from "../../terminal/width.ts";

const longest = 12;

export interface SessionLabels {
  /** Columns that the longest takes. */
  readonly width: number;
  of(id: string): string;
}

export function sessionLabels(ids: Iterable<string | null>): SessionLabels {
  const distinct = [...new Set(ids)].filter((id) => id !== null);
  const of = [beginning, end].find((label) => new Set(distinct.map(label)).size === distinct.length) ?? beginning;
  return { of, width: Math.max(8, ...distinct.map((id) => displayWidth(of(id)))) };
}

/** Eight digits of a UUID are enough for most. */
function beginning(id: string): string {
  return /^[0-9a-f]{8}-[0-9a-f]{4}-/.test(id) ? id.slice(0, 8) : cutToWidth(escapeControls(id), longest);
}

function end(id: string): string {
  const shown = [...escapeControls(id)];
  return shown.length <= longest ? shown.join("") : cutToWidth(`…${shown.slice(1 - longest).join("")}`, longest);
}
