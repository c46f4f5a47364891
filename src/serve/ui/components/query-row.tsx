// One row of an answer in full, beside the others.

import { type Row, textOf } from "../api/rows.ts";
import { exactNumber } from "../format/amounts.ts";
import { withArguments } from "../state/location.ts";
import { rowHref } from "../state/place.ts";
import { Fields } from "./fields.tsx";

interface QueryRowProps {
  readonly bundle: string;
  readonly columns: readonly string[];
  readonly row: Row;
  /** The table whose row its `id` names; null: none. */
  readonly source: string | null;
  /** Among the rows of the whole answer, from 1. */
  readonly number: number;
}

export function QueryRow({ bundle, columns, row, source, number }: QueryRowProps) {
  const id = textOf(row.id);
  return (
    <div class="detail">
      <p class="detail-head">
        <a href={withArguments({ _row: null })} class="back">
          ‹ rows
        </a>
        <span class="dim">row {exactNumber(number)}</span>
        {source !== null && id !== null && (
          <a href={rowHref(bundle, source, [id])}>
            {source} {id}
          </a>
        )}
        <a href={withArguments({ _row: null })} class="wide-back">
          close
        </a>
      </p>
      <Fields bundle={bundle} table={null} row={row} first={columns} />
    </div>
  );
}
