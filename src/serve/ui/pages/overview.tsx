// Did it succeed? Where is the first failure? What cost most? What is in here? How did activity run over time?

import { useMemo } from "preact/hooks";
import type { Overview } from "../../api/types.ts";
import { endpoint } from "../api/client.ts";
import { Costliest } from "../components/costliest.tsx";
import { Histogram, type TimeBuckets } from "../components/histogram.tsx";
import { With } from "../components/notice.tsx";
import { SessionTable } from "../components/session-table.tsx";
import { shortId, Time, Unknown } from "../components/values.tsx";
import { WhatIsInHere } from "../components/what-is-in-here.tsx";
import { counted } from "../format/amounts.ts";
import { instant, utcText } from "../format/times.ts";
import { type Failure, type FailureSummary, failureSummary } from "../queries/overview.ts";
import { type SessionNode, sessionTree } from "../queries/sessions.ts";
import { useAnswer } from "../state/answer.ts";
import { go } from "../state/location.ts";
import { pageHref, sessionHref, tableHref } from "../state/place.ts";

interface OverviewProps {
  readonly bundle: string;
}

export function OverviewPage({ bundle }: OverviewProps) {
  const failures = useAnswer(failureSummary(bundle));
  const sessions = useAnswer(sessionTree(bundle));
  return (
    <div class="page overview">
      <With of={failures} wait="Looking for failures">
        {(found) => <Verdict bundle={bundle} failures={found} sessions={sessions.value?.nodes ?? null} />}
      </With>
      <section>
        <h2>Sessions</h2>
        <With of={sessions} wait="Reading the sessions">
          {({ nodes, isCut }) =>
            nodes.length === 0 ? (
              <p>
                No session is named here. Look into the <a href={pageHref(bundle, "logs")}>logs</a> or the{" "}
                <a href={pageHref(bundle, "tables")}>tables</a>.
              </p>
            ) : (
              <>
                <SessionTable bundle={bundle} sessions={nodes.slice(0, sessionsShown)} />
                {(isCut || nodes.length > sessionsShown) && (
                  <p>
                    The first {Math.min(nodes.length, sessionsShown)} are shown;{" "}
                    <a href={tableHref(bundle, "sessions")}>all of them</a>.
                  </p>
                )}
              </>
            )
          }
        </With>
      </section>
      <Activity bundle={bundle} />
      <div class="side-by-side">
        <Costliest bundle={bundle} by="duration" title="Longest steps" />
        <Costliest bundle={bundle} by="tokens" title="Most tokens" />
      </div>
      <WhatIsInHere bundle={bundle} />
    </div>
  );
}

const sessionsShown = 40;

interface VerdictProps {
  readonly bundle: string;
  readonly failures: FailureSummary;
  readonly sessions: readonly SessionNode[] | null;
}

function Verdict({ bundle, failures, sessions }: VerdictProps) {
  const { first, total, kinds } = failures;
  const failed = sessions?.filter(({ failures: count }) => count > 0).length;
  return (
    <section class="verdict" data-tone={total > 0 ? "bad" : "plain"}>
      <h1>
        {total === 0 ? (
          "No failure is recorded"
        ) : (
          <>
            <a href={pageHref(bundle, "errors")}>{counted(total, "failure")}</a>
            {kinds > 1 && ` of ${counted(kinds, "kind")}`}
            {failed !== undefined &&
              sessions !== null &&
              sessions.length > 1 &&
              ` in ${failed} of ${counted(sessions.length, "session")}`}
          </>
        )}
      </h1>
      {first !== null && <FirstFailure bundle={bundle} failure={first} />}
      {total === 0 && (
        <p class="dim">
          That is what the artifacts say: a session that was killed leaves no error behind. See how it ended in{" "}
          <a href={pageHref(bundle, "sessions")}>its steps</a>.
        </p>
      )}
    </section>
  );
}

function FirstFailure({ bundle, failure }: { readonly bundle: string; readonly failure: Failure }) {
  const { session, originTable, originId, id } = failure;
  const at =
    originTable === null || originId === null || originTable === "errors"
      ? `errors:${id}`
      : `${originTable}:${originId}`;
  const href = session === null ? pageHref(bundle, "errors", { at: id }) : sessionHref(bundle, session, { at });
  return (
    <a class="first-failure" href={href}>
      <span class="first-failure-label">First</span>
      <Time at={failure.timestamp} withDay />
      <span class="tag bad">{failure.errorType ?? failure.errorClass ?? "error"}</span>
      <span class="first-failure-message">{failure.message ?? <Unknown what="no message" />}</span>
      {session !== null && <span class="dim">in {shortId(session)}</span>}
    </a>
  );
}

/** All that states a time, whatever its kind. */
function Activity({ bundle }: OverviewProps) {
  const { value } = useAnswer({
    key: `overview ${bundle}`,
    load: (signal) => endpoint<Overview>(bundle, "overview", {}, signal),
  });
  const buckets = useMemo(() => (value === undefined ? null : bucketsOf(value.activity)), [value]);
  if (value === undefined || buckets === null) return null;
  const { log_count: logs } = value.counts;
  const choose = (from: number, to: number) => go(pageHref(bundle, "logs", { from: utcText(from), to: utcText(to) }));
  return (
    <section>
      <h2>Activity over time {logs > 0 && <a href={pageHref(bundle, "logs")}>{counted(logs, "log record")}</a>}</h2>
      <Histogram
        buckets={buckets}
        height={92}
        label="Steps and log records over time, failures marked red"
        {...(logs > 0 ? { onSpan: choose } : {})}
      />
    </section>
  );
}

function bucketsOf({ from, bucket_ms, series }: Overview["activity"]): TimeBuckets | null {
  const begin = instant(from);
  const length = series[0]?.counts.length ?? 0;
  const steps = series.filter(({ name }) => name !== "failure");
  const total = Array.from({ length }, (_, at) => steps.reduce((sum, { counts }) => sum + (counts[at] ?? 0), 0));
  if (begin === null || total.every((count) => count === 0)) return null;
  const errors = series.find(({ name }) => name === "failure")?.counts ?? total.map(() => 0);
  const edges = Array.from({ length: length + 1 }, (_, at) => begin + at * bucket_ms);
  return { edges, total, warnings: errors, errors };
}
