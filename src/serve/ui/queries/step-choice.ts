// What the address says about the steps of a session: which are shown, how, and which one is open.

import { type StepKind, type StepsWanted, stepKinds } from "./steps.ts";

export interface StepChoice {
  /** `TABLE:ID` of the step that is open. */
  readonly at: string | null;
  readonly hidden: readonly StepKind[];
  readonly failuresOnly: boolean;
  readonly allLogs: boolean;
  readonly words: string;
  readonly isTranscript: boolean;
}

export function stepChoiceOf(parameters: URLSearchParams): StepChoice {
  const hidden = parameters.getAll("hide");
  return {
    at: parameters.get("at"),
    hidden: stepKinds.filter((kind) => hidden.includes(kind)),
    failuresOnly: parameters.get("show") === "failures",
    allLogs: parameters.get("logs") === "all",
    words: parameters.get("q") ?? "",
    isTranscript: parameters.get("view") === "transcript",
  };
}

export function wantedOf(session: string, { hidden, failuresOnly, allLogs }: StepChoice): StepsWanted {
  return { session, hidden, failuresOnly, allLogs };
}
