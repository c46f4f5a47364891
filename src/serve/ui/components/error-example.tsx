// One failure of a kind: where it happened, what it says, and what stands behind it.

import type { ErrorGroup } from "../../api/types.ts";
import { type Row, textOf } from "../api/rows.ts";
import { exactNumber } from "../format/amounts.ts";
import { instant, utcText } from "../format/times.ts";
import { readFirst } from "../queries/reading-order.ts";
import { useAnswer } from "../state/answer.ts";
import { withArguments } from "../state/location.ts";
import { pageHref, tableHref } from "../state/place.ts";
import { DetailTitle } from "./detail-title.tsx";
import { FailurePlace } from "./failure-place.tsx";
import { Record, rowAnswer } from "./record.tsx";

interface ErrorExampleProps {
  readonly bundle: string;
  readonly id: string;
  /** Null: its kind is not among those that are shown. */
  readonly group: ErrorGroup | null;
}

export function ErrorExample({ bundle, id, group }: ErrorExampleProps) {
  const { value: answer, isStale } = useAnswer(rowAnswer(bundle, "errors", id));
  const known = isStale ? null : (answer?.rows[0] ?? null);
  const [table, origin] = [textOf(known?.origin_table), textOf(known?.origin_id)];
  const hasOrigin = table !== null && origin !== null && table !== "errors";
  return (
    <div class="detail">
      <p class="detail-head">
        <a href={withArguments({ at: null })} class="back">
          ‹ errors
        </a>
        {known !== null && <LogsAround bundle={bundle} row={known} />}
        {group !== null && group.fingerprint !== null && group.error_count > 1 && (
          <a href={tableHref(bundle, "errors", { fingerprint: group.fingerprint, _sort: "timestamp" })}>
            all {exactNumber(group.error_count)} of this kind
          </a>
        )}
      </p>
      <DetailTitle>{group === null ? "Failure" : <FailurePlace group={group} />}</DetailTitle>
      <Record bundle={bundle} table="errors" rowKey={[id]} first={readFirst("errors")} isBrief={hasOrigin} />
      {hasOrigin && (
        <section class="behind">
          <h2>The row behind it, in {table}</h2>
          <Record bundle={bundle} table={table} rowKey={[origin]} first={readFirst(table)} />
        </section>
      )}
    </div>
  );
}

const aroundMs = 2000;

/** What was logged just before and after it. */
function LogsAround({ bundle, row }: { readonly bundle: string; readonly row: Row }) {
  const session = textOf(row.session_id);
  const ms = instant(textOf(row.timestamp));
  if (ms === null) return null;
  const span = { from: utcText(ms - aroundMs), to: utcText(ms + aroundMs) };
  return (
    <a href={pageHref(bundle, "logs", session === null ? span : { ...span, session_id: session })}>logs around it</a>
  );
}
