// Which session, and which of its steps are shown: kinds with their counts, failures only, all logs, words; as a list or to read.

import { counted, exactNumber, shortNumber } from "../format/amounts.ts";
import type { StepRun } from "../lists/use-steps.ts";
import type { SessionMap } from "../queries/session-map.ts";
import type { SessionNode } from "../queries/sessions.ts";
import type { StepChoice } from "../queries/step-choice.ts";
import { type StepKind, type StepsWanted, stepKinds } from "../queries/steps.ts";
import { stepsSql } from "../queries/steps-sql.ts";
import { change, withArguments } from "../state/location.ts";
import { pageHref, queryHref } from "../state/place.ts";
import { SearchBox } from "./search-box.tsx";
import { Status, shortId, Unknown } from "./values.tsx";

interface StepToolbarProps {
  readonly bundle: string;
  /** Null: only mentioned, never described; or still being read. */
  readonly node: SessionNode | null;
  readonly map: SessionMap | null;
  readonly wanted: StepsWanted;
  readonly choice: StepChoice;
  readonly run: StepRun;
  /** What a key could not do. */
  readonly told: string | null;
}

export function StepToolbar({ bundle, node, map, wanted, choice, run, told }: StepToolbarProps) {
  const { session } = wanted;
  return (
    <div class="toolbar step-toolbar">
      <a href={pageHref(bundle, "sessions")} class="back">
        ‹ sessions
      </a>
      <h1 title={session}>{node?.name ?? shortId(session)}</h1>
      {node?.status == null ? <Unknown what="status unknown" /> : <Status status={node.status} />}
      <span class="count">
        <StepCount run={run} />
      </span>
      <span class="told" role="status">
        {told}
      </span>
      <SearchBox value={choice.words} label="Find in this session" onSearch={(q) => change({ q: q || null })} />
      <div class="step-choices">
        <fieldset class="toggles" aria-label="Kinds of steps">
          {stepKinds.map((kind) => (
            <KindToggle key={kind} kind={kind} count={map?.counts[kind] ?? null} choice={choice} />
          ))}
          <button
            type="button"
            class="toggle"
            aria-pressed={choice.failuresOnly}
            onClick={() => change({ show: choice.failuresOnly ? null : "failures" })}
          >
            only failures {node !== null && <Failures count={node.failures} />}
          </button>
          <button
            type="button"
            class="toggle"
            aria-pressed={choice.allLogs}
            title="Log records below WARNING too"
            onClick={() =>
              change({ logs: choice.allLogs ? null : "all", hide: choice.hidden.filter((kind) => kind !== "log") })
            }
          >
            all logs
          </button>
        </fieldset>
        <span class="aside">
          <a href={withArguments({ view: choice.isTranscript ? null : "transcript", q: null })}>
            {choice.isTranscript ? "list" : "transcript"}
          </a>
          <a href={pageHref(bundle, "logs", { session_id: session })}>logs</a>
          <a href={queryHref(bundle, stepsSql(wanted), { session })}>open as SQL</a>
        </span>
      </div>
    </div>
  );
}

function StepCount({ run: { total, count } }: { readonly run: StepRun }) {
  if (total.isStale || total.value === undefined)
    return <>{count === null ? "" : `${exactNumber(count)} steps or more`}</>;
  return <>{(total.value.isExact ? "" : "about ") + counted(total.value.count, "step")}</>;
}

function Failures({ count }: { readonly count: number }) {
  return <span class={count > 0 ? "bad" : "dim"}>{exactNumber(count)}</span>;
}

interface KindToggleProps {
  readonly kind: StepKind;
  /** Null: not counted yet. */
  readonly count: number | null;
  readonly choice: StepChoice;
}

function KindToggle({ kind, count, choice }: KindToggleProps) {
  const isHidden = choice.hidden.includes(kind);
  if (!isHidden && (count === null || count === 0)) return null;
  const hide = isHidden ? choice.hidden.filter((one) => one !== kind) : [...choice.hidden, kind];
  return (
    <button
      type="button"
      class={`toggle kind kind-${kind}`}
      aria-pressed={!isHidden}
      title={count === null ? "" : `${exactNumber(count)} in the session`}
      onClick={() => change({ hide })}
    >
      {kind} {count !== null && <span class="dim">{shortNumber(count)}</span>}
    </button>
  );
}
