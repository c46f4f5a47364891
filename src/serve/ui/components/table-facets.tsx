// Facets of a table: those that the address names, and columns that may become one.

import type { SchemaTable } from "../../api/types.ts";
import type { Facet as FacetAnswer, TableAnswer } from "../api/client.ts";
import { argumentOf } from "../queries/table-filters.ts";
import { change, parameters } from "../state/location.ts";
import { Facet } from "./facets.tsx";

interface TableFacetsProps {
  readonly table: SchemaTable | null;
  readonly answer: TableAnswer;
  readonly columns: readonly string[];
}

export function TableFacets({ table, answer, columns }: TableFacetsProps) {
  const asked = parameters.value.getAll("_facet");
  const facets = Object.values(answer.facet_results?.results ?? {});
  const late = answer.facet_results?.timed_out ?? [];
  const offered = columns.filter((column) => !asked.includes(column) && isWorthAFacet(column));
  return (
    <div class="facets">
      {facets.map((facet) => (
        <OneFacet key={facet.name} facet={facet} />
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
            title={table?.columns.find(({ name }) => name === column)?.comment ?? ""}
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
  return (
    !/^(id|rowid)$|(_at|_ms|_id|_tokens|_line|_json|_text|_bytes)$|^(timestamp|message|content|payload|params|context|stack|usage)$/.test(
      column,
    ) || /^(session_id|run_id|source_id)$/.test(column)
  );
}

function OneFacet({ facet }: { readonly facet: FacetAnswer }) {
  const argument = argumentOf(facet.name, "exact");
  const counts = facet.results.map(({ value, count }) => ({ value: value === null ? "" : String(value), count }));
  const isNull = parameters.value.has(`${facet.name}__isnull`);
  const chosen = [...parameters.value.getAll(argument), ...(isNull ? [""] : [])];
  return (
    <Facet
      title={facet.truncated ? `${facet.name}, the most frequent` : facet.name}
      counts={{ value: counts, isStale: false, error: null, isLoading: false, retry: () => {} }}
      chosen={chosen}
      // Two values of one column cannot both hold: the newest one replaces the other.
      onChoose={(values) => {
        const last = values.at(-1);
        change({
          [argument]: last === undefined || last === "" ? null : last,
          [`${facet.name}__isnull`]: last === "" ? "1" : null,
          _at: null,
        });
      }}
      onClose={() => change({ _facet: parameters.value.getAll("_facet").filter((name) => name !== facet.name) })}
    />
  );
}
