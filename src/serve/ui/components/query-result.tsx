// The answer to a query: as a table, as a chart, as its plan; to take away as CSV or JSON.

import type { QueryAnswer } from "../api/client.ts";
import { type Row, wholeText } from "../api/rows.ts";
import { counted, duration, exactNumber } from "../format/amounts.ts";
import type { Addresses, Statement, TimedAnswer } from "../queries/statement.ts";
import { parameters, withArguments } from "../state/location.ts";
import { rowHref, sessionHref } from "../state/place.ts";
import { BarChart, measures } from "./bar-chart.tsx";
import { DataGrid } from "./data-grid.tsx";
import { Empty } from "./notice.tsx";
import { QueryPlan } from "./query-plan.tsx";
import { TimeChart, timeColumn } from "./time-chart.tsx";

interface QueryResultProps {
  readonly bundle: string;
  readonly statement: Statement;
  readonly answer: TimedAnswer;
  readonly isStale: boolean;
  /** The table whose rows the column `id` names; null: none, or more than one. */
  readonly source: string | null;
  readonly addresses: Addresses;
}

export function QueryResult({ bundle, statement, answer, isStale, source, addresses }: QueryResultProps) {
  const view = parameters.value.get("_view") ?? "table";
  return (
    <div class={isStale ? "column stale" : "column"}>
      <div class="toolbar result-bar">
        <span class="count">
          {statement.isPlan ? "how SQLite goes about it" : howMany(statement, answer)}, {duration(answer.elapsedMs)}
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
          <a
            href={addresses.json}
            data-outside
            title={`At most ${exactNumber(answer.rows.length)} rows, as they are shown`}
          >
            JSON
          </a>
        </span>
      </div>
      {!statement.isPlan && <Cut statement={statement} answer={answer} />}
      <Shown bundle={bundle} statement={statement} source={source} answer={answer} view={view} />
    </div>
  );
}

function howMany({ next }: Statement, { rows, truncated }: QueryAnswer): string {
  const before = Number(next ?? 0);
  if (before > 0) return `rows ${exactNumber(before + 1)} to ${exactNumber(before + rows.length)}`;
  return truncated ? `the first ${exactNumber(rows.length)} rows` : counted(rows.length, "row");
}

/** What a cut answer lacks, and where it goes on. */
function Cut({ statement, answer }: { readonly statement: Statement; readonly answer: QueryAnswer }) {
  const { truncated, cut, next } = answer;
  if (!truncated && statement.next === null) return null;
  return (
    <p class="cut-note">
      {truncated && (
        <span>
          Cut: {cut?.why === "bytes" ? "more rows would be too long for" : "there are more rows than"} one answer; CSV
          and NDJSON hold all.
        </span>
      )}
      {statement.next !== null && <a href={withArguments({ _next: null, _row: null })}>the first rows</a>}
      {next !== undefined && <a href={withArguments({ _next: next, _row: null })}>the next rows</a>}
    </p>
  );
}

interface ShownProps {
  readonly bundle: string;
  readonly statement: Statement;
  /** The table whose rows the column `id` names; null: none, or more than one. */
  readonly source: string | null;
  readonly answer: QueryAnswer;
  readonly view: string;
}

function Shown({ bundle, statement, source, answer: { columns, rows }, view }: ShownProps) {
  if (rows.length === 0) return <NoRows statement={statement} />;
  if (statement.isPlan) return <QueryPlan rows={rows} />;
  if (view === "chart" && measures(columns, rows).length > 0) {
    return timeColumn(columns, rows) === null ? (
      <BarChart columns={columns} rows={rows} />
    ) : (
      <TimeChart columns={columns} rows={rows} />
    );
  }
  const chosen = Number(parameters.value.get("_row") ?? 0) - 1;
  return (
    <>
      {view === "chart" && <p class="notice">No column holds only numbers, so here is the table.</p>}
      <DataGrid
        name={`query ${bundle} ${statement.next ?? ""} ${statement.sql}`}
        label="Rows of the answer"
        columns={columns}
        rows={rows}
        chosen={chosen}
        numbered={{ from: Number(statement.next ?? 0) + 1, href: (at) => withArguments({ _row: `${at + 1}` }) }}
        link={(row, column) => linkOf(bundle, source, row, column)}
      />
    </>
  );
}

function NoRows({ statement: { values } }: { readonly statement: Statement }) {
  const empty = Object.keys(values).filter((name) => values[name] === "");
  return (
    <Empty>
      <p>No row answers this. The statement is sound; its conditions let nothing through.</p>
      {empty.length > 0 && (
        <p>
          Nothing is given for {empty.map((name) => `:${name}`).join(", ")}: it is compared as an empty text. Its field
          stands beside Run.
        </p>
      )}
    </Empty>
  );
}

function linkOf(bundle: string, source: string | null, row: Row, column: string): string | null {
  const value = wholeText(row[column]);
  if (value === "") return null;
  if (/^(parent_)?session_id$/.test(column)) return sessionHref(bundle, value);
  if (column === "id" && source !== null) return rowHref(bundle, source, [value]);
  const table = row.origin_table;
  return column === "origin_id" && typeof table === "string" ? rowHref(bundle, table, [value]) : null;
}
