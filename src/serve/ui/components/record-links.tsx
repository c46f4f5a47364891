// Where a row stands elsewhere: on its own page, among the steps of its session, among the logs, in SQL.

import { type Row, textOf } from "../api/rows.ts";
import { rowStatement } from "../queries/row-statement.ts";
import { pageHref, queryHref, rowHref, sessionHref } from "../state/place.ts";

interface RecordLinksProps {
  readonly bundle: string;
  readonly table: string;
  readonly rowKey: readonly string[];
  /** The columns of the key. */
  readonly keys: readonly string[];
  readonly row: Row;
  /** It stands on its own page. */
  readonly isAlone: boolean;
}

export function RecordLinks({ bundle, table, rowKey, keys, row, isAlone }: RecordLinksProps) {
  const session = textOf(row.session_id);
  const id = rowKey.join(",");
  const origin = originOf(row);
  const step = table === "errors" && origin !== null ? origin : `${table}:${id}`;
  return (
    <p class="record-links">
      {!isAlone && (
        <a href={rowHref(bundle, table, rowKey)} title="On a page of its own, with the rows that point to it">
          {table} {id}
        </a>
      )}
      {session !== null && table !== "sessions" && (
        <a href={sessionHref(bundle, session, { at: step })}>in its session</a>
      )}
      {table === "logs" && <a href={pageHref(bundle, "logs", { at: id })}>among all logs</a>}
      <a href={queryHref(bundle, ...rowStatement(table, keys, rowKey))}>as SQL</a>
    </p>
  );
}

/** An error stands among the steps as what it was found in. */
function originOf(row: Row): string | null {
  const [table, id] = [textOf(row.origin_table), textOf(row.origin_id)];
  return table === null || id === null || table === "errors" ? null : `${table}:${id}`;
}
