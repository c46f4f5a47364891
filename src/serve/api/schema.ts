// The public tables of a bundle with what they mean, and questions worth asking.

import { describeSchema } from "../../operations/schema.ts";
import { jsonAnswer } from "../http/answers.ts";
import type { Visit } from "../visit.ts";
import type { Schema, SchemaTable } from "./types.ts";

export async function schemaAnswer({ file }: Visit): Promise<Response> {
  const described = describeSchema(null);
  const tables = await Promise.all(
    described.tables.map(async ({ name, comment, key }): Promise<SchemaTable[]> => {
      const table = await file.catalog.table(name);
      if (table === null) return []; // Views of this program's schema are all there, or the file is no bundle.
      return [
        {
          name,
          comment,
          key,
          label: table.label,
          time: table.time,
          has_search: table.fullText !== null,
          columns: table.columns.map((column) => ({ name: column.name, type: column.type, comment: column.comment })),
          links: table.foreignKeys.map((link) => ({
            column: link.column,
            table: link.otherTable,
            other_column: link.otherColumn,
          })),
        },
      ];
    }),
  );
  const { schema_version, notes, questions } = described;
  return jsonAnswer({ ok: true, schema_version, notes, tables: tables.flat(), questions } satisfies Schema);
}
