// Above the rows of a table: what it is, how many, the filters as sentences, and ways out.

import { useState } from "preact/hooks";
import type { SchemaTable } from "../../api/types.ts";
import type { TableAnswer } from "../api/client.ts";
import { counted } from "../format/amounts.ts";
import { argumentOf, operators, type TableFilter, takesValue } from "../queries/table-filters.ts";
import { tableSql } from "../queries/table-sql.ts";
import { change, parameters } from "../state/location.ts";
import { queryHref } from "../state/place.ts";
import { ColumnChooser } from "./column-chooser.tsx";
import { SearchBox } from "./search-box.tsx";

interface TableToolbarProps {
  readonly bundle: string;
  readonly name: string;
  /** Null: not described. */
  readonly table: SchemaTable | null;
  readonly answer: TableAnswer;
  readonly filters: readonly TableFilter[];
  readonly isStale: boolean;
  readonly addresses: { readonly csv: string; readonly ndjson: string; readonly json: string };
}

export function TableToolbar({ bundle, name, table, answer, filters, isStale, addresses }: TableToolbarProps) {
  const [isAdding, setAdding] = useState(false);
  const given = parameters.value;
  const statement = tableSql({
    name,
    filters,
    columns: answer.columns.length < answer.all_columns.length ? answer.columns : null,
    sort: given.get("_sort"),
    sortDown: given.get("_sort_desc"),
  });
  return (
    <>
      <div class="toolbar">
        <h1>{name}</h1>
        <span class="count">
          {isStale ? "counting…" : answer.count === null ? "not counted" : counted(answer.count, "row")}
        </span>
        {table?.has_search === true && (
          <SearchBox
            value={parameters.value.get("_search") ?? ""}
            label="Words"
            onSearch={(words) => change({ _search: words || null })}
          />
        )}
        <button type="button" class="link" aria-expanded={isAdding} onClick={() => setAdding(!isAdding)}>
          add a filter
        </button>
        <ColumnChooser columns={answer.all_columns} shown={answer.columns} keys={answer.primary_keys} />
        <span class="aside">
          <a href={addresses.csv} download={`${name}.csv`} title="All rows that pass the filters">
            CSV
          </a>
          <a
            href={addresses.ndjson}
            download={`${name}.ndjson`}
            title="All rows that pass the filters, one JSON object a line"
          >
            NDJSON
          </a>
          <a href={addresses.json} data-outside title="The first rows, and the address of the next ones">
            JSON
          </a>
          <a href={queryHref(bundle, statement.sql, statement.values)}>open as SQL</a>
        </span>
      </div>
      {table !== null && table.comment !== "" && <p class="table-comment dim">{table.comment}</p>}
      {(filters.length > 0 || isAdding) && (
        <div class="chips">
          {filters.map((filter) => (
            <button
              key={`${filter.argument} ${filter.value}`}
              type="button"
              class="chip"
              title="Take this filter back"
              onClick={() => change({ [filter.argument]: without(filter), _at: null })}
            >
              {filter.sentence}
            </button>
          ))}
          {isAdding && <NewFilter columns={answer.all_columns} />}
        </div>
      )}
    </>
  );
}

function without({ argument, value }: TableFilter): readonly string[] {
  return parameters.value.getAll(argument).filter((other) => other !== value);
}

function NewFilter({ columns }: { readonly columns: readonly string[] }) {
  const [operator, setOperator] = useState<string>("exact");
  return (
    <form
      class="new-filter"
      onSubmit={(event) => {
        event.preventDefault();
        const given = new FormData(event.currentTarget);
        const argument = argumentOf(String(given.get("column")), operator);
        const value = takesValue(operator) ? String(given.get("value") ?? "") : "1";
        change({ [argument]: [...parameters.value.getAll(argument), value], _at: null });
      }}
    >
      <select name="column" aria-label="Column">
        {columns.map((column) => (
          <option key={column}>{column}</option>
        ))}
      </select>
      <select aria-label="Comparison" value={operator} onChange={(event) => setOperator(event.currentTarget.value)}>
        {operators.map(([name, words]) => (
          <option key={name} value={name}>
            {words}
          </option>
        ))}
      </select>
      {takesValue(operator) && (
        <input
          name="value"
          type="text"
          aria-label="Value"
          placeholder={operator === "in" || operator === "notin" ? "one, another" : "value"}
        />
      )}
      <button type="submit">Apply</button>
    </form>
  );
}
