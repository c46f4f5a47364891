// The open step in full; without one, what is known of the session itself.

import { exactNumber } from "../format/amounts.ts";
import type { StepRun } from "../lists/use-steps.ts";
import { readFirst } from "../queries/reading-order.ts";
import type { SessionNode } from "../queries/sessions.ts";
import { withArguments } from "../state/location.ts";
import { pageHref } from "../state/place.ts";
import { DetailTitle } from "./detail-title.tsx";
import { Record } from "./record.tsx";
import { Unknown } from "./values.tsx";

interface StepDetailProps {
  readonly bundle: string;
  readonly session: string;
  /** Null: no session of that id is described. */
  readonly node: SessionNode | null;
  /** `TABLE:ID`; it may be left out by the choices. */
  readonly open: string | null;
  readonly run: StepRun;
}

export function StepDetail({ bundle, session, node, open, run }: StepDetailProps) {
  if (open === null) return <SessionDetail bundle={bundle} session={session} node={node} />;
  const [table = "", id = ""] = open.split(":");
  const step = run.place === null ? undefined : run.windows.at(run.place);
  const isLeftOut = step !== undefined && step.key !== open;
  return (
    <div class="detail">
      <p class="detail-head">
        <a href={withArguments({ at: null })} class="back">
          ‹ steps
        </a>
        {run.place !== null && !isLeftOut && run.count !== null && (
          <span class="dim">
            step {exactNumber(run.place + 1)} of {exactNumber(run.count)}
          </span>
        )}
        {isLeftOut && (
          <a href={withArguments({ hide: null, show: null, logs: table === "logs" ? "all" : null })}>
            left out by the choices: show all steps
          </a>
        )}
        {step?.at != null && (
          <a
            href={pageHref(bundle, "logs", {
              session_id: session,
              from: shifted(step.at, -aroundMs),
              to: shifted(step.at, aroundMs),
            })}
          >
            logs around it
          </a>
        )}
      </p>
      <DetailTitle>
        {step === undefined || isLeftOut ? (
          "Step"
        ) : (
          <>
            <span class={`kind kind-${step.kind}`}>{step.kind}</span> {step.name ?? <Unknown what="unnamed" />}
          </>
        )}
      </DetailTitle>
      <Record bundle={bundle} table={table} rowKey={[id]} first={readFirst(table)} />
    </div>
  );
}

interface SessionDetailProps {
  readonly bundle: string;
  readonly session: string;
  readonly node: SessionNode | null;
}

function SessionDetail({ bundle, session, node }: SessionDetailProps) {
  return (
    <div class="detail">
      <DetailTitle>Session</DetailTitle>
      <p class="dim">
        Choose a step, or press <kbd>j</kbd> for the next, <kbd>e</kbd> for the next failure, <kbd>?</kbd> for all keys.
      </p>
      {node === null ? (
        <p>
          Nothing describes the session <code>{session}</code>; records may still name it.
        </p>
      ) : (
        <Record bundle={bundle} table="sessions" rowKey={[session]} first={readFirst("sessions")} />
      )}
    </div>
  );
}

const aroundMs = 2000;

function shifted(at: string, ms: number): string {
  const moment = Date.parse(at);
  return Number.isNaN(moment) ? at : `${new Date(moment + ms).toISOString().slice(0, -1)}000Z`;
}
