// Logs: how many when, which of them, and each one in full.

import { useEffect, useMemo, useRef } from "preact/hooks";
import { Facet } from "../components/facets.tsx";
import { Histogram } from "../components/histogram.tsx";
import { LogList } from "../components/log-list.tsx";
import { Failure } from "../components/notice.tsx";
import { Panes } from "../components/panes.tsx";
import { Record } from "../components/record.tsx";
import { SearchBox } from "../components/search-box.tsx";
import { shortId } from "../components/values.tsx";
import { counted } from "../format/amounts.ts";
import { utcText } from "../format/times.ts";
import { type Anchor, anchorBefore } from "../queries/conditions.ts";
import {
  facetLimit,
  isFiltered,
  type LogFacet,
  type LogFilter,
  type LogLine,
  logFacet,
  logFacets,
  logFilterOf,
  logHistogram,
  logPosition,
  logSql,
  logWindow,
  neighbourError,
} from "../queries/logs.ts";
import { useAnswer } from "../state/answer.ts";
import { useKeys } from "../state/keys.ts";
import { change, parameters, withArguments } from "../state/location.ts";
import { pageHref, queryHref } from "../state/place.ts";
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
    const made = new Windows<LogLine>(({ start, size }) => {
      const anchor = anchorBefore(anchors.current, start);
      return logWindow(bundle, filter, anchor, start - anchor.start, size);
    });
    // The first rows are asked for before everything else: a browser sends six requests at a time.
    made.want(0, 1);
    return made;
  }, [bundle, filterKey]);
  useEffect(() => () => windows.close(), [windows]);
  useErrorKeys(bundle, filter, chosen);
  return (
    <Panes
      name="logs"
      leftTitle="filters"
      rightTitle="record"
      narrow={chosen === null ? "middle" : "right"}
      left={<Filters bundle={bundle} filter={filter} />}
      middle={
        <div class="column">
          <div class="toolbar">
            <h1>Logs</h1>
            <span class="count">
              {histogram.value === undefined ? "counting…" : countText(histogram.value.count, histogram.isStale)}
            </span>
            <SearchBox
              value={filter.words}
              label="Text in event, message or context"
              onSearch={(q) => change({ q: q || null, at: null })}
            />
            <SpanChoice filter={filter} />
            <SqlLink bundle={bundle} filter={filter} />
          </div>
          {histogram.error !== null && <Failure error={histogram.error} retry={histogram.retry} />}
          {histogram.value !== undefined && histogram.value.span !== null && (
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
                back to the list
              </a>
              {position.value === null && !position.isStale && <span class="dim">outside of the filter</span>}
              {isFiltered(filter) && <a href={pageHref(bundle, "logs", { at: chosen })}>around this moment</a>}
            </p>
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

function countText(count: number, isStale: boolean): string {
  return isStale ? "counting…" : counted(count, "record");
}

const titles: Readonly<Record<LogFacet, string>> = {
  level: "Level",
  event: "Event",
  logger: "Logger",
  session_id: "Session",
};

function Filters({ bundle, filter }: { readonly bundle: string; readonly filter: LogFilter }) {
  return (
    <div class="facets">
      {logFacets.map((facet) => (
        <LogFacetView key={facet} bundle={bundle} filter={filter} facet={facet} />
      ))}
      {isFiltered(filter) && (
        <p>
          <a href={pageHref(bundle, "logs")}>Clear all filters</a>
        </p>
      )}
    </div>
  );
}

interface LogFacetViewProps {
  readonly bundle: string;
  readonly filter: LogFilter;
  readonly facet: LogFacet;
}

function LogFacetView({ bundle, filter, facet }: LogFacetViewProps) {
  const counts = useAnswer(logFacet(bundle, filter, facet));
  const cut = (counts.value?.length ?? 0) >= facetLimit;
  return (
    <Facet
      title={cut ? `${titles[facet]}, the ${facetLimit} most frequent` : titles[facet]}
      counts={counts}
      chosen={filter.chosen[facet]}
      onChoose={(values) => change({ [facet]: values, at: null })}
      {...(facet === "session_id" ? { nameOf: shortId } : {})}
      {...(facet === "level" ? { toneOf: (level: string) => `level-${level.toLowerCase()}` } : {})}
    />
  );
}

function SpanChoice({ filter }: { readonly filter: LogFilter }) {
  if (filter.from === null && filter.to === null) return null;
  return (
    <button type="button" class="chip" onClick={() => change({ from: null, to: null })} title="Take the span back">
      {`${filter.from?.slice(11, 23) ?? "…"} to ${filter.to?.slice(11, 23) ?? "…"} UTC`}
    </button>
  );
}

function SqlLink({ bundle, filter }: { readonly bundle: string; readonly filter: LogFilter }) {
  const { sql, values } = logSql(filter);
  return (
    <a class="aside" href={queryHref(bundle, sql, values)}>
      open as SQL
    </a>
  );
}

function NoLogs({ bundle, filter }: { readonly bundle: string; readonly filter: LogFilter }) {
  if (isFiltered(filter)) {
    return (
      <p>
        No record passes these filters. <a href={pageHref(bundle, "logs")}>Clear them</a>, or take one back on the left.
      </p>
    );
  }
  return (
    <p>
      This bundle holds no log records. What it holds stands in its <a href={pageHref(bundle, "tables")}>tables</a>.
    </p>
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
