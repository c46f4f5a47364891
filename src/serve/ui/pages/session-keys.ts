// The keys that walk through the steps of a session. What lies outside of what is loaded the server finds.

import { useRef, useState } from "preact/hooks";
import type { StepRun } from "../lists/use-steps.ts";
import { type Goal, neighbourStep, type StepsWanted } from "../queries/steps.ts";
import { useKeys } from "../state/keys.ts";
import { change, go } from "../state/location.ts";
import { rowHref } from "../state/place.ts";

const goals: Readonly<Record<Goal, string>> = { any: "step", failure: "failure", tool: "tool call" };

/** A sentence when a key led nowhere; null: none did. */
export function useStepKeys(bundle: string, wanted: StepsWanted, open: string | null, run: StepRun): string | null {
  const [told, tell] = useState<string | null>(null);
  const asked = useRef(0);
  const show = (key: string) => {
    tell(null);
    change({ at: key }, "replace");
  };
  const find = (goal: Goal, direction: 1 | -1) => async () => {
    asked.current += 1;
    const question = asked.current;
    const step = await neighbourStep(bundle, wanted, open, goal, direction).catch(() => undefined);
    if (question !== asked.current || step === undefined) return; // Another key was pressed, or the server is away.
    if (step === null) tell(`No ${goals[goal]} ${direction === 1 ? "behind" : "before"} this one.`);
    else show(step.key);
  };
  /** The neighbour in the list is mostly here already. */
  const move = (direction: 1 | -1) => {
    const next = run.place === null ? undefined : run.windows.at(run.place + direction);
    asked.current += 1;
    if (next !== undefined) show(next.key);
    else void find("any", direction)();
  };
  useKeys("Steps", [
    { key: "j", does: "next step", run: () => move(1) },
    { key: "k", does: "previous step", run: () => move(-1) },
    { key: "e", does: "next failure", run: find("failure", 1) },
    { key: "E", does: "previous failure", run: find("failure", -1) },
    { key: "t", does: "next tool call", run: find("tool", 1) },
    { key: "T", does: "previous tool call", run: find("tool", -1) },
    {
      key: "Enter",
      does: "open the step as a row",
      run: () => {
        const [table, id] = open?.split(":") ?? [];
        if (table !== undefined && id !== undefined) go(rowHref(bundle, table, [id]));
      },
    },
    { key: "Escape", does: "close the step", run: () => change({ at: null }) },
  ]);
  return told;
}
