// A session: the tree of sessions, its steps, the open step.

import { Elsewhere } from "../components/elsewhere.tsx";
import { FoundSteps } from "../components/found-steps.tsx";
import { With } from "../components/notice.tsx";
import { Panes } from "../components/panes.tsx";
import { SessionTreePane } from "../components/session-tree.tsx";
import { StepDetail } from "../components/step-detail.tsx";
import { StepList } from "../components/step-list.tsx";
import { StepToolbar } from "../components/step-toolbar.tsx";
import { Transcript } from "../components/transcript.tsx";
import { useSteps } from "../lists/use-steps.ts";
import { overview } from "../queries/overview.ts";
import { sessionMap } from "../queries/session-map.ts";
import { type SessionNode, type SessionTree, sessionTree } from "../queries/sessions.ts";
import { stepChoiceOf, wantedOf } from "../queries/step-choice.ts";
import { useAnswer } from "../state/answer.ts";
import { parameters } from "../state/location.ts";
import { useStepKeys } from "./session-keys.ts";

interface SessionsPageProps {
  readonly bundle: string;
  /** Null: none is named yet. */
  readonly session: string | null;
}

export function SessionsPage({ bundle, session }: SessionsPageProps) {
  const tree = useAnswer(sessionTree(bundle));
  if (session !== null) return <Session bundle={bundle} tree={tree.value} session={session} isNamed />;
  return (
    <With of={tree} wait="Reading the sessions">
      {(known) => {
        const first = bestFirst(known.nodes);
        if (first === undefined) return <NoSessions bundle={bundle} />;
        return <Session bundle={bundle} tree={known} session={first.id} isNamed={false} />;
      }}
    </With>
  );
}

/** The first one that failed, else the first one. */
function bestFirst(nodes: readonly SessionNode[]): SessionNode | undefined {
  return nodes.find(({ failures }) => failures > 0) ?? nodes[0];
}

function NoSessions({ bundle }: { readonly bundle: string }) {
  const counts = useAnswer(overview(bundle)).value?.counts ?? null;
  return (
    <div class="page">
      <h1>No session is named in this bundle</h1>
      <p>
        <Elsewhere bundle={bundle} counts={counts} />
      </p>
    </div>
  );
}

interface SessionProps {
  readonly bundle: string;
  /** Undefined: still being read. */
  readonly tree: SessionTree | undefined;
  readonly session: string;
  readonly isNamed: boolean;
}

function Session({ bundle, tree, session, isNamed }: SessionProps) {
  const choice = stepChoiceOf(parameters.value);
  const wanted = wantedOf(session, choice);
  const run = useSteps(bundle, wanted, choice.at);
  const map = useAnswer(sessionMap(bundle, session));
  const told = useStepKeys(bundle, wanted, choice.at, run);
  const node = tree?.nodes.find(({ id }) => id === session) ?? null;
  const knownMap = map.isStale ? null : (map.value ?? null);
  const Steps = choice.words !== "" ? FoundSteps : choice.isTranscript ? Transcript : StepList;
  return (
    <Panes
      name="sessions"
      leftTitle="sessions"
      rightTitle="step"
      narrow={choice.at !== null ? "right" : isNamed ? "middle" : "left"}
      left={<SessionTreePane bundle={bundle} tree={tree} session={session} />}
      middle={
        <div class="column">
          <StepToolbar
            bundle={bundle}
            node={node}
            map={knownMap}
            wanted={wanted}
            choice={choice}
            run={run}
            told={told}
          />
          <Steps bundle={bundle} wanted={wanted} choice={choice} run={run} map={knownMap} />
        </div>
      }
      right={<StepDetail bundle={bundle} session={session} node={node} open={choice.at} run={run} />}
    />
  );
}
