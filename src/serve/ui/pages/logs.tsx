// Logs: how many when, which of them, and each one in full.

import { Histogram } from "../components/histogram.tsx";
import { LogAround } from "../components/log-around.tsx";
import { LogFacets } from "../components/log-facets.tsx";
import { LogList } from "../components/log-list.tsx";
import { LogToolbar } from "../components/log-toolbar.tsx";
import { NoLogs } from "../components/no-logs.tsx";
import { Failure } from "../components/notice.tsx";
import { Panes } from "../components/panes.tsx";
import { Record } from "../components/record.tsx";
import { utcText } from "../format/times.ts";
import { useLogs } from "../lists/use-logs.ts";
import { isFiltered, logFilterOf } from "../queries/log-filter.ts";
import { logHistogram, timeNear } from "../queries/log-histogram.ts";
import { useAnswer } from "../state/answer.ts";
import { change, parameters, withArguments } from "../state/location.ts";
import { pageHref } from "../state/place.ts";
import { useLogKeys } from "./log-keys.ts";

export function LogsPage({ bundle }: { readonly bundle: string }) {
  const filter = logFilterOf(parameters.value);
  const open = parameters.value.get("at");
  const run = useLogs(bundle, filter, open);
  const histogram = useAnswer(logHistogram(bundle, filter));
  const told = useLogKeys(bundle, filter, open, run);
  const known = histogram.isStale ? undefined : histogram.value;
  return (
    <Panes
      name="logs"
      leftTitle="filters"
      rightTitle="record"
      narrow={open === null ? "middle" : "right"}
      left={isFiltered(filter) || run.count !== 0 ? <LogFacets bundle={bundle} filter={filter} /> : null}
      middle={
        <div class="column">
          <LogToolbar bundle={bundle} filter={filter} count={run.count} told={told} />
          {histogram.error !== null && <Failure error={histogram.error} retry={histogram.retry} />}
          {run.countError !== null && <Failure error={run.countError} retry={run.retry} />}
          {histogram.value === undefined ? (
            <div class="histogram-coming" />
          ) : (
            histogram.value.edges.length > 0 && (
              <Histogram
                buckets={histogram.value}
                height={84}
                label="Records over time"
                onSpan={(from, to) => change({ from: utcText(from), to: utcText(to), at: null })}
              />
            )
          )}
          <LogList
            name={`logs ${bundle} ${JSON.stringify(filter)}`}
            run={run}
            timeAt={(index) => (known === undefined ? null : timeNear(known, index))}
            chosen={open}
            empty={<NoLogs bundle={bundle} filter={filter} />}
          />
        </div>
      }
      right={
        open !== null && (
          <div class="detail">
            <p class="detail-head">
              <a href={withArguments({ at: null })} class="back">
                ‹ records
              </a>
              {run.isLeftOut && <span class="dim">left out by the filter</span>}
              {isFiltered(filter) && <a href={pageHref(bundle, "logs", { at: open })}>around this moment</a>}
            </p>
            <LogAround bundle={bundle} id={open} />
            <Record
              bundle={bundle}
              table="logs"
              rowKey={[open]}
              first={["timestamp", "level", "event", "message", "logger"]}
            />
          </div>
        )
      }
    />
  );
}
