// Steps, one a line, with the time that passed since the one before, and a small map of the whole beside them.

import { useState } from "preact/hooks";
import { exactNumber } from "../format/amounts.ts";
import type { StepRun } from "../lists/use-steps.ts";
import type { SessionMap } from "../queries/session-map.ts";
import type { StepChoice } from "../queries/step-choice.ts";
import { placeAt, type StepsWanted } from "../queries/steps.ts";
import { Minimap } from "./minimap.tsx";
import { dayBegun } from "./new-day.tsx";
import { NoSteps } from "./no-steps.tsx";
import { Failure } from "./notice.tsx";
import { StepRow } from "./step-row.tsx";
import { VirtualList } from "./virtual-list.tsx";

export interface StepsViewProps {
  readonly bundle: string;
  readonly wanted: StepsWanted;
  readonly choice: StepChoice;
  readonly run: StepRun;
  readonly map: SessionMap | null;
}

export function StepList({ bundle, wanted, choice, run, map }: StepsViewProps) {
  const { windows, total, count, place } = run;
  const [sight, setSight] = useState<readonly [number, number]>([0, 0]);
  const [goal, setGoal] = useState<{ readonly index: number } | null>(null);
  const failure = windows.failure.value ?? total.error;
  // What is here stays in sight, whatever could not be read.
  if (failure !== null && windows.known === 0) return <Failure error={failure} retry={run.retry} />;
  if (count === null) return <div class="waiting">Reading the first steps…</div>;
  if (count === 0) return <NoSteps bundle={bundle} wanted={wanted} />;
  const go = async (time: string) => {
    const found = await placeAt(bundle, wanted, time).catch(() => null);
    if (found !== null) setGoal({ index: Math.max(0, Math.min(count - 1, found)) });
  };
  const isAllInSight = sight[0] === 0 && sight[1] >= count && count <= 2 * spare;
  const from = isAllInSight ? null : (windows.at(firstInSight(sight))?.ms ?? null);
  const to = windows.at(lastInSight(sight, count))?.ms ?? null;
  return (
    <div class="steps">
      {failure !== null && <Failure error={failure} retry={run.retry} />}
      <VirtualList
        name={`steps ${bundle} ${JSON.stringify(wanted)}`}
        label="Steps"
        count={count}
        reveal={place}
        goal={goal}
        onSight={(first, last) => {
          setSight([first, last]);
          windows.want(first, last);
        }}
        row={(index) => {
          const step = windows.at(index);
          if (step === undefined) return <ComingRow key={index} index={index} />;
          const before = windows.at(index - 1);
          const sinceMs = step.ms === null || before === undefined || before.ms === null ? null : step.ms - before.ms;
          const newDay = dayBegun(step.at, index === 0 ? "none" : (before?.at ?? null));
          return (
            <StepRow key={step.key} step={step} sinceMs={sinceMs} newDay={newDay} isChosen={step.key === choice.at} />
          );
        }}
      />
      {map !== null && (
        <Minimap map={map} hidden={wanted.hidden} allLogs={wanted.allLogs} from={from} to={to} onGo={go} />
      )}
    </div>
  );
}

/** Rows are kept ready above and below what is seen. */
const spare = 30;

function firstInSight([first]: readonly [number, number]): number {
  return first === 0 ? 0 : first + spare;
}

function lastInSight([, last]: readonly [number, number], count: number): number {
  return Math.max(0, last >= count ? count - 1 : last - spare);
}

function ComingRow({ index }: { readonly index: number }) {
  return (
    <div class="row row-coming">
      <span class="time">step {exactNumber(index + 1)}</span>
    </div>
  );
}
