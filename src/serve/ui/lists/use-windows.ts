// The windows of a list as a component holds them: made for what is wanted, renewed with the bundle, closed at the end.

import { useEffect, useMemo } from "preact/hooks";
import { epoch } from "../state/epoch.ts";
import { type Load, Windows } from "../state/windows.ts";

/** `wanted` names what is read; `open`: the row that is to be shown first, null: the list begins at its first rows. */
export function useWindows<Row>(read: Load<Row>, wanted: readonly unknown[], open: string | null): Windows<Row> {
  const windows = useMemo(() => {
    const made = new Windows<Row>(read);
    // The first rows are asked for before everything else, unless one is to be shown that lies elsewhere: a browser sends
    // six requests at a time.
    if (open === null) made.want(0, 1);
    return made;
  }, [JSON.stringify(wanted)]);
  useEffect(() => () => windows.close(), [windows]);
  const now = epoch.value;
  useEffect(() => {
    if (now > 0) windows.renew(read);
  }, [now]);
  // Read so that whoever uses the rows is drawn anew when some come.
  void windows.version.value;
  return windows;
}
