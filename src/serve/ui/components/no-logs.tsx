// Why there is no record, and what to try.

import { isFiltered, type LogFilter } from "../queries/log-filter.ts";
import { pageHref } from "../state/place.ts";

export function NoLogs({ bundle, filter }: { readonly bundle: string; readonly filter: LogFilter }) {
  if (isFiltered(filter)) {
    return (
      <p>
        No record passes these filters. <a href={pageHref(bundle, "logs")}>Clear them</a>, or take one back on the left.
      </p>
    );
  }
  return (
    <p>
      This bundle holds no log records. What happened stands in its <a href={pageHref(bundle, "sessions")}>sessions</a>,
      whatever else it holds in its <a href={pageHref(bundle, "tables")}>tables</a>.
    </p>
  );
}
