// What values a column of the logs has, and how often, under all that is chosen in the other columns.

import { jsonAnswer } from "../http/answers.ts";
import { badRequest } from "../http/failure.ts";
import type { Visit } from "../visit.ts";
import { countFrom, rowsOf } from "./ask.ts";
import { conditionsOf, type LogFacet, logFacets, logFilterOf } from "./log-filter.ts";
import { oncePerFile } from "./once-per-file.ts";
import type { LogFacetCounts, LogFacets, LogFacetValue } from "./types.ts";

export async function logFacetsAnswer(visit: Visit): Promise<Response> {
  const asked = visit.args.list("facet");
  const unknown = asked.find((name) => !logFacets.some((known) => known === name));
  if (unknown !== undefined) throw badRequest(`There is no facet "${unknown}". There are ${logFacets.join(", ")}.`);
  const wanted = asked.length === 0 ? logFacets : logFacets.filter((facet) => asked.includes(facet));
  const size = countFrom(visit, "_size", 60, 1_000);
  const facets = await Promise.all(wanted.map((facet) => facetOf(visit, facet, size)));
  return jsonAnswer({ ok: true, facets } satisfies LogFacets);
}

async function facetOf(visit: Visit, facet: LogFacet, size: number): Promise<LogFacetCounts> {
  const filter = logFilterOf(visit.args);
  const where = conditionsOf(filter, facet).join(" AND ") || "1";
  const sql = `SELECT ${facet} AS value, count(*) AS count FROM logs WHERE ${where}
    GROUP BY ${facet} ORDER BY count DESC, value LIMIT ${size + 1}`;
  const found = await oncePerFile(visit, `facet ${sql} ${JSON.stringify(filter.values)}`, (inner) =>
    rowsOf<LogFacetValue>(inner, sql, filter.values),
  );
  return { name: facet, values: found.slice(0, size), truncated: found.length > size };
}
