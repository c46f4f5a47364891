// Sources as a table: what was read, as what, and how well.

import { formatBytes } from "../../base/bytes.ts";
import { renderTable } from "../../terminal/tables.ts";
import { count } from "./amount.ts";
import type { Look } from "./look.ts";

export interface SourceLine {
  readonly path: string | null;
  readonly importer: string;
  readonly status: string;
  readonly row_count: number;
  readonly issue_count: number;
  readonly size_bytes: number;
}

const mostShown = 20;
/** Narrower tables leave the size to the path. */
const wide = 98;

/** What was recognised comes first; of that, what has issues, then what has most rows. */
export function sourceTable(sources: readonly SourceLine[], { width, colors }: Look): string[] {
  if (sources.length === 0) return [];
  const sorted = sources.toSorted(
    (a, b) => rank(a) - rank(b) || b.issue_count - a.issue_count || b.row_count - a.row_count,
  );
  const facts = sorted.slice(0, mostShown).map((source) => factsOf(source, width >= wide));
  const room = width - 2 - widthOf(facts.map(({ cells }) => cells));
  const columns = ["path", "read as", "rows", "issues", "status", "size"].slice(0, 1 + (facts[0]?.cells.length ?? 0));
  const rows = facts.map(({ path, cells }) => [path === null ? null : keepEnd(path, Math.max(16, room)), ...cells]);
  const { text } = renderTable({ columns, rows }, { width: width - 2, colors });
  const lines = text.trimEnd().split("\n");
  if (sorted.length > mostShown) lines.push(`… and ${count(sorted.length - mostShown)} more`);
  return lines.map((line) => `  ${line}`);
}

function rank({ importer }: SourceLine): number {
  return importer === "opaque" || importer === "wrapper" ? 1 : 0;
}

function factsOf(source: SourceLine, withSize: boolean) {
  const { path, importer, row_count, issue_count, size_bytes } = source;
  // Of a wrapper nothing but its members is read, and they stand in lines of their own.
  const status = importer === "wrapper" && source.status === "opaque" ? "unpacked" : source.status;
  const cells = [importer, row_count, issue_count, status];
  return { path, cells: withSize ? [...cells, formatBytes(size_bytes)] : cells };
}

/** What the columns take, with the gaps before them. */
function widthOf(rows: readonly (readonly (string | number)[])[]): number {
  const titles = ["read as", "rows", "issues", "status"];
  const columns = rows[0]?.map((_, at) => Math.max(...[titles, ...rows].map((row) => `${row[at] ?? ""}`.length))) ?? [];
  return columns.reduce((sum, column) => sum + 2 + column, 0);
}

/** The end of a path tells more than its beginning. */
function keepEnd(path: string, room: number): string {
  return path.length <= room ? path : `…${path.slice(path.length - room + 1)}`;
}
