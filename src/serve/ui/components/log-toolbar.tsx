// How many records, which words and which span of time; the same as SQL.

import { counted } from "../format/amounts.ts";
import { clock, day, instant } from "../format/times.ts";
import { isFiltered, type LogFacet, type LogFilter, logFacets, logSql } from "../queries/log-filter.ts";
import { change } from "../state/location.ts";
import { queryHref } from "../state/place.ts";
import { zone } from "../state/settings.ts";
import { SearchBox } from "./search-box.tsx";
import { shortId } from "./values.tsx";

interface LogToolbarProps {
  readonly bundle: string;
  readonly filter: LogFilter;
  /** Null: still being counted. */
  readonly count: number | null;
  /** What a key could not do. */
  readonly told: string | null;
}

export function LogToolbar({ bundle, filter, count, told }: LogToolbarProps) {
  const { sql, values } = logSql(filter);
  return (
    <div class="toolbar">
      <h1>Logs</h1>
      <span class="count">{count === null ? "counting…" : counted(count, "record")}</span>
      {(count !== 0 || isFiltered(filter)) && (
        <SearchBox
          value={filter.words}
          label="Text in event, message or context"
          onSearch={(q) => change({ q: q || null, at: null })}
        />
      )}
      <SpanChoice filter={filter} />
      {logFacets.map((facet) => (
        <FacetChoice key={facet} facet={facet} values={filter.chosen[facet]} />
      ))}
      <span class="told" role="status">
        {told}
      </span>
      <a class="aside" href={queryHref(bundle, sql, values)}>
        open as SQL
      </a>
    </div>
  );
}

function SpanChoice({ filter: { from, to } }: { readonly filter: LogFilter }) {
  if (from === null && to === null) return null;
  const begin = instant(from);
  const end = instant(to);
  const isOneDay = begin !== null && end !== null && day(begin, zone.value) === day(end, zone.value);
  const shown = (ms: number | null) =>
    ms === null ? "…" : `${isOneDay ? "" : `${day(ms, zone.value)} `}${clock(ms, zone.value)}`;
  return (
    <button
      type="button"
      class="chip"
      onClick={() => change({ from: null, to: null })}
      title={`${from ?? "…"} to ${to ?? "…"}. Click to take the span back.`}
    >
      {`${shown(begin)} to ${shown(end)}`}
    </button>
  );
}

const namedValues = 3;

interface FacetChoiceProps {
  readonly facet: LogFacet;
  readonly values: readonly string[];
}

/** What is chosen, as a sentence: the facet itself may lie out of sight. */
function FacetChoice({ facet, values }: FacetChoiceProps) {
  if (values.length === 0) return null;
  const names = values.slice(0, namedValues).map((value) => nameOf(facet, value));
  const more = values.length > namedValues ? ` or ${counted(values.length - namedValues, "other")}` : "";
  return (
    <button
      type="button"
      class="chip"
      onClick={() => change({ [facet]: null, at: null })}
      title={`${values.join("\n")}\nClick to take the choice back.`}
    >
      {`${facet === "session_id" ? "session" : facet} is ${names.join(" or ")}${more}`}
    </button>
  );
}

const longestName = 32;

function nameOf(facet: LogFacet, value: string): string {
  if (value === "") return "not stated";
  const name = facet === "session_id" ? shortId(value) : value;
  return name.length > longestName ? `…${name.slice(-longestName)}` : name;
}
