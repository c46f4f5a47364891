// Tables with their comments, columns and links; of a file that is no bundle, only their names.

import type { Question, Schema, SchemaTable } from "../../api/types.ts";
import { database, endpoint, query } from "../api/client.ts";
import { countOf, type Row, textOf } from "../api/rows.ts";
import type { Loading } from "../state/answer.ts";

export interface KnownSchema {
  readonly tables: readonly SchemaTable[];
  readonly questions: readonly Question[];
  /** Why the file is no bundle; null: it is one. */
  readonly whyForeign: string | null;
}

export function schemaOf(bundle: string): Loading<KnownSchema> {
  return {
    key: `schema ${bundle}`,
    load: async (signal) => {
      const known = await database(bundle, signal);
      if (known.kind === "bundle") {
        const { tables, questions } = await endpoint<Schema>(bundle, "schema", {}, signal);
        return { tables, questions, whyForeign: null };
      }
      return { tables: await foreignTables(bundle, signal), questions: [], whyForeign: known.why_foreign };
    },
  };
}

const columnsSql = `SELECT s.name AS table_name, c.name AS column_name, c.type, c.pk
FROM sqlite_schema AS s
JOIN pragma_table_info(s.name) AS c
WHERE s.type IN ('table', 'view') AND s.name NOT LIKE 'sqlite\\_%' ESCAPE '\\'
ORDER BY s.name, c.cid`;

const linksSql = `SELECT s.name AS table_name, f."from" AS column_name, f."table" AS other_table, f."to" AS other_column
FROM sqlite_schema AS s
JOIN pragma_foreign_key_list(s.name) AS f
WHERE s.type = 'table'`;

async function foreignTables(bundle: string, signal: AbortSignal): Promise<readonly SchemaTable[]> {
  const [{ rows }, { rows: links }] = await Promise.all([
    query(bundle, columnsSql, {}, signal),
    query(bundle, linksSql, {}, signal),
  ]);
  const byTable = Map.groupBy(rows, (row) => textOf(row.table_name) ?? "");
  return [...byTable].map(([name, columns]) => ({
    name,
    comment: "",
    key: keyOf(columns),
    label: null,
    time: null,
    has_search: false,
    columns: columns.map((row) => ({
      name: textOf(row.column_name) ?? "",
      type: textOf(row.type) ?? "",
      comment: null,
    })),
    links: links
      .filter((row) => textOf(row.table_name) === name)
      .map((row) => {
        const table = textOf(row.other_table) ?? "";
        const [key = "rowid"] = keyOf(byTable.get(table) ?? []);
        return { column: textOf(row.column_name) ?? "", table, other_column: textOf(row.other_column) ?? key };
      }),
  }));
}

function keyOf(columns: readonly Row[]): readonly string[] {
  return columns
    .filter((row) => countOf(row.pk) > 0)
    .sort((a, b) => countOf(a.pk) - countOf(b.pk))
    .map((row) => textOf(row.column_name) ?? "");
}
