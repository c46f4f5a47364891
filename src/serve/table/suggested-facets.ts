// Columns that would make good facets, judged by the first rows: few values, and some of them more than once.

import { QueryError, type SqlValue } from "../../operations/serving.ts";
import { addressWith, type Visit } from "../visit.ts";
import { askedFacets } from "./facets.ts";
import { columnSql, fromWhere, type Selection } from "./selection.ts";

export interface SuggestedFacet {
  readonly name: string;
  readonly type?: "array" | "date";
  readonly toggle_url: string;
}

/** How many rows are looked at. */
const sample = 1_000;

export async function suggestedFacets(visit: Visit, chosen: Selection): Promise<SuggestedFacet[]> {
  if (visit.args.isOn("_nosuggest")) return [];
  const { table, parameters, lane, limits } = chosen;
  const names = table.columns.map(({ name }) => name).filter((name) => !table.key.includes(name));
  const select = names.map((name) => `substr(${columnSql(table, name)}, 1, 300)`);
  if (select.length === 0) return [];
  const sql = `SELECT ${select.join(", ")} ${fromWhere(chosen)} LIMIT ${sample}`;
  const caps = { ...limits, rows: sample };
  try {
    const { rows } = await visit.file.run({
      sql,
      parameters: parameters.values,
      limits: caps,
      lane,
      signal: visit.signal,
    });
    return names.flatMap((name, at) =>
      suggestion(
        visit,
        name,
        rows.map((row) => row[at] ?? null),
      ),
    );
  } catch (error) {
    // A suggestion is no answer that anybody waits for.
    if (error instanceof QueryError && error.kind === "timeout") return [];
    throw error;
  }
}

function suggestion(visit: Visit, name: string, values: readonly SqlValue[]): SuggestedFacet[] {
  const known = values.filter((value) => value !== null);
  const taken = (type: string) => askedFacets(visit.args).some((facet) => facet.name === name && facet.type === type);
  const suggested: SuggestedFacet[] = [];
  const address = (argument: string) =>
    visit.origin + addressWith(visit, visit.args.without("_next").with(argument, name));
  if (isFewValues(known, visit.settings.facetSize) && !taken("column"))
    suggested.push({ name, toggle_url: address("_facet") });
  if (known.length > 0 && known.every(isArrayOfTexts) && known.some((value) => value !== "[]") && !taken("array")) {
    suggested.push({ name, type: "array", toggle_url: address("_facet_array") });
  }
  if (known.length > 0 && known.every(isTime) && !taken("date")) {
    suggested.push({ name, type: "date", toggle_url: address("_facet_date") });
  }
  return suggested;
}

function isFewValues(values: readonly SqlValue[], most: number): boolean {
  const distinct = new Set(values.map(String)).size;
  return distinct > 1 && distinct <= most && distinct < values.length;
}

function isArrayOfTexts(value: SqlValue): boolean {
  if (typeof value !== "string" || !value.startsWith("[")) return false;
  try {
    const parsed: unknown = JSON.parse(value);
    return Array.isArray(parsed) && parsed.every((item) => typeof item === "string");
  } catch {
    // Not JSON, hence no array.
    return false;
  }
}

function isTime(value: SqlValue): boolean {
  return typeof value === "string" && /^\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}/.test(value);
}
