// A table as CSV or NDJSON: all rows that the filters leave, as a stream with constant memory. `_size` and `_next` cut a page.

import type { ExportFormat, Table } from "../../operations/serving.ts";
import { exportAnswer } from "../query/export.ts";
import type { Visit } from "../visit.ts";
import { labels } from "./labels.ts";
import { orderSql, readToken, stretches } from "./order.ts";
import { quoted } from "./parameters.ts";
import { pageSize } from "./rows.ts";
import { columnSql, fromWhere, type Selection, selection } from "./selection.ts";

export async function tableExport(visit: Visit, table: Table, format: ExportFormat): Promise<Response> {
  const chosen = await selection(visit, table);
  const sql = `SELECT ${await selectList(visit, chosen)} ${rowsSql(visit, chosen)}`;
  return exportAnswer(visit, {
    sql,
    parameters: chosen.parameters.values,
    lane: chosen.lane,
    name: table.name,
    format,
  });
}

/** With `_labels`, a column of labels behind each that leads to other rows. */
async function selectList(visit: Visit, { table, columns }: Selection): Promise<string> {
  const known = visit.args.isOn("_labels") ? await labels(visit, table) : [];
  return columns
    .flatMap((name) => {
      const sql = columnSql(table, name);
      const label = known.find(({ key }) => key.column === name);
      if (label === undefined) return [`${sql} AS ${quoted(name)}`];
      const { key } = label;
      const own = `${quoted(table.name)}.${sql}`;
      const found = `(SELECT ${label.sql} FROM ${quoted(key.otherTable)} AS other WHERE other.${quoted(key.otherColumn)} = ${own})`;
      return [`${sql} AS ${quoted(name)}`, `${found} AS ${quoted(`${name}_label`)}`];
    })
    .join(", ");
}

function rowsSql(visit: Visit, chosen: Selection): string {
  const { args } = visit;
  const next = args.get("_next");
  const isPage = (args.has("_size") || next !== null) && !args.isOn("_stream");
  const order = chosen.terms.length === 0 ? "" : ` ORDER BY ${orderSql(chosen.terms)}`;
  if (!isPage) return fromWhere(chosen) + order;
  const limit = ` LIMIT ${pageSize(visit, chosen.table.name)}`;
  if (next === null) return fromWhere(chosen) + order + limit;
  if (chosen.table.key.length === 0)
    return `${fromWhere(chosen)}${order}${limit} OFFSET ${/^\d{1,15}$/.test(next) ? next : 0}`;
  const found = stretches(chosen.terms, readToken(chosen.terms, next), chosen.parameters, false);
  const where = `(${found.map((one) => `(${one.where ?? "1"})`).join(" OR ")})`;
  return fromWhere(chosen, where) + order + limit;
}
