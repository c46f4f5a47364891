// Above the rows of a table: what it is, how many, the filters as sentences, and ways out.

import { useState } from "preact/hooks";
import type { SchemaTable } from "../../api/types.ts";
import type { TableAnswer } from "../api/client.ts";
import { counted } from "../format/amounts.ts";
import { pageSize } from "../queries/following-rows.ts";
import type { TableFilter } from "../queries/table-filters.ts";
import { tidySql, valuesOf } from "../queries/tidy-sql.ts";
import { change, parameters } from "../state/location.ts";
import { queryHref } from "../state/place.ts";
import { ColumnChooser } from "./column-chooser.tsx";
import { Comment } from "./comment.tsx";
import { NewFilter } from "./new-filter.tsx";
import { SearchBox } from "./search-box.tsx";

interface TableToolbarProps {
  readonly bundle: string;
  readonly name: string;
  /** Null: not described. */
  readonly table: SchemaTable | null;
  readonly answer: TableAnswer;
  readonly filters: readonly TableFilter[];
  /** All of them, in the order in which they are read. */
  readonly columns: readonly string[];
  readonly isStale: boolean;
  readonly addresses: { readonly csv: string; readonly ndjson: string; readonly json: string };
}

export function TableToolbar({ bundle, name, table, answer, filters, columns, isStale, addresses }: TableToolbarProps) {
  const [isAdding, setAdding] = useState(false);
  const areAllColumns = answer.columns.length === answer.all_columns.length;
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
            label="Search these rows"
            onSearch={(words) => change({ _search: words || null })}
          />
        )}
        <button type="button" class="link" aria-expanded={isAdding} onClick={() => setAdding(!isAdding)}>
          add a filter
        </button>
        <ColumnChooser columns={columns} all={answer.all_columns} shown={answer.columns} keys={answer.primary_keys} />
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
          {answer.query !== undefined && (
            <a
              href={queryHref(
                bundle,
                tidySql(answer.query.sql, areAllColumns, Number(pageSize)),
                valuesOf(answer.query),
              )}
            >
              open as SQL
            </a>
          )}
        </span>
      </div>
      {table !== null && table.comment !== "" && (
        <p class="table-comment dim">
          <Comment text={table.comment} />
        </p>
      )}
      {answer.search !== undefined && <p class="table-comment">{answer.search.note}</p>}
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
          {isAdding && <NewFilter columns={columns} rows={answer.rows} onDone={() => setAdding(false)} />}
        </div>
      )}
    </>
  );
}

function without({ argument, value }: TableFilter): readonly string[] {
  return parameters.value.getAll(argument).filter((other) => other !== value);
}
