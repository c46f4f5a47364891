// The log records as a page holds them: windows around what is in sight, their number, and the place of the open one.

import type { LogFilter } from "../queries/log-filter.ts";
import { logCount, logPosition, logWindow, type PlacedLine } from "../queries/logs.ts";
import { useAnswer } from "../state/answer.ts";
import type { Windows } from "../state/windows.ts";
import { useWindows } from "./use-windows.ts";

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
  const windows = useWindows<PlacedLine>((wish) => logWindow(bundle, filter, wish), [bundle, filter], open);
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
