// What Datasette wants to know of a bundle: titles, descriptions, labels and ready-made queries, from the schema itself.

import { basename } from "node:path";
import { scalar } from "../bundle/database.ts";
import { bundleFailure, type OpenBundle, openBundle } from "../bundle/open.ts";
import { describeViews } from "../schema/describe.ts";
import { questions } from "../schema/questions.ts";
import { views } from "../schema/registry.ts";

/** Datasette 1.0's metadata; the keys are its own. */
export interface DatasetteMetadata {
  readonly title: string;
  readonly description: string | null;
  readonly databases: Readonly<Record<string, DatasetteDatabase>>;
}

export interface DatasetteDatabase {
  readonly tables: Readonly<Record<string, DatasetteTable>>;
  readonly queries: Readonly<Record<string, DatasetteQuery>>;
}

export interface DatasetteTable {
  readonly description: string;
  readonly label_column?: string;
  readonly sort?: string;
  readonly columns: Readonly<Record<string, string>>;
}

export interface DatasetteQuery {
  readonly title: string;
  readonly description: string;
  readonly sql: string;
}

export function datasetteMetadata(path: string): DatasetteMetadata {
  const bundle = openBundle(path);
  try {
    return metadataOf(bundle, databaseName(path));
  } catch (error) {
    throw bundleFailure(error, path) ?? error;
  } finally {
    bundle.close();
  }
}

/** `name` is what the database is called in addresses. */
export function metadataOf({ db }: OpenBundle, name: string): DatasetteMetadata {
  const text = (sql: string) => {
    const value = scalar(db, sql);
    return typeof value === "string" ? value : null;
  };
  const root = text("SELECT coalesce(root_session_id, bundle_id) FROM _meta");
  return {
    title: `Debug Bundle: ${root ?? name}`,
    description: text("SELECT description FROM _meta"),
    databases: { [name]: { tables: tables(), queries: queries() } },
  };
}

/** Datasette calls a database by its file's name without the extension. */
export function databaseName(path: string): string {
  return basename(path).replace(/\.[^.]+$/, "");
}

function tables(): Record<string, DatasetteTable> {
  const infos = new Map(views.map((info) => [info.name, info]));
  return Object.fromEntries(
    describeViews().map(({ name, comment, columns }) => {
      const { label, time } = infos.get(name) ?? {};
      const described = Object.fromEntries(columns.map((column) => [column.name, column.comment]));
      const hints = {
        ...(label === undefined ? {} : { label_column: label }),
        ...(time === undefined ? {} : { sort: time }),
      };
      return [name, { description: comment, ...hints, columns: described }];
    }),
  );
}

function queries(): Record<string, DatasetteQuery> {
  const asked = questions.map(({ id, title, sentence, sql }) => [id, { title, description: sentence, sql }] as const);
  return { ...Object.fromEntries(asked), "search-words": search };
}

/** The index covers several tables, so it is a query of its own instead of one table's `fts_table`. */
const search: DatasetteQuery = {
  title: "Where do these words stand?",
  description: "Full text over messages, tool calls, prompts, errors, files, documents and logs.",
  sql: "SELECT origin_table, origin_id FROM search WHERE text MATCH :words ORDER BY rank LIMIT 200",
};
