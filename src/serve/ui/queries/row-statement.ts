// The statement that finds one row by its key.

import { sqlName } from "./sql-name.ts";

/** As an address of SQL takes it: the text, and its values. */
export function rowStatement(
  table: string,
  keys: readonly string[],
  values: readonly string[],
): readonly [sql: string, values: Readonly<Record<string, string>>] {
  const names = keys.length === values.length ? keys : ["rowid"];
  const terms = names.map((name, at) => {
    const value = values[at] ?? "";
    // Whole numbers are written out: bound, they would be texts, which equal no number of a view.
    return `${sqlName(name)} = ${/^-?\d{1,18}$/.test(value) ? value : `:key_${at}`}`;
  });
  const bound = values.flatMap((value, at) => (/^-?\d{1,18}$/.test(value) ? [] : [[`key_${at}`, value] as const]));
  return [`SELECT *\nFROM ${sqlName(table)}\nWHERE ${terms.join("\n  AND ")}`, Object.fromEntries(bound)];
}
