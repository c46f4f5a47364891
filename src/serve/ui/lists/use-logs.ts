// The log records as a page holds them: windows around what is in sight, their number, and the place of the open one.

import { useEffect, useMemo } from "preact/hooks";
import type { LogFilter } from "../queries/log-filter.ts";
import { logCount, logPosition, logWindow, type PlacedLine } from "../queries/logs.ts";
import { useAnswer } from "../state/answer.ts";
import { epoch } from "../state/epoch.ts";
import { Windows } from "../state/windows.ts";

export interface LogRun {
  readonly windows: Windows<PlacedLine>;
  /** Null: still being counted. */
  readonly count: number | null;
  readonly countError: Error | null;
  /** Of the open record; null: none is open, it is left out, or still being looked for. */
  readonly place: number | null;
  /** The open record does not pass the filter. */
  readonly isLeftOut: boolean;
  readonly retry: () => void;
}

export function useLogs(bundle: string, filter: LogFilter, open: string | null): LogRun {
  const key = JSON.stringify(filter);
  const windows = useMemo(() => {
    const made = new Windows<PlacedLine>((wish) => logWindow(bundle, filter, wish));
    // The first rows are asked for before everything else: a browser sends six requests at a time.
    if (open === null) made.want(0, 1);
    return made;
  }, [bundle, key]);
  useEffect(() => () => windows.close(), [windows]);
  const now = epoch.value;
  useEffect(() => {
    if (now > 0) windows.renew((wish) => logWindow(bundle, filter, wish));
  }, [now]);
  // Read so that whoever uses the records is drawn anew when some come.
  void windows.version.value;
  const count = useAnswer(logCount(bundle, filter));
  const here = open === null ? null : windows.find(({ id }) => id === open);
  const asked = useAnswer(open === null || here !== null ? null : logPosition(bundle, filter, open));
  const isAsked = open !== null && here === null && !asked.isStale;
  return {
    windows,
    count: count.isStale ? null : (count.value ?? null),
    countError: count.error,
    place: here ?? (isAsked ? (asked.value ?? null) : null),
    isLeftOut: isAsked && asked.value === null,
    retry: () => {
      windows.retry();
      count.retry();
    },
  };
}
