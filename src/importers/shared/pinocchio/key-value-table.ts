// Tables of the simple agent that hold one JSON member a row: `key`, `type`, `value_text`, `value_json`.

import type { Store, StoreRow } from "../../../artifacts/artifact.ts";
import { parseJson } from "../../../base/json.ts";
import { textOf } from "../store-fields.ts";

/** Group to key to the value as JSON text. */
export type KeyValues = ReadonlyMap<string, ReadonlyMap<string, string>>;

/** The rows by what `groupOf` says they belong to; empty when the store has no such table. */
export function keyValues(store: Store, table: string, groupOf: (row: StoreRow) => string): KeyValues {
  const groups = new Map<string, Map<string, string>>();
  if (!store.tables.some(({ name }) => name === table)) return groups;
  for (const row of store.rows(table)) {
    const group = groups.get(groupOf(row)) ?? new Map<string, string>();
    groups.set(groupOf(row), group);
    group.set(textOf(row.key) ?? "", memberValue(row));
  }
  return groups;
}

function memberValue(row: StoreRow): string {
  const json = textOf(row.value_json);
  const result = json === null ? null : parseJson(json);
  if (json !== null && result?.ok === true && result.strict) return json;
  return JSON.stringify(json ?? textOf(row.value_text) ?? "");
}
