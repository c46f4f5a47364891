// The keys that walk through the log records.

import { useState } from "preact/hooks";
import type { LogRun } from "../lists/use-logs.ts";
import type { LogFilter } from "../queries/log-filter.ts";
import { neighbourError } from "../queries/logs.ts";
import { useKeys } from "../state/keys.ts";
import { change, go } from "../state/location.ts";
import { rowHref } from "../state/place.ts";

/** A sentence when a key led nowhere; null: none did. */
export function useLogKeys(bundle: string, filter: LogFilter, open: string | null, run: LogRun): string | null {
  const [told, tell] = useState<string | null>(null);
  const show = (id: string) => {
    tell(null);
    change({ at: id }, "replace");
  };
  const find = (direction: 1 | -1) => async () => {
    const id = await neighbourError(bundle, filter, open, direction).catch(() => undefined);
    if (id === undefined) return; // The server is away; the page says so at its end.
    if (id === null) tell(`No error ${direction === 1 ? "behind" : "before"} this one.`);
    else show(id);
  };
  const move = (direction: 1 | -1) => () => {
    const next = run.windows.at(run.place === null ? 0 : run.place + direction);
    if (next !== undefined) show(next.id);
  };
  useKeys("Logs", [
    { key: "j", does: "next record", run: move(1) },
    { key: "k", does: "previous record", run: move(-1) },
    { key: "e", does: "next error", run: find(1) },
    { key: "E", does: "previous error", run: find(-1) },
    {
      key: "Enter",
      does: "open the record as a row",
      run: () => {
        if (open !== null) go(rowHref(bundle, "logs", [open]));
      },
    },
    { key: "Escape", does: "close the record", run: () => change({ at: null }) },
  ]);
  return told;
}
