// Facets of a table: those that the address names, and columns that may become one.

import type { SchemaTable } from "../../api/types.ts";
import { type Facet as FacetAnswer, table as loadTable, type TableAnswer } from "../api/client.ts";
import { choiceArguments, chosenValues } from "../queries/table-filters.ts";
import { type Loaded, useAnswer } from "../state/answer.ts";
import { change, parameters } from "../state/location.ts";
import { Facet } from "./facets.tsx";

interface TableFacetsProps {
  readonly bundle: string;
  readonly name: string;
  /** Null: not described. */
  readonly table: SchemaTable | null;
  readonly answer: TableAnswer;
  /** All of them, in the order in which they are read. */
  readonly columns: readonly string[];
}

export function TableFacets({ bundle, name, table, answer, columns }: TableFacetsProps) {
  const asked = parameters.value.getAll("_facet");
  const facets = Object.values(answer.facet_results?.results ?? {});
  const late = answer.facet_results?.timed_out ?? [];
  const offered = columns.filter((column) => !asked.includes(column) && isWorthAFacet(column));
  return (
    <div class="facets">
      {facets.map((facet) => (
        <OneFacet key={facet.name} bundle={bundle} name={name} facet={facet} />
      ))}
      {late.length > 0 && (
        <p class="facet-error">Counting {late.join(", ")} took too long; a filter makes it quicker.</p>
      )}
      <div class="facet-offer">
        <h3>Count values of</h3>
        {offered.map((column) => (
          <button
            key={column}
            type="button"
            class="link"
            title={table?.columns.find((one) => one.name === column)?.comment ?? ""}
            onClick={() => change({ _facet: [...asked, column] })}
          >
            {column}
          </button>
        ))}
      </div>
    </div>
  );
}

/** Times, texts and ids differ in every row. */
function isWorthAFacet(column: string): boolean {
  if (/^(session_id|run_id|source_id)$/.test(column)) return true;
  const endings = /(_at|_ms|_id|_tokens|_line|_json|_text|_bytes|_message|_value|_output|_hash|_path)$/;
  const texts =
    /^(id|rowid|timestamp|message|content|payload|params|context|stack|usage|output|result|raw|code|stdout|items|fingerprint)$/;
  return !endings.test(column) && !texts.test(column);
}

interface OneFacetProps {
  readonly bundle: string;
  readonly name: string;
  readonly facet: FacetAnswer;
}

function OneFacet({ bundle, name, facet }: OneFacetProps) {
  const chosen = chosenValues(parameters.value, facet.name);
  const open = useAnswer(chosen.length === 0 ? null : withoutItself(bundle, name, facet.name));
  const shown = chosen.length === 0 ? facet : (open.value ?? facet);
  const counts = shown.results.map(({ value, count }) => ({ value: value === null ? "" : String(value), count }));
  return (
    <Facet
      title={facet.name}
      {...(shown.truncated ? { note: `top ${shown.results.length}` } : {})}
      counts={{ ...settled, value: counts, isStale: open.isLoading, error: open.error }}
      chosen={chosen}
      onChoose={(values) => change({ ...choiceArguments(facet.name, values), _at: null })}
      onClose={() => change({ _facet: parameters.value.getAll("_facet").filter((one) => one !== facet.name) })}
    />
  );
}

const settled: Loaded<never[]> = { value: [], isStale: false, error: null, isLoading: false, retry: () => {} };

/** The counts as they are without the column's own filter: else no second value could be added. */
function withoutItself(bundle: string, name: string, column: string) {
  const own = new Set([column, `${column}__exact`, `${column}__in`, `${column}__isnull`]);
  const names = [...new Set(parameters.value.keys())].filter(
    (argument) => !own.has(argument) && !/^_(facet|at|size|next|sort|sort_desc|col|nocol)$/.test(argument),
  );
  const others = Object.fromEntries(names.map((argument) => [argument, parameters.value.getAll(argument)]));
  return {
    key: `facet ${bundle} ${name} ${column} ${JSON.stringify(others)}`,
    load: async (signal: AbortSignal): Promise<FacetAnswer | undefined> => {
      const question = { ...others, _facet: column, _size: "0", _nocount: "1", _extra: "facet_results" };
      const { facet_results } = await loadTable(bundle, name, question, signal);
      return facet_results.results[column];
    },
  };
}
