// The steps of a session as a page holds them: windows around what is in sight, their number, and the place of the open one.

import { useEffect, useMemo } from "preact/hooks";
import { type Step, type StepsWanted, type StepTotal, stepPlace, stepTotal, stepWindow } from "../queries/steps.ts";
import { type Loaded, useAnswer } from "../state/answer.ts";
import { epoch } from "../state/epoch.ts";
import { Windows } from "../state/windows.ts";

export interface StepRun {
  readonly windows: Windows<Step>;
  readonly total: Loaded<StepTotal>;
  /** How many rows the list has; null: not known yet. */
  readonly count: number | null;
  /** Of the open step; null: none is open, or it is still being looked for. */
  readonly place: number | null;
  readonly retry: () => void;
}

export function useSteps(bundle: string, wanted: StepsWanted, open: string | null): StepRun {
  const key = JSON.stringify(wanted);
  const windows = useMemo(() => {
    const made = new Windows<Step>((wish) => stepWindow(bundle, wanted, wish));
    // The first steps are asked for before everything else, unless one is to be shown that lies elsewhere.
    if (open === null) made.want(0, 1);
    return made;
  }, [bundle, key]);
  useEffect(() => () => windows.close(), [windows]);
  const now = epoch.value;
  useEffect(() => {
    if (now > 0) windows.renew((wish) => stepWindow(bundle, wanted, wish));
  }, [now]);
  // Read so that whoever uses the steps is drawn anew when some come.
  void windows.version.value;
  const total = useAnswer(stepTotal(bundle, wanted));
  const here = open === null ? null : windows.find((step) => step.key === open);
  const asked = useAnswer(open === null || here !== null ? null : stepPlace(bundle, wanted, open));
  const known = windows.known;
  const count = total.isStale ? null : (total.value?.count ?? null);
  return {
    windows,
    total,
    count: count ?? (known > 0 ? known : null),
    place: here ?? (open === null || asked.isStale ? null : (asked.value ?? null)),
    retry: () => {
      windows.retry();
      total.retry();
    },
  };
}
