// All that the public views of a bundle say, with facts named by content (source key and n) instead of by local ids.

import { Database } from "bun:sqlite";
import { describeViews } from "../../src/schema/describe.ts";

/** Columns that tell when and where a bundle was made, not what is in it. */
export const circumstances: ReadonlySet<string> = new Set([
  "bundle_id",
  "created_at",
  "imported_at",
  "source_directory",
  "root_id",
]);

const stride = 2n ** 32n;
/** Views whose ids are no facts' names. */
const locallyNumbered = new Set(["bundle_sources", "bundle_meta", "event_anomalies", "events_distinct"]);
/** Columns that may hold the id of a fact. */
const factName = /(^id|_id|_row)$/;

/** Sorted rows of every public view; columns in `without` are left out where they mean circumstances of the bundle. */
export function dump(path: string, without: ReadonlySet<string> = new Set()): Record<string, string[]> {
  const db = new Database(path, { readonly: true, safeIntegers: true });
  try {
    const keys = new Map(
      db
        .query<{ source_id: bigint; source_key: string }, []>("SELECT source_id, source_key FROM _sources")
        .all()
        .map((row) => [row.source_id, row.source_key.slice(0, 12)]),
    );
    const nameOf = (id: bigint) => (id < 0n ? "bundle" : `${keys.get(id / stride)}:${id % stride}`);
    const result: Record<string, string[]> = {};
    for (const view of describeViews()) {
      if (view.name === "search") continue; // An index: its rows are those of the views it leads to.
      const provenance = ["bundle_meta", "bundles", "bundle_sources", "sources"].includes(view.name);
      const statement = db.prepare(`SELECT * FROM ${view.name}`);
      const columns = statement.columnNames;
      const rows: string[] = [];
      for (const values of statement.values() as unknown[][]) {
        const row = { origin_table: values[columns.indexOf("origin_table")] };
        const named = values.map((value, index) => {
          const column = columns[index] ?? "";
          if (provenance && without.has(column)) return "";
          if (column === "source_id" && typeof value === "bigint") return keys.get(value);
          if (locallyNumbered.has(view.name) && column === "id") return "";
          const error =
            column === "error_id" || (column === "id" ? view.name === "errors" : row.origin_table === "errors");
          if (factName.test(column) && error && typeof value === "bigint") return nameOf(value / 16n);
          if (factName.test(column) && typeof value === "bigint" && (value >= stride || value < 0n))
            return nameOf(value);
          if (value instanceof Uint8Array) return Bun.hash(value).toString(16);
          return typeof value === "bigint" ? `${value}n` : value;
        });
        rows.push(JSON.stringify(named));
      }
      result[view.name] = rows.sort();
    }
    return result;
  } finally {
    db.close();
  }
}
