// A table: filters that read as sentences, facets, sorting, columns, rows in pages that follow each other.

import { useMemo } from "preact/hooks";
import { table as loadTable, tableAddress } from "../api/client.ts";
import { type Row, wholeText } from "../api/rows.ts";
import { DataGrid } from "../components/data-grid.tsx";
import { Empty, Failure, isMissing, With } from "../components/notice.tsx";
import { Panes } from "../components/panes.tsx";
import { Record } from "../components/record.tsx";
import { TableFacets } from "../components/table-facets.tsx";
import { TableToolbar } from "../components/table-toolbar.tsx";
import { pageSize, useFollowing } from "../queries/following-rows.ts";
import { useForeignLinks } from "../queries/foreign-links.ts";
import { readFirst } from "../queries/reading-order.ts";
import { schemaOf } from "../queries/schema.ts";
import { inReadingOrder, keyOf, keysOf, linkOf } from "../queries/table-columns.ts";
import { filtersOf, type TableFilter } from "../queries/table-filters.ts";
import { useAnswer } from "../state/answer.ts";
import { useKeys } from "../state/keys.ts";
import { change, go, parameters, withArguments } from "../state/location.ts";
import { rowHref, searchOf, tableHref } from "../state/place.ts";
import { NoTable } from "./unknown.tsx";

interface TablePageProps {
  readonly bundle: string;
  readonly table: string;
}

export function TablePage({ bundle, table }: TablePageProps) {
  const given = parameters.value;
  const asked = useMemo(() => askedFor(given), [given]);
  const first = useAnswer({
    key: `table ${bundle} ${table} ${JSON.stringify(asked)}`,
    load: (signal) =>
      loadTable(
        bundle,
        table,
        { ...asked, _size: pageSize, _extra: "count,columns,all_columns,primary_keys,facet_results,query" },
        signal,
      ),
  });
  const schema = useAnswer(schemaOf(bundle));
  const described = schema.value?.tables.find(({ name }) => name === table) ?? null;
  const following = useFollowing(bundle, table, asked, first.isStale ? undefined : first.value);
  const rows = following.rows;
  const chosen = given.get("_at");
  const keys = first.value === undefined ? [] : keysOf(first.value);
  const place = chosen === null ? -1 : rows.findIndex((row) => keyOf(row, keys) === chosen);
  const links = useForeignLinks(bundle, table);
  useRowKeys(bundle, table, rows, keys, place);
  if (isMissing(first.error)) return <NoTable bundle={bundle} table={table} />;
  return (
    <With of={first} wait="Reading the first rows">
      {(answer) => {
        const filters = filtersOf(given, answer.all_columns);
        const columns = inReadingOrder({ ...answer, columns: answer.all_columns }, keys, described);
        return (
          <Panes
            name="table"
            leftTitle="facets"
            rightTitle="row"
            narrow={chosen === null ? "middle" : "right"}
            left={<TableFacets bundle={bundle} name={table} table={described} answer={answer} columns={columns} />}
            middle={
              <div class="column">
                <TableToolbar
                  bundle={bundle}
                  name={table}
                  table={described}
                  answer={answer}
                  filters={filters}
                  columns={columns}
                  isStale={first.isStale}
                  addresses={{
                    csv: tableAddress(bundle, table, "csv", { ...asked, _stream: "1" }),
                    ndjson: `${tableHref(bundle, table)}.ndjson${searchOf(asked)}`,
                    json: tableAddress(bundle, table, "json", asked),
                  }}
                />
                {following.error !== null && <Failure error={following.error} />}
                {rows.length === 0 ? (
                  <NoRows filters={filters} note={answer.search?.note ?? null} />
                ) : (
                  <DataGrid
                    name={`table ${bundle} ${table} ${JSON.stringify(asked)}`}
                    label={`Rows of ${table}`}
                    columns={given.has("_col") ? answer.columns : inReadingOrder(answer, keys, described)}
                    rows={rows}
                    chosen={place}
                    head={(column) => <SortLink column={column} />}
                    link={(row, column) => linkOf({ bundle, row, column, first: answer.columns[0] ?? "", keys, links })}
                    onSight={(_, last) => following.want(last)}
                  />
                )}
              </div>
            }
            right={
              chosen !== null && (
                <div class="detail">
                  <p class="detail-head">
                    <a href={withArguments({ _at: null })} class="back">
                      ‹ rows
                    </a>
                    <a href={withArguments({ _at: null })} class="wide-back">
                      close
                    </a>
                  </p>
                  <Record
                    bundle={bundle}
                    table={table}
                    rowKey={chosen.split(",").map(decodeURIComponent)}
                    first={readFirst(table)}
                  />
                </div>
              )
            }
          />
        );
      }}
    </With>
  );
}

/** What goes to the server: all but what only the page needs. */
function askedFor(given: URLSearchParams): Readonly<Record<string, readonly string[]>> {
  const names = new Set([...given.keys()].filter((name) => name !== "_at" && name !== "_next" && name !== "_size"));
  return Object.fromEntries([...names].map((name) => [name, given.getAll(name)]));
}

function SortLink({ column }: { readonly column: string }) {
  const isUp = parameters.value.get("_sort") === column;
  const isDown = parameters.value.get("_sort_desc") === column;
  const href = withArguments(
    isUp
      ? { _sort: null, _sort_desc: column }
      : isDown
        ? { _sort: null, _sort_desc: null }
        : { _sort: column, _sort_desc: null },
  );
  return (
    <a class="sort" href={href} title={isUp ? "sorted upwards" : isDown ? "sorted downwards" : `sort by ${column}`}>
      {column}
      {isUp ? " ↑" : isDown ? " ↓" : ""}
    </a>
  );
}

interface NoRowsProps {
  readonly filters: readonly TableFilter[];
  /** What the search cannot find; null: it finds all. */
  readonly note: string | null;
}

function NoRows({ filters, note }: NoRowsProps) {
  const isSearched = parameters.value.has("_search");
  if (filters.length === 0 && !isSearched)
    return <Empty>This table is empty: the artifacts hold nothing of this kind.</Empty>;
  const cleared = Object.fromEntries(
    ["_search", ...filters.map(({ argument }) => argument)].map((name) => [name, null]),
  );
  return (
    <Empty>
      <p>
        No row {filters.length === 0 ? "holds these words" : "passes these filters"}.{" "}
        <a href={withArguments(cleared)}>Show all rows</a>
        {filters.length + (isSearched ? 1 : 0) > 1 && ", or take one back above"}.
      </p>
      {note !== null && <p>{note}</p>}
    </Empty>
  );
}

function useRowKeys(bundle: string, table: string, rows: readonly Row[], keys: readonly string[], place: number): void {
  const show = (index: number) => {
    const row = rows[index];
    if (row !== undefined) change({ _at: keyOf(row, keys) }, "replace");
  };
  useKeys("Rows", [
    { key: "j", does: "next row", run: () => show(place + 1) },
    { key: "k", does: "previous row", run: () => show(place - 1) },
    {
      key: "Enter",
      does: "open the row",
      run: () => {
        const row = rows[place];
        if (row !== undefined)
          go(
            rowHref(
              bundle,
              table,
              keys.map((key) => wholeText(row[key])),
            ),
          );
      },
    },
    { key: "Escape", does: "close the row", run: () => change({ _at: null }) },
  ]);
}
