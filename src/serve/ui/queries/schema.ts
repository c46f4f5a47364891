// Tables with their comments, columns and links; of a file that is no bundle, only their names.

import type { Question, Schema, SchemaTable } from "../../api/types.ts";
import { database, endpoint, query } from "../api/client.ts";
import { textOf } from "../api/rows.ts";
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

const columnsSql = `SELECT s.name AS table_name, c.name AS column_name, c.type
FROM sqlite_schema AS s
JOIN pragma_table_info(s.name) AS c
WHERE s.type IN ('table', 'view') AND s.name NOT LIKE 'sqlite\\_%' ESCAPE '\\'
ORDER BY s.name, c.cid`;

async function foreignTables(bundle: string, signal: AbortSignal): Promise<readonly SchemaTable[]> {
  const { rows } = await query(bundle, columnsSql, {}, signal);
  const byTable = Map.groupBy(rows, (row) => textOf(row.table_name) ?? "");
  return [...byTable].map(([name, columns]) => ({
    name,
    comment: "",
    key: [],
    label: null,
    time: null,
    has_search: false,
    columns: columns.map((row) => ({
      name: textOf(row.column_name) ?? "",
      type: textOf(row.type) ?? "",
      comment: null,
    })),
    links: [],
  }));
}
