// Where to look in a bundle whose records belong to no session: only where something is.

import type { Counts } from "../../api/types.ts";
import { counted } from "../format/amounts.ts";
import { type PageName, pageHref } from "../state/place.ts";

interface ElsewhereProps {
  readonly bundle: string;
  /** Null: not counted yet. */
  readonly counts: Counts | null;
}

export function Elsewhere({ bundle, counts }: ElsewhereProps) {
  const places: readonly (readonly [page: PageName, count: number, one: string])[] =
    counts === null
      ? []
      : [
          ["logs", counts.log_count, "log record"],
          ["errors", counts.error_count, "failure"],
          ["tools", counts.tool_call_count, "tool call"],
          ["files", counts.file_count, "file"],
        ];
  return (
    <>
      What is here belongs to none:{" "}
      {places
        .filter(([, count]) => count > 0)
        .map(([page, count, one]) => (
          <span key={page}>
            <a href={pageHref(bundle, page)}>{counted(count, one)}</a>,{" "}
          </span>
        ))}
      and whatever its <a href={pageHref(bundle, "tables")}>tables</a> hold.
    </>
  );
}
