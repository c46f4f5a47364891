// Logs: how many when, which of them, and each one in full.

import { useEffect, useMemo, useRef } from "preact/hooks";
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
import { type Anchor, anchorBefore } from "../queries/conditions.ts";
import { isFiltered, type LogFilter, logFilterOf } from "../queries/log-filter.ts";
import { logHistogram } from "../queries/log-histogram.ts";
import { type LogLine, logPosition, logWindow, neighbourError } from "../queries/logs.ts";
import { useAnswer } from "../state/answer.ts";
import { epoch } from "../state/epoch.ts";
import { useKeys } from "../state/keys.ts";
import { change, parameters, withArguments } from "../state/location.ts";
import { pageHref } from "../state/place.ts";
import { Windows } from "../state/windows.ts";

export function LogsPage({ bundle }: { readonly bundle: string }) {
  const filter = logFilterOf(parameters.value);
  const filterKey = JSON.stringify(filter);
  const chosen = parameters.value.get("at");
  const histogram = useAnswer(logHistogram(bundle, filter));
  const position = useAnswer(chosen === null ? null : logPosition(bundle, filter, chosen));
  const known = histogram.isStale ? undefined : histogram.value;
  // They only shorten the way to a place: rows that came without them stay where they are.
  const anchors = useRef<readonly Anchor[]>([]);
  anchors.current = known?.anchors ?? [];
  const windows = useMemo(() => {
    const made = new Windows<LogLine>((wish) => logWindow(bundle, filter, anchors.current, wish));
    // The first rows are asked for before everything else: a browser sends six requests at a time.
    made.want(0, 1);
    return made;
  }, [bundle, filterKey]);
  const now = epoch.value;
  useEffect(() => {
    if (now > 0) windows.renew((wish) => logWindow(bundle, filter, anchors.current, wish));
  }, [now]);
  useEffect(() => () => windows.close(), [windows]);
  useErrorKeys(bundle, filter, chosen);
  return (
    <Panes
      name="logs"
      leftTitle="filters"
      rightTitle="record"
      narrow={chosen === null ? "middle" : "right"}
      left={<LogFacets bundle={bundle} filter={filter} />}
      middle={
        <div class="column">
          <LogToolbar bundle={bundle} filter={filter} count={known?.count ?? null} />
          {histogram.error !== null && <Failure error={histogram.error} retry={histogram.retry} />}
          {histogram.value !== undefined && histogram.value.edges.length > 0 && (
            <Histogram
              buckets={histogram.value}
              height={84}
              label="Records over time"
              onSpan={(from, to) => change({ from: utcText(from), to: utcText(to), at: null })}
            />
          )}
          <LogList
            name={`logs ${bundle} ${filterKey}`}
            windows={windows}
            count={known?.count ?? null}
            timeAt={(index) => anchorBefore(anchors.current, index).from}
            chosen={chosen}
            reveal={position.isStale ? null : (position.value ?? null)}
            empty={<NoLogs bundle={bundle} filter={filter} />}
          />
        </div>
      }
      right={
        chosen !== null && (
          <div class="detail">
            <p class="detail-head">
              <a href={withArguments({ at: null })} class="back">
                ‹ records
              </a>
              {position.value === null && !position.isStale && <span class="dim">outside of the filter</span>}
              {isFiltered(filter) && <a href={pageHref(bundle, "logs", { at: chosen })}>around this moment</a>}
            </p>
            <LogAround bundle={bundle} id={chosen} />
            <Record
              bundle={bundle}
              table="logs"
              rowKey={[chosen]}
              first={["timestamp", "level", "event", "message", "logger"]}
            />
          </div>
        )
      }
    />
  );
}

function useErrorKeys(bundle: string, filter: LogFilter, chosen: string | null) {
  const find = (direction: 1 | -1) => async () => {
    const at = await neighbourError(bundle, filter, chosen, direction);
    if (at !== null) change({ at }, "replace");
  };
  useKeys("Logs", [
    { key: "e", does: "next error", run: find(1) },
    { key: "E", does: "previous error", run: find(-1) },
    { key: "Escape", does: "close the record", run: () => change({ at: null }) },
  ]);
}
