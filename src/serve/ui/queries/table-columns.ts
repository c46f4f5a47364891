// Columns of a table: in which order they are read, which name a row, and where their values lead.

import type { SchemaTable } from "../../api/types.ts";
import type { TableAnswer } from "../api/client.ts";
import { type Row, wholeText } from "../api/rows.ts";
import { withArguments } from "../state/location.ts";
import { rowHref, sessionHref } from "../state/place.ts";

const provenance = new Set(["source_id", "source_member", "source_line", "session_inferred", "time_zone"]);

/** Key, time and name first, where a row is from behind the rest, and last what no row of the first page states. */
export function inReadingOrder(
  { columns, rows }: TableAnswer,
  keys: readonly string[],
  described: SchemaTable | null,
): readonly string[] {
  const rank = (column: string) => {
    if (keys.includes(column)) return 0;
    if (column === described?.time) return 1;
    if (column === described?.label) return 2;
    if (rows.length > 0 && rows.every((row) => row[column] === null)) return 5;
    return provenance.has(column) ? 4 : 3;
  };
  return [...columns].sort((a, b) => rank(a) - rank(b));
}

export function keysOf(answer: TableAnswer): readonly string[] {
  if (answer.primary_keys.length > 0) return answer.primary_keys;
  return answer.rows[0] !== undefined && "rowid" in answer.rows[0] ? ["rowid"] : [];
}

export function keyOf(row: Row, keys: readonly string[]): string | null {
  return keys.length === 0 ? null : keys.map((key) => encodeURIComponent(wholeText(row[key]))).join(",");
}

export function linkOf(
  bundle: string,
  row: Row,
  column: string,
  firstColumn: string,
  keys: readonly string[],
): string | null {
  const value = wholeText(row[column]);
  if (/^(parent_|root_)?session_id$/.test(column) && column !== keys[0])
    return value === "" ? null : sessionHref(bundle, value);
  if (column === "source_id" && keys[0] !== "source_id") return rowHref(bundle, "sources", [value]);
  if (column === "origin_id" && row.origin_table !== undefined)
    return rowHref(bundle, wholeText(row.origin_table), [value]);
  const isLead = keys.length > 0 && column === (keys.includes(firstColumn) ? firstColumn : (keys[0] ?? ""));
  return isLead ? withArguments({ _at: keyOf(row, keys) }) : null;
}
