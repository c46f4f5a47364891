// The answer to a query: as a table, as bars, as its plan; to take away as CSV or JSON.

import type { QueryAnswer } from "../api/client.ts";
import { type Row, wholeText } from "../api/rows.ts";
import { counted, duration, exactNumber } from "../format/amounts.ts";
import { parameters, withArguments } from "../state/location.ts";
import { rowHref, sessionHref } from "../state/place.ts";
import { BarChart, measures } from "./bar-chart.tsx";
import { DataGrid } from "./data-grid.tsx";
import { Empty } from "./notice.tsx";
import { TimeChart, timeColumn } from "./time-chart.tsx";

interface QueryResultProps {
  readonly name: string;
  readonly bundle: string;
  readonly answer: QueryAnswer;
  readonly elapsedMs: number;
  readonly isStale: boolean;
  readonly addresses: { readonly csv: string; readonly ndjson: string; readonly json: string };
}

export function QueryResult({ name, bundle, answer, elapsedMs, isStale, addresses }: QueryResultProps) {
  const { columns, rows, truncated } = answer;
  const view = parameters.value.get("_view") ?? "table";
  return (
    <div class={isStale ? "column stale" : "column"}>
      <div class="toolbar result-bar">
        <span class="count">
          {truncated ? `the first ${exactNumber(rows.length)} rows` : counted(rows.length, "row")},{" "}
          {duration(elapsedMs)}
        </span>
        <nav class="views" aria-label="Views of the result">
          {["table", "chart", "plan"].map((one) => (
            <a
              key={one}
              href={withArguments({ _view: one === "table" ? null : one })}
              aria-current={view === one ? "true" : undefined}
            >
              {one}
            </a>
          ))}
        </nav>
        <span class="aside">
          <a href={addresses.csv} download="query.csv" title="All rows">
            CSV
          </a>
          <a href={addresses.ndjson} download="query.ndjson" title="All rows, one JSON object a line">
            NDJSON
          </a>
          <a href={addresses.json} data-outside title={`At most ${exactNumber(rows.length)} rows, as they are shown`}>
            JSON
          </a>
        </span>
      </div>
      {truncated && (
        <p class="cut-note">
          Cut: the statement has more rows than are shown at once. CSV and NDJSON hold all of them; a LIMIT or a
          condition makes it shorter.
        </p>
      )}
      <Shown name={name} bundle={bundle} columns={columns} rows={rows} view={view} />
    </div>
  );
}

interface ShownProps {
  readonly name: string;
  readonly bundle: string;
  readonly columns: readonly string[];
  readonly rows: readonly Row[];
  readonly view: string;
}

function Shown({ name, bundle, columns, rows, view }: ShownProps) {
  if (rows.length === 0)
    return <Empty>No row answers this. The statement is sound; its conditions let nothing through.</Empty>;
  if (view === "plan") return <Plan rows={rows} />;
  if (view === "chart" && measures(columns, rows).length > 0) {
    return timeColumn(columns, rows) === null ? (
      <BarChart columns={columns} rows={rows} />
    ) : (
      <TimeChart columns={columns} rows={rows} />
    );
  }
  return (
    <>
      {view === "chart" && <p class="notice">No column holds only numbers, so here is the table.</p>}
      <DataGrid
        name={`query ${name}`}
        label="Rows of the answer"
        columns={columns}
        rows={rows}
        link={(row, column) => linkOf(bundle, row, column)}
      />
    </>
  );
}

function linkOf(bundle: string, row: Row, column: string): string | null {
  const value = wholeText(row[column]);
  if (value === "") return null;
  if (/^(parent_)?session_id$/.test(column)) return sessionHref(bundle, value);
  const table = row.origin_table;
  return column === "origin_id" && typeof table === "string" ? rowHref(bundle, table, [value]) : null;
}

/** Steps of SQLite's plan, indented as they contain each other. */
function Plan({ rows }: { readonly rows: readonly Row[] }) {
  const depths = new Map<string, number>([["0", -1]]);
  return (
    <pre class="text plan">
      {rows.map((row) => {
        const depth = (depths.get(wholeText(row.parent)) ?? -1) + 1;
        depths.set(wholeText(row.id), depth);
        return `${"  ".repeat(depth)}${wholeText(row.detail)}\n`;
      })}
    </pre>
  );
}
