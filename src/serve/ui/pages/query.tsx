// SQL: the statement, its parameters, the answer as a table or chart, one row in full, the plan; the address holds it all.

import { useMemo, useRef, useState } from "preact/hooks";
import type { SchemaTable } from "../../api/types.ts";
import { FirstQuestions } from "../components/first-questions.tsx";
import { Panes } from "../components/panes.tsx";
import { QueryAnswerView } from "../components/query-answer.tsx";
import { QueryRow } from "../components/query-row.tsx";
import { SchemaPane } from "../components/schema-pane.tsx";
import { SqlHead } from "../components/sql-head.tsx";
import { schemaOf } from "../queries/schema.ts";
import { problemIn, type SqlProblem } from "../queries/sql-problem.ts";
import { sourceOf, statementAnswer, statementIn } from "../queries/statement.ts";
import { useAnswer } from "../state/answer.ts";
import { useKeys } from "../state/keys.ts";
import { change, go, parameters } from "../state/location.ts";
import { queryHref } from "../state/place.ts";

const noProblem: SqlProblem = { spans: [], suggestions: [], homes: [] };
const nothing: Readonly<Record<string, string>> = {};
const noTables: readonly SchemaTable[] = [];

export function QueryPage({ bundle }: { readonly bundle: string }) {
  const given = parameters.value;
  const insert = useRef<(piece: string) => void>(() => {});
  const schema = useAnswer(schemaOf(bundle)).value;
  const tables = schema?.tables ?? noTables;
  const statement = statementIn(given);
  const asked = statement === null ? null : statementAnswer(bundle, statement);
  const [stopped, setStopped] = useState<string | null>(null);
  const isStopped = asked !== null && asked.key === stopped;
  const answer = useAnswer(isStopped ? null : asked);
  const sql = statement?.sql ?? "";
  const problem = useMemo(
    () => (answer.error === null ? noProblem : problemIn(sql, answer.error.message, tables)),
    [sql, answer.error, tables],
  );
  const again = () => {
    setStopped(null);
    answer.retry();
  };
  const run = (text: string, values: Readonly<Record<string, string>>) => {
    const wanted = { sql: text, values, isPlan: statement?.isPlan === true, next: null };
    // Asked once more, the same address would change nothing.
    if (statementAnswer(bundle, wanted).key === asked?.key) again();
    else go(queryHref(bundle, text, { ...values, ...viewIn(given) }));
  };
  const rows = statement === null || statement.isPlan || answer.isStale ? [] : (answer.value?.rows ?? []);
  const place = Number(given.get("_row") ?? 0) - 1;
  const row = rows[place];
  useRowKeys(rows.length, place);
  return (
    <Panes
      name="query"
      leftTitle="schema"
      rightTitle="row"
      narrow={row === undefined ? "middle" : "right"}
      left={
        schema === undefined ? (
          <div class="waiting">Reading the schema…</div>
        ) : (
          <SchemaPane
            bundle={bundle}
            tables={schema.tables}
            questions={schema.questions}
            onInsert={(piece) => insert.current(piece)}
          />
        )
      }
      middle={
        <div class="column">
          <SqlHead
            asked={sql}
            values={statement?.values ?? nothing}
            tables={tables}
            marks={problem.spans}
            onRun={run}
            onReady={(into) => {
              insert.current = into;
            }}
          />
          {statement === null || asked === null ? (
            <FirstQuestions bundle={bundle} questions={schema?.questions ?? []} tables={tables} />
          ) : (
            <QueryAnswerView
              bundle={bundle}
              statement={statement}
              answer={answer}
              problem={problem}
              tables={tables}
              isStopped={isStopped}
              onStop={() => setStopped(asked.key)}
              onRun={again}
            />
          )}
        </div>
      }
      right={
        row !== undefined && (
          <QueryRow
            bundle={bundle}
            columns={answer.value?.columns ?? []}
            row={row}
            source={sourceOf(sql, tables)}
            number={place + 1 + Number(statement?.next ?? 0)}
          />
        )
      }
    />
  );
}

/** How the answer is looked at stays when another is asked; which of its rows does not. */
function viewIn(given: URLSearchParams): Readonly<Record<string, string>> {
  return Object.fromEntries(
    ["_view", "_x", "_y"].flatMap((name) => (given.has(name) ? [[name, given.get(name) ?? ""]] : [])),
  );
}

function useRowKeys(count: number, place: number): void {
  const show = (next: number) => {
    if (next >= 0 && next < count) change({ _row: `${next + 1}` }, "replace");
  };
  useKeys("SQL", [
    { key: "j", does: "next row", run: () => show(place + 1) },
    { key: "k", does: "previous row", run: () => show(place - 1) },
    { key: "Escape", does: "leave the editor, or close the row; Ctrl+Enter runs", run: () => change({ _row: null }) },
  ]);
}
