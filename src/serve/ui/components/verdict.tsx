// Did it succeed? The answer in one line, the first failure beside it, and how much there is of everything.

import type { ComponentChildren } from "preact";
import type { ErrorGroup, ErrorRow, Overview } from "../../api/types.ts";
import { counted, duration, exactNumber, shortNumber } from "../format/amounts.ts";
import { instant } from "../format/times.ts";
import type { SessionNode } from "../queries/sessions.ts";
import { useKeys } from "../state/keys.ts";
import { go } from "../state/location.ts";
import { pageHref, sessionHref, tableHref } from "../state/place.ts";
import { FailedRuns } from "./failed-runs.tsx";
import { FailurePlace } from "./failure-place.tsx";
import { meaningOf, shortId, Time, Unknown } from "./values.tsx";

interface VerdictProps {
  readonly bundle: string;
  readonly overview: Overview;
  /** Null: not read yet. */
  readonly sessions: readonly SessionNode[] | null;
}

export function Verdict({ bundle, overview, sessions }: VerdictProps) {
  const { counts, first_failure: first } = overview;
  const ended = sessions === null ? [] : badEnds(sessions);
  const isBad = counts.error_count > 0 || ended.length > 0 || overview.failed_runs.run_count > 0;
  return (
    <section class="verdict" data-tone={isBad ? "bad" : "plain"}>
      <h1>
        <Sentence bundle={bundle} overview={overview} sessions={sessions ?? []} ended={ended} />
      </h1>
      {first !== null && (
        <FirstFailure
          bundle={bundle}
          failure={first}
          group={overview.errors.find(({ example_id }) => example_id === first.id) ?? null}
        />
      )}
      <FailedRuns bundle={bundle} overview={overview} />
      {!isBad && counts.session_count + counts.log_count > 0 && (
        <p class="dim">
          That is what the artifacts say: a session that was killed leaves no error behind. See how it ended in{" "}
          <a href={pageHref(bundle, counts.session_count > 0 ? "sessions" : "logs")}>
            its {counts.session_count > 0 ? "steps" : "logs"}
          </a>
          .
        </p>
      )}
      <Figures bundle={bundle} overview={overview} />
    </section>
  );
}

interface SentenceProps {
  readonly bundle: string;
  readonly overview: Overview;
  readonly sessions: readonly SessionNode[];
  readonly ended: readonly (readonly [status: string, count: number])[];
}

function Sentence({ bundle, overview: { counts, errors, failed_runs: failedRuns }, sessions, ended }: SentenceProps) {
  const failed = sessions.filter(({ failures }) => failures > 0).length;
  const ends = ended.map(([status, count]) => `${exactNumber(count)} ${status}`).join(", ");
  const [only] = sessions;
  const onlyStatus = sessions.length === 1 && counts.session_count === 1 ? (only?.status ?? null) : null;
  if (counts.error_count === 0 && failedRuns.run_count > 0) {
    return <>{`${exactNumber(failedRuns.run_count)} of ${counted(counts.run_count, "run")} failed`}</>;
  }
  if (counts.error_count === 0) return <>{ends === "" ? "No failure is recorded" : `Sessions ended badly: ${ends}`}</>;
  return (
    <>
      <a href={pageHref(bundle, "errors")}>{counted(counts.error_count, "failure")}</a>
      {errors.length > 1 && errors.length < kindsListed && ` of ${counted(errors.length, "kind")}`}
      {failed > 0 && sessions.length > 1 && ` in ${exactNumber(failed)} of ${counted(counts.session_count, "session")}`}
      {onlyStatus !== null ? (
        <span class="verdict-ends">; the session states: {onlyStatus}</span>
      ) : (
        ends !== "" && <span class="verdict-ends">; sessions by status: {ends}</span>
      )}
    </>
  );
}

/** The overview lists so many at most: then there may be more. */
const kindsListed = 10;

/** How many sessions ended with which bad word. */
function badEnds(sessions: readonly SessionNode[]): readonly (readonly [string, number])[] {
  const bad = sessions.flatMap(({ status }) => (status !== null && meaningOf(status) === "bad" ? [status] : []));
  return [...Map.groupBy(bad, (status) => status)].map(([status, all]) => [status, all.length]);
}

