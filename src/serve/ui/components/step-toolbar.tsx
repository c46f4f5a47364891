// Which steps are shown: kinds with their counts, failures only, all logs, words; as a list or to read.

import { counted, exactNumber } from "../format/amounts.ts";
import type { SessionNode } from "../queries/sessions.ts";
import { type Step, type StepKind, stepKinds, stepsSql } from "../queries/steps.ts";
import { change, withArguments } from "../state/location.ts";
import { pageHref, queryHref } from "../state/place.ts";
import { SearchBox } from "./search-box.tsx";
import { Status, shortId, Unknown } from "./values.tsx";

export interface StepChoice {
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

export function chosenSteps(steps: readonly Step[], { hidden, failuresOnly, words }: StepChoice): readonly Step[] {
  const wanted = words.toLowerCase();
  const has = (text: string | null) => text?.toLowerCase().includes(wanted) === true;
  return steps.filter(
    (step) =>
      !hidden.includes(step.kind) &&
      (!failuresOnly || step.isFailed) &&
      (wanted === "" || has(step.name) || has(step.preview) || has(step.outcome)),
  );
}

interface StepToolbarProps {
  readonly bundle: string;
  /** Null: only mentioned, never described. */
  readonly session: SessionNode | null;
  readonly id: string;
  readonly steps: readonly Step[];
  readonly shown: number;
  readonly choice: StepChoice;
}

export function StepToolbar({ bundle, session, id, steps, shown, choice }: StepToolbarProps) {
  const failed = steps.filter(({ isFailed }) => isFailed).length;
  return (
    <div class="toolbar step-toolbar">
      <a href={pageHref(bundle, "sessions")} class="back">
        sessions
      </a>
      <h1 title={id}>{session?.name ?? shortId(id)}</h1>
      {session?.status === null || session === null ? (
        <Unknown what="status unknown" />
      ) : (
        <Status status={session.status} />
      )}
      <span class="count">
        {shown === steps.length
          ? counted(steps.length, "step")
          : `${exactNumber(shown)} of ${counted(steps.length, "step")}`}
      </span>
      <SearchBox value={choice.words} label="Find in steps" onSearch={(q) => change({ q: q || null })} />
      <fieldset class="toggles" aria-label="Kinds of steps">
        {stepKinds.map((kind) => (
          <KindToggle
            key={kind}
            kind={kind}
            count={steps.filter((step) => step.kind === kind).length}
            choice={choice}
          />
        ))}
        <button
          type="button"
          class="toggle"
          aria-pressed={choice.failuresOnly}
          onClick={() => change({ show: choice.failuresOnly ? null : "failures" })}
        >
          only failures <span class={failed > 0 ? "bad" : "dim"}>{exactNumber(failed)}</span>
        </button>
        <button
          type="button"
          class="toggle"
          aria-pressed={choice.allLogs}
          onClick={() => change({ logs: choice.allLogs ? null : "all" })}
        >
          all logs
        </button>
      </fieldset>
      <span class="aside">
        <a href={withArguments({ view: choice.isTranscript ? null : "transcript" })}>
          {choice.isTranscript ? "as a list" : "read as a transcript"}
        </a>
        <a href={pageHref(bundle, "logs", { session_id: id })}>logs</a>
        <a href={queryHref(bundle, stepsSql(choice), { session: id })}>open as SQL</a>
      </span>
    </div>
  );
}

interface KindToggleProps {
  readonly kind: StepKind;
  readonly count: number;
  readonly choice: StepChoice;
}

function KindToggle({ kind, count, choice }: KindToggleProps) {
  if (count === 0) return null;
  const isHidden = choice.hidden.includes(kind);
  const hide = isHidden ? choice.hidden.filter((one) => one !== kind) : [...choice.hidden, kind];
  return (
    <button type="button" class={`toggle kind kind-${kind}`} aria-pressed={!isHidden} onClick={() => change({ hide })}>
      {kind} <span class="dim">{exactNumber(count)}</span>
    </button>
  );
}
