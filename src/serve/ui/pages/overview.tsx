// Did it succeed? Where is the first failure? What cost most? What is in here? How did activity run over time?

import type { Counts, Overview } from "../../api/types.ts";
import { Activity } from "../components/activity.tsx";
import { Costliest } from "../components/costliest.tsx";
import { Elsewhere } from "../components/elsewhere.tsx";
import { FailureKinds } from "../components/failure-kinds.tsx";
import { With } from "../components/notice.tsx";
import { SessionTable } from "../components/session-table.tsx";
import { meaningOf } from "../components/values.tsx";
import { Verdict } from "../components/verdict.tsx";
import { WhatIsInHere } from "../components/what-is-in-here.tsx";
import { exactNumber } from "../format/amounts.ts";
import { overview } from "../queries/overview.ts";
import { type SessionNode, sessionTree } from "../queries/sessions.ts";
import { type Loaded, useAnswer } from "../state/answer.ts";
import { useKeptScroll } from "../state/kept-scroll.ts";
import { pageHref } from "../state/place.ts";
import { useRowKeys } from "./row-keys.ts";

export function OverviewPage({ bundle }: { readonly bundle: string }) {
  const found = useAnswer(overview(bundle));
  const sessions = useAnswer(sessionTree(bundle));
  const page = useKeptScroll<HTMLElement>(`overview ${bundle}`);
  useRowKeys(page);
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard
    <section class="page overview" ref={page} tabIndex={0} aria-label="Overview">
      <div class="overview-top">
        <With of={found} wait="Looking for failures">
          {(known) => <Verdict bundle={bundle} overview={known} sessions={sessions.value?.nodes ?? null} />}
        </With>
      </div>
      <div class="overview-activity">
        {found.value !== undefined && <Activity bundle={bundle} overview={found.value} />}
      </div>
      <Sessions bundle={bundle} sessions={sessions} counts={found.value?.counts ?? null} />
      {found.value !== undefined && <Inside bundle={bundle} overview={found.value} />}
    </section>
  );
}

interface InsideProps {
  readonly bundle: string;
  readonly overview: Overview;
}

function Inside({ bundle, overview: known }: InsideProps) {
  return (
    <>
      <div class="overview-costs">
        {known.errors.length > 0 && <FailureKinds bundle={bundle} groups={known.errors} />}
        <Costliest bundle={bundle} by="duration" title="Longest steps" steps={known.slowest_steps} />
        <Costliest bundle={bundle} by="tokens" title="Most tokens" steps={known.costliest_steps} />
      </div>
      <div class="overview-inside">
        <WhatIsInHere bundle={bundle} overview={known} />
      </div>
    </>
  );
}

const sessionsShown = 24;

interface SessionsProps {
  readonly bundle: string;
  readonly sessions: Loaded<{ readonly nodes: readonly SessionNode[] }>;
  /** Null: not counted yet. */
  readonly counts: Counts | null;
}

function Sessions({ bundle, sessions, counts }: SessionsProps) {
  const total = counts?.session_count ?? null;
  return (
    <section class="overview-sessions">
      <h2>Sessions</h2>
      <With of={sessions} wait="Reading the sessions">
        {({ nodes }) =>
          nodes.length === 0 ? (
            <p>
              No session is named. <Elsewhere bundle={bundle} counts={counts} />
            </p>
          ) : (
            <>
              <SessionTable bundle={bundle} sessions={troubledFirst(nodes).slice(0, sessionsShown)} />
              {(total ?? nodes.length) > sessionsShown && (
                <p class="after-list">
                  {sessionsShown} are shown, those in trouble first.{" "}
                  <a href={pageHref(bundle, "sessions")}>All {exactNumber(total ?? nodes.length)} sessions</a>
                </p>
              )}
            </>
          )
        }
      </With>
    </section>
  );
}

/** Whole trees: most failures first, then those that only ended oddly, then the rest; equal ones as they began. */
function troubledFirst(nodes: readonly SessionNode[]): readonly SessionNode[] {
  const trees: SessionNode[][] = [];
  for (const node of nodes) {
    if (node.depth === 0) trees.push([node]);
    else trees.at(-1)?.push(node);
  }
  return trees.sort((one, other) => troubleOf(other) - troubleOf(one)).flat();
}

function troubleOf(tree: readonly SessionNode[]): number {
  const failures = tree.reduce((sum, node) => sum + node.failures, 0);
  if (failures > 0) return failures;
  return tree.some(({ status }) => status !== null && (meaningOf(status) === "bad" || /^stalled/i.test(status)))
    ? 0.5
    : 0;
}
