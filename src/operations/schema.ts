// Describes the public tables of a bundle so that somebody who sees nothing else can write a query.

import { describeViews } from "../schema/describe.ts";
import { notes } from "../schema/notes.ts";
import { type Question, questions } from "../schema/questions.ts";
import { views } from "../schema/registry.ts";
import { schemaVersion } from "../schema/schema.ts";
import { reading } from "./viewing/reading.ts";

export interface SchemaDescription {
  readonly schema_version: number;
  readonly notes: readonly string[];
  readonly tables: readonly TableDescription[];
  readonly questions: readonly Question[];
}

export interface TableDescription {
  readonly name: string;
  readonly comment: string;
  /** Columns that identify a row. */
  readonly key: readonly string[];
  /** Null: no bundle was named. */
  readonly row_count: number | null;
  readonly columns: readonly { readonly name: string; readonly comment: string }[];
  /** `CREATE VIEW` as it stands in the bundle. */
  readonly sql: string;
}

/** With the rows of each table when a bundle is named. Tables come in the order of the registry: most asked for first. */
export function describeSchema(bundle: string | null): SchemaDescription {
  const described = new Map(describeViews().map((view) => [view.name, view]));
  const counts = bundle === null ? null : rowCounts(bundle);
  const tables = views.flatMap(({ name, key }) => {
    const view = described.get(name);
    return view === undefined ? [] : [{ ...view, key, row_count: counts?.get(name) ?? null }];
  });
  return { schema_version: schemaVersion, notes, tables, questions };
}

function rowCounts(path: string): ReadonlyMap<string, number> {
  return reading(path, (db) => {
    const count = (name: string) =>
      db.query<{ rows: number }, []>(`SELECT count(*) AS rows FROM "${name}"`).get()?.rows ?? 0;
    return new Map(views.map(({ name }) => [name, count(name)]));
  });
}
