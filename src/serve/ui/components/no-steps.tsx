// Why a session shows no step, and what to try.

import { sessionTree } from "../queries/sessions.ts";
import type { StepsWanted } from "../queries/steps.ts";
import { useAnswer } from "../state/answer.ts";
import { withArguments } from "../state/location.ts";
import { pageHref, tableHref } from "../state/place.ts";
import { Empty } from "./notice.tsx";

interface NoStepsProps {
  readonly bundle: string;
  readonly wanted: StepsWanted;
}

export function NoSteps({ bundle, wanted }: NoStepsProps) {
  if (wanted.hidden.length > 0 || wanted.failuresOnly) {
    return (
      <Empty>
        <p>
          No step passes these choices. <a href={withArguments({ hide: null, show: null, q: null })}>Show all steps.</a>
        </p>
      </Empty>
    );
  }
  return (
    <Empty>
      <p>
        <NothingHere bundle={bundle} wanted={wanted} />
        {!wanted.allLogs && (
          <>
            {" "}
            Try <a href={withArguments({ logs: "all" })}>all of its logs</a>, or what else{" "}
            <a href={tableHref(bundle, "documents", { session_id: wanted.session })}>documents</a> know of it.
          </>
        )}
      </p>
    </Empty>
  );
}

function NothingHere({ bundle, wanted: { session } }: NoStepsProps) {
  const tree = useAnswer(sessionTree(bundle)).value;
  const isKnown = tree === undefined || tree.isCut || tree.nodes.some(({ id }) => id === session);
  if (isKnown) return <>Nothing that happened in this session is recorded here; it is only named.</>;
  return (
    <>
      There is no session <code>{session}</code> in this bundle; see{" "}
      <a href={pageHref(bundle, "sessions")}>those that it has</a>.
    </>
  );
}
