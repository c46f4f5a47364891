// One row in full: short fields first, long values below, the original record one click away.

import { ApiError, row as loadRow, type RowAnswer } from "../api/client.ts";
import { type Loading, useAnswer } from "../state/answer.ts";
import { useKeys } from "../state/keys.ts";
import { withArguments } from "../state/location.ts";
import { rowHref } from "../state/place.ts";
import { asWritten } from "../state/written.ts";
import { Fields } from "./fields.tsx";
import { With } from "./notice.tsx";
import { OriginalRecord } from "./original-record.tsx";
import { RecordLinks } from "./record-links.tsx";

interface RecordProps {
  readonly bundle: string;
  readonly table: string;
  /** The parts of its key. */
  readonly rowKey: readonly string[];
  /** Columns to show first, in this order; the others follow. */
  readonly first?: readonly string[];
  /** The others are one click away: something more telling follows. */
  readonly isBrief?: boolean;
  /** It stands on its own page, to which it need not lead. */
  readonly isAlone?: true;
}

export function rowAnswer(bundle: string, table: string, key: string): Loading<RowAnswer> {
  return { key: `row ${bundle} ${table} ${key}`, load: (signal) => loadRow(bundle, table, key, signal) };
}

export function Record({ bundle, table, rowKey, first = [], isBrief = false, isAlone }: RecordProps) {
  const href = rowHref(bundle, table, rowKey);
  const key = href.slice(href.lastIndexOf("/") + 1);
  const answer = useAnswer(rowAnswer(bundle, table, key));
  const show = () => {
    asWritten.value = !asWritten.value;
  };
  useKeys("Values", [{ key: "w", does: "values as written, or as what they are", run: show }]);
  if (answer.error instanceof ApiError && answer.error.status === 404) {
    return <GoneRow table={table} id={rowKey.join(",")} />;
  }
  return (
    <With of={answer} wait="Reading the row">
      {({ rows: [row], primary_keys: keys }) =>
        row === undefined ? (
          <GoneRow table={table} id={rowKey.join(",")} />
        ) : (
          <article class={answer.isStale ? "record stale" : "record"}>
            <RecordLinks
              bundle={bundle}
              table={table}
              rowKey={rowKey}
              keys={keys}
              row={row}
              isAlone={isAlone === true}
            />
            <Fields bundle={bundle} table={table} row={row} first={first} isBrief={isBrief} />
            <OriginalRecord key={href} bundle={bundle} table={table} rowKey={key} row={row} />
          </article>
        )
      }
    </With>
  );
}

function GoneRow({ table, id }: { readonly table: string; readonly id: string }) {
  return (
    <p>
      There is no row {id} in {table}; the bundle may have been made anew since this address was written down.{" "}
      <a href={withArguments({ at: null })}>Close it.</a>
    </p>
  );
}