interface FirstFailureProps {
  readonly bundle: string;
  readonly failure: ErrorRow;
  /** Its kind, which names the tool; null: it is not among the most frequent ones. */
  readonly group: ErrorGroup | null;
}

function FirstFailure({ bundle, failure, group }: FirstFailureProps) {
  const { session_id: session, origin_table: table, origin_id: origin, id } = failure;
  const at = table === null || origin === null || table === "errors" ? `errors:${id}` : `${table}:${origin}`;
  const href = session === null ? pageHref(bundle, "errors", { at: String(id) }) : sessionHref(bundle, session, { at });
  useKeys("Failures", [{ key: "e", does: "the first failure", run: () => go(href) }]);
  return (
    <a class="failure-line first-failure" href={href}>
      <span class="failure-line-label">First failure</span>
      <Time at={failure.timestamp} withDay />
      <FailurePlace group={group ?? { ...failure, tool_name: null }} />
      <span class="failure-line-message">{failure.message ?? <Unknown what="no message" />}</span>
      {session !== null && <span class="dim">in {shortId(session)}</span>}
    </a>
  );
}

function Figures({ bundle, overview: { counts, first_at, last_at, sources } }: Omit<VerdictProps, "sessions">) {
  const [begin, end] = [instant(first_at), instant(last_at)];
  const importers = new Set(sources.map(({ importer }) => importer).filter((importer) => importer !== "opaque")).size;
  return (
    <ul class="figures" aria-label="How much there is">
      <Figure count={counts.run_count} one="run" href={tableHref(bundle, "runs")} />
      <Figure count={counts.session_count} one="session" href={pageHref(bundle, "sessions")} />
      <Figure count={counts.tool_call_count} one="tool call" href={pageHref(bundle, "tools")} />
      <Figure count={counts.prompt_execution_count} one="provider call" href={tableHref(bundle, "prompt_executions")} />
      <Figure count={counts.log_count} one="log record" href={pageHref(bundle, "logs")} />
      <Figure count={counts.file_count} one="file" href={pageHref(bundle, "files")} />
      <Tokens bundle={bundle} counts={counts} />
      <Shown href={tableHref(bundle, "sources")} exact="What was imported">
        {counted(counts.source_count, "source")} of {counted(importers, "format")}
      </Shown>
      {counts.issue_count > 0 && (
        <Figure count={counts.issue_count} one="issue" href={tableHref(bundle, "import_issues")} />
      )}
      {begin !== null && end !== null && (
        <li title={`${first_at} to ${last_at}`}>
          <span class="dim">from</span> <Time at={first_at} withDay />
          <span class="dim">, over {duration(end - begin)}</span>
        </li>
      )}
    </ul>
  );
}

function Figure({ count, one, href }: { readonly count: number; readonly one: string; readonly href: string }) {
  if (count === 0) return null;
  return (
    <Shown href={href} exact={counted(count, one)}>
      {shortNumber(count)} {count === 1 ? one : `${one}s`}
    </Shown>
  );
}

/** Where no total is stated, the known parts. */
function Tokens({ bundle, counts }: { readonly bundle: string; readonly counts: Overview["counts"] }) {
  const { total_tokens: total, total_input_tokens: input, total_output_tokens: output } = counts;
  if (total === null && input === null && output === null) return null;
  const known = total ?? (input ?? 0) + (output ?? 0);
  const part = (count: number | null) => (count === null ? "unknown" : exactNumber(count));
  return (
    <Shown
      href={tableHref(bundle, "token_summary")}
      exact={`${exactNumber(known)} tokens: input ${part(input)}, output ${part(output)}`}
    >
      {shortNumber(known)} tokens
    </Shown>
  );
}

interface ShownProps {
  readonly href: string;
  readonly exact: string;
  readonly children: ComponentChildren;
}

function Shown({ href, exact, children }: ShownProps) {
  return (
    <li>
      <a href={href} title={exact}>
        {children}
      </a>
    </li>
  );
}
