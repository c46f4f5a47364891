// A session: the tree of sessions, its steps, the chosen step.

import { useMemo, useState } from "preact/hooks";
import { With } from "../components/notice.tsx";
import { Panes } from "../components/panes.tsx";
import { SessionTreePane } from "../components/session-tree.tsx";
import { StepDetail } from "../components/step-detail.tsx";
import { StepList } from "../components/step-list.tsx";
import { chosenSteps, StepToolbar, stepChoiceOf } from "../components/step-toolbar.tsx";
import { Transcript } from "../components/transcript.tsx";
import { type SessionNode, sessionTree } from "../queries/sessions.ts";
import { type Step, stepName, steps } from "../queries/steps.ts";
import { useAnswer } from "../state/answer.ts";
import { type KeyBinding, useKeys } from "../state/keys.ts";
import { change, go, parameters } from "../state/location.ts";
import { pageHref, rowHref } from "../state/place.ts";

interface SessionsPageProps {
  readonly bundle: string;
  /** Null: none is named yet. */
  readonly session: string | null;
}

export function SessionsPage({ bundle, session }: SessionsPageProps) {
  const tree = useAnswer(sessionTree(bundle));
  const nodes = tree.value?.nodes ?? [];
  const shown = session ?? bestFirst(nodes)?.id ?? null;
  if (tree.value !== undefined && nodes.length === 0 && session === null) return <NoSessions bundle={bundle} />;
  return (
    <With of={tree} wait="Reading the sessions">
      {() =>
        shown === null ? null : <Session bundle={bundle} nodes={nodes} session={shown} isNamed={session !== null} />
      }
    </With>
  );
}

/** The first one that failed, else the first one. */
function bestFirst(nodes: readonly SessionNode[]): SessionNode | undefined {
  return nodes.find(({ failures }) => failures > 0) ?? nodes[0];
}

function NoSessions({ bundle }: { readonly bundle: string }) {
  return (
    <div class="page">
      <h1>No session is named in this bundle</h1>
      <p>
        Its <a href={pageHref(bundle, "logs")}>logs</a> and <a href={pageHref(bundle, "tables")}>tables</a> may still
        say what happened.
      </p>
    </div>
  );
}

interface SessionProps {
  readonly bundle: string;
  readonly nodes: readonly SessionNode[];
  readonly session: string;
  readonly isNamed: boolean;
}

function Session({ bundle, nodes, session, isNamed }: SessionProps) {
  const choice = stepChoiceOf(parameters.value);
  const found = useAnswer(steps(bundle, { session, allLogs: choice.allLogs }));
  const all = found.value?.steps ?? [];
  const shown = useMemo(() => chosenSteps(all, choice), [all, JSON.stringify(choice)]);
  const place = choice.at === null ? -1 : shown.findIndex((step) => stepName(step) === choice.at);
  useStepKeys(bundle, shown, place);
  const node = nodes.find(({ id }) => id === session);
  return (
    <Panes
      name="sessions"
      leftTitle="sessions"
      rightTitle="step"
      narrow={choice.at !== null ? "right" : isNamed ? "middle" : "left"}
      left={<SessionTreePane bundle={bundle} nodes={nodes} session={session} />}
      middle={
        <div class="column">
          <StepToolbar
            bundle={bundle}
            session={node ?? null}
            id={session}
            steps={all}
            shown={shown.length}
            choice={choice}
          />
          <With of={found} wait="Reading the steps">
            {({ isCut }) =>
              choice.isTranscript ? (
                <Transcript bundle={bundle} steps={shown} place={place} />
              ) : (
                <StepList
                  name={`steps ${bundle} ${session} ${JSON.stringify({ ...choice, at: null })}`}
                  steps={shown}
                  all={all}
                  place={place}
                  isCut={isCut}
                  bundle={bundle}
                  session={session}
                />
              )
            }
          </With>
        </div>
      }
      right={<StepDetail bundle={bundle} session={session} step={shown[place] ?? null} named={choice.at} />}
    />
  );
}

function useStepKeys(bundle: string, shown: readonly Step[], place: number): void {
  const [, setMissed] = useState(0);
  const show = (step: Step | undefined) => {
    if (step === undefined) setMissed((count) => count + 1);
    else change({ at: stepName(step) }, "replace");
  };
  const after = (test: (step: Step) => boolean) => () => show(shown.find((step, at) => at > place && test(step)));
  const before = (test: (step: Step) => boolean) => () =>
    show(shown.findLast((step, at) => (place < 0 || at < place) && test(step)));
  const any = () => true;
  const bindings: readonly KeyBinding[] = [
    { key: "j", does: "next step", run: after(any) },
    { key: "k", does: "previous step", run: before(any) },
    { key: "e", does: "next failure", run: after(({ isFailed }) => isFailed) },
    { key: "E", does: "previous failure", run: before(({ isFailed }) => isFailed) },
    { key: "t", does: "next tool call", run: after(({ kind }) => kind === "tool") },
    { key: "T", does: "previous tool call", run: before(({ kind }) => kind === "tool") },
    {
      key: "Enter",
      does: "open the step as a row",
      run: () => {
        const step = shown[place];
        if (step !== undefined) go(rowHref(bundle, step.table, [step.id]));
      },
    },
    { key: "Escape", does: "close the step", run: () => change({ at: null }) },
  ];
  useKeys("Steps", bindings);
}
