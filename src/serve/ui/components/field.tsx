// The value of a short column, by what its name promises.

import { type Cell, type Row, textOf } from "../api/rows.ts";
import { type ForeignLink, foreignHref } from "../queries/foreign-links.ts";
import { rowHref, sessionHref, tableHref } from "../state/place.ts";
import { Bytes, Duration, Status, Time, Unknown } from "./values.tsx";

interface FieldProps {
  readonly bundle: string;
  readonly name: string;
  readonly cell: Cell;
  readonly row?: Row;
  /** Of a file that is no bundle: where the column leads. */
  readonly link?: ForeignLink | null;
}

export function Field({ bundle, name, cell, row, link = null }: FieldProps) {
  const text = textOf(cell);
  if (text === null) return <Unknown />;
  if (text === "") return <Unknown what="empty" />;
  if (link !== null) return <a href={foreignHref(bundle, link, text)}>{text}</a>;
  if (/(^timestamp|_at|_since|last_activity)$/.test(name)) return <Time at={text} withDay />;
  if (name.endsWith("_ms") && typeof cell === "number") return <Duration ms={cell} />;
  if (name.endsWith("_bytes") && typeof cell === "number") return <Bytes size={cell} />;
  if (/^(status|state|result_type|severity)$/.test(name) && typeof cell === "string") return <Status status={text} />;
  if (/^(parent_|root_)?session_id$/.test(name)) return <a href={sessionHref(bundle, text)}>{text}</a>;
  if (name === "run_id") return <a href={tableHref(bundle, "runs", { run_id: text })}>{text}</a>;
  if (name === "source_id") return <a href={rowHref(bundle, "sources", [text])}>{text}</a>;
  const table = textOf(row?.origin_table);
  if (name === "origin_id" && table !== null) return <a href={rowHref(bundle, table, [text])}>{`${table} ${text}`}</a>;
  return <span class={typeof cell === "string" ? "" : "number"}>{text}</span>;
}
