// Columns of a table: in which order they are read, which name a row, and where their values lead.

import type { SchemaTable } from "../../api/types.ts";
import type { TableAnswer } from "../api/client.ts";
import { type Row, wholeText } from "../api/rows.ts";
import { withArguments } from "../state/location.ts";
import { rowHref, sessionHref } from "../state/place.ts";
import { type ForeignLink, foreignHref } from "./foreign-links.ts";
import { readFirst } from "./reading-order.ts";

const provenance = new Set(["source_id", "source_member", "source_line", "session_inferred", "time_zone"]);

/** Key and time first, then what is read first of such rows; where a row is from behind the rest, and last what no row of the first page states. */
export function inReadingOrder(
  { columns, rows }: TableAnswer,
  keys: readonly string[],
  described: SchemaTable | null,
): readonly string[] {
  const first = readFirst(described?.name ?? "");
  const rank = (column: string) => {
    if (keys.includes(column)) return -2;
    if (column === described?.time) return -1;
    if (rows.length > 0 && rows.every((row) => row[column] === null)) return 1000;
    if (first.includes(column)) return first.indexOf(column);
    if (column === described?.label) return 100;
    return provenance.has(column) ? 300 : 200;
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

interface CellPlace {
  readonly bundle: string;
  readonly row: Row;
  readonly column: string;
  /** The first column of the table. */
  readonly first: string;
  readonly keys: readonly string[];
  readonly links: readonly ForeignLink[];
}

export function linkOf({ bundle, row, column, first, keys, links }: CellPlace): string | null {
  const value = wholeText(row[column]);
  if (/^(parent_|root_)?session_id$/.test(column) && column !== keys[0])
    return value === "" ? null : sessionHref(bundle, value);
  if (column === "source_id" && keys[0] !== "source_id") return rowHref(bundle, "sources", [value]);
  if (column === "origin_id" && row.origin_table !== undefined)
    return rowHref(bundle, wholeText(row.origin_table), [value]);
  const link = links.find((one) => one.column === column);
  if (link !== undefined && column !== keys[0]) return value === "" ? null : foreignHref(bundle, link, value);
  const isLead = keys.length > 0 && column === (keys.includes(first) ? first : (keys[0] ?? ""));
  return isLead ? withArguments({ _at: keyOf(row, keys) }) : null;
}
