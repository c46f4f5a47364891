// Pages of what the bundle's index of full text finds. Its entries stand in the order of the ids, so that it is read only
// as far as a page goes; as a condition among others it would be read to its end.

import type { SqlValue } from "../../operations/serving.ts";
import { quoted } from "./parameters.ts";
import type { Selection } from "./selection.ts";

/** Where a page of a search begins: `FROM …` and its order; null: the search is not all that is asked. */
export function searchWalk(
  { table, conditions, terms, parameters }: Selection,
  values: readonly SqlValue[] | null,
  isReversed: boolean,
): { readonly from: string; readonly order: string } | null {
  const [search, ...otherConditions] = conditions;
  const [id, ...ties] = terms;
  if (search?.hits === undefined || id?.name !== "id" || otherConditions.length > 0 || ties.length > 0) return null;
  const { code, match } = search.hits;
  const isDown = id.isDescending !== isReversed;
  const [after] = values ?? [];
  const where = [`"-hit" % 16 = ${code}`];
  if (after !== undefined) {
    const last = `CAST(${parameters.bind(after)} AS INTEGER) * 16`;
    where.push(isDown ? `"-hit" < ${last}` : `"-hit" > ${last} + 15`);
  }
  const found = `SELECT rowid AS "-hit" FROM _search WHERE _search MATCH ${match}`;
  return {
    from: `FROM (${found}) CROSS JOIN ${quoted(table.name)} ON ${id.sql} = "-hit" / 16 WHERE ${where.join(" AND ")}`,
    order: `"-hit"${isDown ? " DESC" : ""}`,
  };
}
