// One row of an answer in full, beside the others.

import type { Row } from "../api/rows.ts";
import { exactNumber } from "../format/amounts.ts";
import { withArguments } from "../state/location.ts";
import { Fields } from "./fields.tsx";

interface QueryRowProps {
  readonly bundle: string;
  readonly columns: readonly string[];
  readonly row: Row;
  /** Among the rows of the whole answer, from 1. */
  readonly number: number;
}

export function QueryRow({ bundle, columns, row, number }: QueryRowProps) {
  return (
    <div class="detail">
      <p class="detail-head">
        <a href={withArguments({ _row: null })} class="back">
          ‹ rows
        </a>
        <span class="dim">row {exactNumber(number)}</span>
        <a href={withArguments({ _row: null })} class="wide-back">
          close
        </a>
      </p>
      <Fields bundle={bundle} table={null} row={row} first={columns} />
    </div>
  );
}
