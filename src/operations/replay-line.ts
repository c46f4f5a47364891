// The lines of a replay file. Format: docs/formats/dbundle-replay.md

import type { ReplayRow, ReplayValue } from "../bundle/replay/rows.ts";
import type { ReplaySource } from "../bundle/replay/sources.ts";

export function replayHeader({ importer, source_key }: ReplaySource, conversation: string): string {
  return JSON.stringify({ dbundle_replay: 1, importer, source_key, conversation });
}

export function replayLine({ table, row, superseded, blob }: ReplayRow): string {
  const columns = Object.entries(row).map(([name, value]) => `${JSON.stringify(name)}:${valueText(value)}`);
  const members = [`"table":${JSON.stringify(table)}`, `"row":{${columns.join(",")}}`];
  if (superseded) members.push('"superseded":true');
  if (blob !== null) members.push(`"blob":${JSON.stringify(Buffer.from(blob).toString("base64"))}`);
  return `{${members.join(",")}}`;
}

/** Integers with all their digits; an infinity in a way that readers take for one. */
function valueText(value: ReplayValue): string {
  if (typeof value === "bigint") return value.toString();
  if (value === Number.POSITIVE_INFINITY) return "9e999";
  if (value === Number.NEGATIVE_INFINITY) return "-9e999";
  return JSON.stringify(value);
}
