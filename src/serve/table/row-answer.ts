// One row as JSON, with what points to it.

import type { SqlValue, Table } from "../../operations/serving.ts";
import { badRequest, notFound } from "../http/failure.ts";
import { keyText, shapedAnswer } from "../http/shapes.ts";
import { ownTimeoutMs } from "../settings.ts";
import { filePath, userLimits, type Visit } from "../visit.ts";
import { askedExtras, columnDetails } from "./extras.ts";
import { readToken } from "./order.ts";
import { Parameters, quoted } from "./parameters.ts";
import { columnSql } from "./selection.ts";
import { labelled } from "./table-answer.ts";

const extras = ["foreign_key_tables", "column_details", "columns", "primary_keys", "database", "table"];

/** `key` as it stands in the address. */
export async function rowAnswer(visit: Visit, table: Table, key: string): Promise<Response> {
  const asked = askedExtras(visit.args, extras);
  const found = await readRow(visit, table, key);
  const values = table.key.map((name) => found.row[found.columns.indexOf(name)] ?? null);
  const more = {
    ...(asked.includes("foreign_key_tables") ? { foreign_key_tables: await pointing(visit, table, found) } : {}),
    ...(asked.includes("column_details") ? { column_details: columnDetails(table) } : {}),
    ...(asked.includes("columns") ? { columns: found.columns } : {}),
  };
  return shapedAnswer(
    {
      columns: found.columns,
      rows: await labelled(visit, { table, columns: found.columns }, [found.row]),
      keys: [values],
    },
    {
      args: visit.args,
      document: (rows) => ({
        ok: true,
        database: visit.file.name,
        table: table.name,
        rows,
        primary_keys: table.key,
        primary_key_values: values.map((value) => (value === null ? null : String(value))),
        ...more,
        query_ms: found.elapsedMs,
        truncated: false,
      }),
    },
  );
}

export interface FoundRow {
  readonly columns: readonly string[];
  readonly row: readonly SqlValue[];
  readonly elapsedMs: number;
}

/** Throws an `HttpError` when there is none, or the key has another number of parts. `only`: some of the columns. */
export async function readRow(visit: Visit, table: Table, key: string, only?: readonly string[]): Promise<FoundRow> {
  const all = [...(table.rowid === null ? [] : ["rowid"]), ...table.columns.map(({ name }) => name)];
  const columns = all.filter((name) => only === undefined || only.includes(name));
  if (columns.length === 0) throw badRequest("There is no such column.");
  const select = columns.map((name) => columnSql(table, name)).join(", ");
  const parameters = new Parameters();
  const sql = `SELECT ${select} FROM ${quoted(table.name)} WHERE ${keyCondition(table, key, parameters)} LIMIT 1`;
  const lane = visit.file.kind === "bundle" ? "internal" : "user";
  const limits = lane === "user" ? userLimits(visit) : { timeMs: ownTimeoutMs, bytes: 256 * 1024 * 1024 };
  const { rows, elapsedMs, cut } = await visit.file.run({
    sql,
    parameters: parameters.values,
    limits,
    lane,
    signal: visit.signal,
  });
  const [row] = rows;
  if (row === undefined)
    throw cut === null ? notFound("Row not found") : badRequest("The row is longer than an answer may be.");
  return { columns, row, elapsedMs };
}

function keyCondition(table: Table, key: string, parameters: Parameters): string {
  const mismatch = "URL row identifier does not match the primary key for this table";
  if (table.key.length === 0) throw badRequest("Nothing identifies the rows of this view.");
  if (key.split(",").length !== table.key.length) throw badRequest(mismatch);
  const terms = table.key.map((name) => ({
    name,
    sql: columnSql(table, name),
    isDescending: false,
    mayBeNull: true,
    convertsText: true,
  }));
  return readToken(terms, key)
    .map((value, at) => {
      const sql = terms[at]?.sql ?? "rowid";
      return value === null ? `${sql} IS NULL` : `${sql} = ${parameters.bind(value)}`;
    })
    .join(" AND ");
}

/** The tables whose rows point to this one, and how many do. */
async function pointing(visit: Visit, table: Table, { columns, row }: FoundRow) {
  const incoming = await visit.file.catalog.incoming(table.name);
  return Promise.all(
    incoming.map(async ({ table: other, column, otherColumn }) => {
      const value = row[columns.indexOf(otherColumn)] ?? null;
      const lane = visit.file.kind === "bundle" ? "internal" : "user";
      const limits = lane === "user" ? userLimits(visit) : { timeMs: ownTimeoutMs };
      const sql = `SELECT count(*) FROM ${quoted(other)} WHERE ${quoted(column)} = :value`;
      const { rows } = await visit.file.run({ sql, parameters: { value }, limits, lane, signal: visit.signal });
      const argument = column.startsWith("_") ? `${column}__exact` : column;
      const link = `${filePath(visit, other)}?${argument}=${encodeURIComponent(keyText([value]))}`;
      return { other_table: other, column: otherColumn, other_column: column, count: rows[0]?.[0] ?? null, link };
    }),
  );
}
