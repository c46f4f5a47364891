// What may stand where one is typing: columns of the tables that the statement names, then tables, words and functions of SQL.

import type { SchemaTable } from "../../api/types.ts";
import { tablesIn } from "./sql-problem.ts";

export interface Suggestion {
  readonly label: string;
  /** In a few words: what it is or where it is from. */
  readonly detail: string;
  /** What the schema says of it; empty: nothing. */
  readonly comment: string;
  /** Higher comes first. */
  readonly rank: number;
}

const words =
  "SELECT FROM WHERE GROUP_BY ORDER_BY HAVING LIMIT OFFSET JOIN LEFT_JOIN ON USING AS AND OR NOT IN IS_NULL IS_NOT_NULL LIKE GLOB MATCH BETWEEN CASE WHEN THEN ELSE END DISTINCT UNION_ALL EXCEPT INTERSECT WITH RECURSIVE EXISTS ASC DESC OVER PARTITION_BY VALUES";
const functions =
  "count sum total avg min max round abs length substr instr replace lower upper trim coalesce ifnull nullif iif cast group_concat json_extract json_each json_array_length json_valid date datetime strftime julianday unixepoch printf row_number rank lag lead first_value";

const fixed: readonly Suggestion[] = [
  ...words.split(" ").map((word) => ({ label: word.replaceAll("_", " "), detail: "", comment: "", rank: 0 })),
  ...functions.split(" ").map((label) => ({ label, detail: "function", comment: "", rank: -1 })),
];

/** `before` is the statement up to where one types, without the word that is being typed. */
export function suggestionsFor(sql: string, before: string, tables: readonly SchemaTable[]): readonly Suggestion[] {
  const names = tables.map(({ name, comment }) => ({ label: name, detail: "table", comment, rank: 1 }));
  if (/\b(from|join)\s+$/i.test(before)) return names;
  const named = tablesIn(sql, tables);
  return [...columnsOf(named.length > 0 ? named : tables, named.length > 0 ? 3 : 2), ...names, ...fixed];
}

/** Each name once, with the tables that have it. */
function columnsOf(tables: readonly SchemaTable[], rank: number): readonly Suggestion[] {
  const all = tables.flatMap((table) => table.columns.map((column) => ({ table: table.name, column })));
  const byName = Map.groupBy(all, ({ column }) => column.name);
  return [...byName].map(([label, places]) => {
    const [first] = places;
    const homes = places.map(({ table }) => table);
    const detail = homes.length > 2 ? `${homes.slice(0, 2).join(", ")}, …` : homes.join(", ");
    return { label, detail, comment: first?.column.comment ?? "", rank };
  });
}
