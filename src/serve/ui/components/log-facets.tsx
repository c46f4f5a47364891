// Levels, events, loggers and sessions with their counts; several of each can be chosen.

import { isFiltered, type LogFacet, type LogFilter, logFacets } from "../queries/log-filter.ts";
import { facetLimit, logFacet } from "../queries/logs.ts";
import { useAnswer } from "../state/answer.ts";
import { change } from "../state/location.ts";
import { pageHref } from "../state/place.ts";
import { Facet } from "./facets.tsx";
import { shortId } from "./values.tsx";

const titles: Readonly<Record<LogFacet, string>> = {
  level: "Level",
  event: "Event",
  logger: "Logger",
  session_id: "Session",
};

interface LogFacetsProps {
  readonly bundle: string;
  readonly filter: LogFilter;
}

export function LogFacets({ bundle, filter }: LogFacetsProps) {
  return (
    <div class="facets">
      {logFacets.map((facet) => (
        <OneFacet key={facet} bundle={bundle} filter={filter} facet={facet} />
      ))}
      {isFiltered(filter) && (
        <p>
          <a href={pageHref(bundle, "logs")}>Clear all filters</a>
        </p>
      )}
    </div>
  );
}

function OneFacet({ bundle, filter, facet }: LogFacetsProps & { readonly facet: LogFacet }) {
  const counts = useAnswer(logFacet(bundle, filter, facet));
  const isCut = (counts.value?.length ?? 0) >= facetLimit;
  return (
    <Facet
      title={isCut ? `${titles[facet]}, the ${facetLimit} most frequent` : titles[facet]}
      counts={counts}
      chosen={filter.chosen[facet]}
      onChoose={(values) => change({ [facet]: values, at: null })}
      {...(facet === "session_id" ? { nameOf: shortId } : {})}
      {...(facet === "level" ? { toneOf: (level: string) => `level-${level.toLowerCase()}` } : {})}
    />
  );
}
