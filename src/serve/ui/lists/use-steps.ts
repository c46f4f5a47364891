// The steps of a session as a page holds them: windows around what is in sight, their number, and the place of the open one.

import { type Step, type StepsWanted, type StepTotal, stepPlace, stepTotal, stepWindow } from "../queries/steps.ts";
import { type Loaded, useAnswer } from "../state/answer.ts";
import type { Windows } from "../state/windows.ts";
import { useWindows } from "./use-windows.ts";

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
  const windows = useWindows<Step>((wish) => stepWindow(bundle, wanted, wish), [bundle, wanted], open);
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
