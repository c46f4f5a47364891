// Foreign keys of a file that is no bundle: in a bundle the names of columns tell where they lead.

import { useAnswer } from "../state/answer.ts";
import { rowHref, tableHref } from "../state/place.ts";
import { databaseOf } from "./bundles.ts";
import { schemaOf } from "./schema.ts";

export interface ForeignLink {
  readonly column: string;
  readonly table: string;
  readonly other_column: string;
  /** The other column alone is the key of its table. */
  readonly isToKey: boolean;
}

const none: readonly ForeignLink[] = [];

export function useForeignLinks(bundle: string, table: string | null): readonly ForeignLink[] {
  const isForeign = useAnswer(databaseOf(bundle)).value?.kind === "foreign";
  const tables = useAnswer(isForeign && table !== null ? schemaOf(bundle) : null).value?.tables;
  const links = tables?.find(({ name }) => name === table)?.links ?? none;
  return links.map((link) => {
    const key = tables?.find(({ name }) => name === link.table)?.key ?? [];
    return { ...link, isToKey: key.length === 1 && key[0] === link.other_column };
  });
}

export function foreignHref(
  bundle: string,
  { table, other_column: other, isToKey }: ForeignLink,
  value: string,
): string {
  return isToKey ? rowHref(bundle, table, [value]) : tableHref(bundle, table, { [`${other}__exact`]: value });
}
