// Steps, one a line, with the time that passed since the one before, and a small map of the whole beside them.

import { useState } from "preact/hooks";
import { duration, exactNumber } from "../format/amounts.ts";
import { mostSteps, type Step, stepName } from "../queries/steps.ts";
import { withArguments } from "../state/location.ts";
import { tableHref } from "../state/place.ts";
import { Minimap } from "./minimap.tsx";
import { Empty } from "./notice.tsx";
import { Amount, Duration, meaningOf, Time } from "./values.tsx";
import { VirtualList } from "./virtual-list.tsx";

interface StepListProps {
  readonly name: string;
  readonly bundle: string;
  readonly session: string;
  readonly steps: readonly Step[];
  readonly all: readonly Step[];
  /** The chosen step's; -1: none. */
  readonly place: number;
  readonly isCut: boolean;
}

export function StepList({ name, bundle, session, steps, all, place, isCut }: StepListProps) {
  const [sight, setSight] = useState<readonly [number, number]>([0, 0]);
  const [goal, setGoal] = useState<number | null>(null);
  if (steps.length === 0) return <NoSteps bundle={bundle} session={session} hasOthers={all.length > 0} />;
  const reveal = goal ?? (place < 0 ? null : place);
  return (
    <>
      <div class="steps">
        <VirtualList
          name={name}
          label="Steps"
          count={steps.length}
          reveal={reveal}
          onSight={(first, last) => {
            setSight([first, last]);
            if (goal !== null) setGoal(null);
          }}
          row={(index) => {
            const step = steps[index];
            return step === undefined ? null : <StepRow key={stepName(step)} step={step} isChosen={index === place} />;
          }}
        />
        <Minimap steps={steps} first={sight[0]} last={sight[1]} onGo={setGoal} />
      </div>
      {isCut && (
        <p class="cut">
          The first {exactNumber(mostSteps)} steps are shown; the rest stands in{" "}
          <a href={tableHref(bundle, "execution_timeline", { session_id: session, _sort: "timestamp" })}>
            execution_timeline
          </a>
          .
        </p>
      )}
    </>
  );
}

interface NoStepsProps {
  readonly bundle: string;
  readonly session: string;
  readonly hasOthers: boolean;
}

function NoSteps({ bundle, session, hasOthers }: NoStepsProps) {
  return (
    <Empty>
      {hasOthers ? (
        <p>
          No step passes these choices. <a href={withArguments({ hide: null, show: null, q: null })}>Show all steps.</a>
        </p>
      ) : (
        <p>
          Nothing that happened in this session is recorded here; it is only named. Try{" "}
          <a href={withArguments({ logs: "all" })}>all of its logs</a>, or what else{" "}
          <a href={tableHref(bundle, "documents", { session_id: session })}>documents</a> know of it.
        </p>
      )}
    </Empty>
  );
}

/** A wait that is worth seeing. */
const longWaitMs = 10_000;
const noteworthyMs = 100;

function StepRow({ step, isChosen }: { readonly step: Step; readonly isChosen: boolean }) {
  const { sinceMs } = step;
  return (
    <a
      class={step.isFailed ? "row step step-failed" : "row step"}
      href={withArguments({ at: stepName(step) })}
      aria-current={isChosen ? "true" : undefined}
      tabIndex={-1}
    >
      <Time at={step.at} />
      <span class={sinceMs !== null && sinceMs >= longWaitMs ? "since warn" : "since dim"}>
        {sinceMs !== null && sinceMs >= noteworthyMs ? `+${duration(sinceMs)}` : ""}
      </span>
      <span class={`kind kind-${step.kind}`}>{step.kind}</span>
      <span class="step-name">{step.name ?? ""}</span>
      <span class="step-preview">{oneLine(step.preview)}</span>
      <span class="step-amount">
        {step.tokens !== null && <Amount value={step.tokens} unit="tok" />}
        {step.durationMs !== null && <Duration ms={step.durationMs} />}
      </span>
      <Outcome step={step} />
    </a>
  );
}

function Outcome({ step: { outcome, isFailed } }: { readonly step: Step }) {
  if (outcome === null) return <span class="outcome bad">{isFailed ? "✕ failed" : ""}</span>;
  const tone = isFailed ? "bad" : meaningOf(outcome) === "warn" || /^warn/i.test(outcome) ? "warn" : "dim";
  return <span class={`outcome ${tone}`}>{isFailed ? `✕ ${outcome}` : outcome}</span>;
}

function oneLine(text: string | null): string {
  return text === null ? "" : text.replace(/\s+/g, " ").trim();
}
