// One value of a row as bytes, never as anything a browser would run or show by itself.

import type { Table } from "../../operations/serving.ts";
import { badRequest } from "../http/failure.ts";
import { tildeEncode } from "../http/tilde.ts";
import type { Visit } from "../visit.ts";
import { readRow } from "./row-answer.ts";

export async function blobAnswer(visit: Visit, table: Table, key: string): Promise<Response> {
  const name = visit.args.get("_blob_column");
  if (name === null) throw badRequest("Name the column: ?_blob_column=content.");
  const { columns, row } = await readRow(visit, table, key, [name]);
  const value = row[columns.indexOf(name)] ?? null;
  const bytes = value instanceof Uint8Array ? value : new TextEncoder().encode(value === null ? "" : String(value));
  const file = tildeEncode(`${table.name}-${key}-${name}`)
    .replace(/[^A-Za-z0-9_-]/g, "_")
    .slice(0, 120);
  return new Response(new Blob([new Uint8Array(bytes)]), {
    headers: {
      "Content-Type": "application/octet-stream",
      "Content-Disposition": `attachment; filename="${file}.bin"`,
      "Content-Security-Policy": "sandbox",
    },
  });
}
