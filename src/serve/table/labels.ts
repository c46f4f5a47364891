// Names beside the values that lead to other rows.

import type { ForeignKey, SqlValue, Table } from "../../operations/serving.ts";
import { ownTimeoutMs } from "../settings.ts";
import type { Visit } from "../visit.ts";
import { quoted } from "./parameters.ts";

export interface Label {
  readonly key: ForeignKey;
  /** The label of a row of the other table, as SQL on it. */
  readonly sql: string;
}

/** What a person calls the rows of a bundle; other tables have one column for it. */
const bundleLabels: Readonly<Record<string, string>> = {
  sessions: "coalesce(title, agent_name, session_id)",
  runs: "coalesce(description, run_id)",
  sources: "coalesce(path, source_key)",
};

/** The columns that can be labelled. */
export async function labels(visit: Visit, table: Table): Promise<Label[]> {
  const found = await Promise.all(
    table.foreignKeys.map(async (key) => ({ key, other: await visit.file.catalog.table(key.otherTable) })),
  );
  return found.flatMap(({ key, other }) => {
    const sql = other === null ? null : labelSql(visit, other);
    return sql === null ? [] : [{ key, sql }];
  });
}

function labelSql({ file, metadata }: Visit, other: Table): string | null {
  if (file.kind === "bundle") return bundleLabels[other.name] ?? null;
  const { labelColumn } = metadata.table(file.name, other.name);
  const known = labelColumn === undefined ? undefined : other.columns.find(({ name }) => name === labelColumn);
  const name = known?.name ?? other.label;
  return name === null ? null : quoted(name);
}

/** The labels of these values, by value as text. */
export async function labelsOf(
  visit: Visit,
  label: Label,
  values: readonly SqlValue[],
): Promise<ReadonlyMap<string, SqlValue>> {
  const distinct = [
    ...new Map(values.filter((value) => value !== null).map((value) => [String(value), value])).values(),
  ];
  const { key, sql } = label;
  const found = new Map<string, SqlValue>();
  for (let at = 0; at < distinct.length; at += 500) {
    const some = distinct.slice(at, at + 500);
    const parameters = Object.fromEntries(some.map((value, index) => [`v${index}`, value]));
    const column = quoted(key.otherColumn);
    const statement = `SELECT ${column}, ${sql} FROM ${quoted(key.otherTable)} WHERE ${column} IN (${some.map((_, index) => `:v${index}`).join(", ")})`;
    const lane = visit.file.kind === "bundle" ? "internal" : "user";
    const limits = { timeMs: ownTimeoutMs, rows: Number.POSITIVE_INFINITY };
    const { rows } = await visit.file.run({ sql: statement, parameters, limits, lane, signal: visit.signal });
    for (const [value, text] of rows) found.set(String(value), text ?? null);
  }
  return found;
}
