// Runs that say of themselves that they failed: how it ended, whatever failed on the way.

import type { ErrorGroup, FailedRun, Overview } from "../../api/types.ts";
import { counted } from "../format/amounts.ts";
import { pageHref, rowHref, tableHref } from "../state/place.ts";
import { shortId, Time, Unknown } from "./values.tsx";

interface FailedRunsProps {
  readonly bundle: string;
  readonly overview: Overview;
}

export function FailedRuns({ bundle, overview: { failed_runs: failed, errors } }: FailedRunsProps) {
  const left = failed.run_count - failed.examples.length;
  return (
    <>
      {failed.examples.map((run) => (
        <RunLine key={run.run_id} bundle={bundle} run={run} errors={errors} />
      ))}
      {left > 0 && (
        <p class="after-list">
          <a href={tableHref(bundle, "runs", { _facet: "status" })}>{counted(left, "more run")} that failed</a>
        </p>
      )}
    </>
  );
}

interface RunLineProps {
  readonly bundle: string;
  readonly run: FailedRun;
  readonly errors: readonly ErrorGroup[];
}

function RunLine({ bundle, run, errors }: RunLineProps) {
  // Its failure is mostly among the kinds of failures, with its context.
  const example = errors.find(
    ({ error_type, message }) => message !== null && message === run.error_message && error_type === run.error_type,
  );
  const href =
    example === undefined
      ? rowHref(bundle, "runs", [run.run_id])
      : pageHref(bundle, "errors", { at: String(example.example_id) });
  return (
    <a class="failure-line" href={href} title={run.run_id}>
      <span class="failure-line-label">Run failed</span>
      {run.ended_at !== null && <Time at={run.ended_at} withDay />}
      {run.error_type !== null && <span class="where tag">{run.error_type}</span>}
      <span class="failure-line-message">{run.error_message ?? <Unknown what="it does not say why" />}</span>
      <span class="dim">{shortId(run.run_id)}</span>
    </a>
  );
}
