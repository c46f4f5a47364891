// One step on one line.

import { duration } from "../format/amounts.ts";
import type { Step } from "../queries/steps.ts";
import { withArguments } from "../state/location.ts";
import { NewDay } from "./new-day.tsx";
import { Amount, Duration, meaningOf, Time, Unknown } from "./values.tsx";

interface StepRowProps {
  readonly step: Step;
  /** Milliseconds since the step before; null for the first one and where a time is missing. */
  readonly sinceMs: number | null;
  /** The day that begins with it; null: it goes on. */
  readonly newDay: string | null;
  readonly isChosen: boolean;
}

const noteworthyMs = 100;
/** A wait that is worth seeing. */
const longWaitMs = 10_000;

export function StepRow({ step, sinceMs, newDay, isChosen }: StepRowProps) {
  const isLong = sinceMs !== null && sinceMs >= longWaitMs;
  return (
    <a
      class={`row step${step.isFailed ? " step-failed" : ""}${isLong ? " step-after-wait" : ""}`}
      href={withArguments({ at: step.key })}
      aria-current={isChosen ? "true" : undefined}
      tabIndex={-1}
    >
      <Time at={step.at} />
      <span class={isLong ? "since warn" : "since dim"}>
        {sinceMs !== null && sinceMs >= noteworthyMs ? `+${duration(sinceMs)}` : ""}
      </span>
      <span class={`kind kind-${step.kind}`}>{step.kind}</span>
      <span class="step-name">{step.name ?? ""}</span>
      <span class="step-preview">{oneLine(step.preview)}</span>
      <NewDay name={newDay} />
      <span class="step-tokens">{step.tokens !== null && <Amount value={step.tokens} unit="tok" />}</span>
      <span class="step-duration">{step.durationMs !== null && <Duration ms={step.durationMs} />}</span>
      <Outcome step={step} />
    </a>
  );
}

export function Outcome({ step: { outcome, isFailed } }: { readonly step: Step }) {
  if (outcome === null) return <span class="outcome bad">{isFailed ? "✕ failed" : ""}</span>;
  if (outcome === "unknown" && !isFailed) {
    return (
      <span class="outcome">
        <Unknown />
      </span>
    );
  }
  // Not every record of that level is a failure of its own, but each is worth seeing.
  const isSevere = isFailed || /^(error|critical|fatal)/i.test(outcome);
  const tone = isSevere ? "bad" : meaningOf(outcome) === "warn" || /^warn/i.test(outcome) ? "warn" : "dim";
  return <span class={`outcome ${tone}`}>{isFailed ? `✕ ${outcome}` : outcome}</span>;
}

export function oneLine(text: string | null): string {
  return text === null ? "" : text.slice(0, 300).replace(/\s+/g, " ").trim();
}
