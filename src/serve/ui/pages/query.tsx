// SQL: the statement, its parameters, the answer as a table or chart, the plan; the address holds it all.

import { useEffect, useRef, useState } from "preact/hooks";
import { query, queryAddress } from "../api/client.ts";
import { FirstQuestions } from "../components/first-questions.tsx";
import { Failure, With } from "../components/notice.tsx";
import { Panes } from "../components/panes.tsx";
import { QueryResult } from "../components/query-result.tsx";
import { SchemaPane } from "../components/schema-pane.tsx";
import { SqlBox } from "../components/sql-box.tsx";
import { schemaOf } from "../queries/schema.ts";
import { parameterNames } from "../queries/sql-parameters.ts";
import { useAnswer } from "../state/answer.ts";
import { useKeys } from "../state/keys.ts";
import { go, parameters } from "../state/location.ts";
import { pageHref, queryHref, searchOf } from "../state/place.ts";

export function QueryPage({ bundle }: { readonly bundle: string }) {
  const asked = parameters.value.get("sql") ?? "";
  const [text, setText] = useState(asked);
  const [given, setGiven] = useState<Readonly<Record<string, string>>>({});
  const insert = useRef<(piece: string) => void>((piece) => setText((before) => before + piece));
  const schema = useAnswer(schemaOf(bundle)).value;
  useEffect(() => {
    setText(asked);
    setGiven({});
  }, [asked]);
  const names = parameterNames(text);
  const givenFor = (name: string) => given[name] ?? parameters.value.get(name) ?? "";
  const run = () => {
    const values = Object.fromEntries(names.map((name) => [name, givenFor(name)]));
    const view = ["_view", "_x", "_y"].flatMap((name) =>
      parameters.value.has(name) ? [[name, parameters.value.get(name) ?? ""]] : [],
    );
    go(queryHref(bundle, text, { ...values, ...Object.fromEntries(view) }));
  };
  useKeys("SQL", [{ key: "Escape", does: "leave the editor; Ctrl+Enter runs", run: () => {} }]);
  return (
    <Panes
      name="query"
      leftTitle="schema"
      narrow="middle"
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
          <div class="sql-head">
            <SqlBox
              text={text}
              asked={asked}
              tables={schema?.tables ?? []}
              onChange={setText}
              onRun={run}
              onReady={(into) => {
                insert.current = into;
              }}
            />
            <div class="toolbar">
              <button type="button" class="primary" onClick={run} disabled={text.trim() === ""}>
                Run
              </button>
              {names.map((name) => (
                <label key={name} class="sql-parameter">
                  :{name}
                  <input
                    type="text"
                    value={givenFor(name)}
                    onInput={(event) => setGiven({ ...given, [name]: event.currentTarget.value })}
                    onKeyDown={(event) => {
                      if (event.key === "Enter") run();
                    }}
                  />
                </label>
              ))}
              {text !== asked && asked !== "" && <span class="dim">not run yet</span>}
            </div>
          </div>
          {asked.trim() === "" ? (
            <FirstQuestions bundle={bundle} questions={schema?.questions ?? []} />
          ) : (
            <Answer bundle={bundle} sql={asked} />
          )}
        </div>
      }
    />
  );
}

function Answer({ bundle, sql }: { readonly bundle: string; readonly sql: string }) {
  const values = Object.fromEntries(parameterNames(sql).map((name) => [name, parameters.value.get(name) ?? ""]));
  const isPlan = parameters.value.get("_view") === "plan";
  const begun = useRef(performance.now());
  const answer = useAnswer({
    key: `query ${bundle} ${isPlan} ${sql} ${JSON.stringify(values)}`,
    load: async (signal) => {
      begun.current = performance.now();
      const found = await query(bundle, sql, isPlan ? { ...values, _plan: "on" } : values, signal);
      return { ...found, elapsedMs: performance.now() - begun.current };
    },
  });
  if (answer.error !== null) {
    const hint =
      "The statement above can be changed and run again; what tables and columns are called stands on the left.";
    return <Failure error={answer.error} retry={answer.retry} hint={hint} />;
  }
  return (
    <With of={answer} wait="Running">
      {(found) => (
        <QueryResult
          name={`${bundle} ${sql}`}
          bundle={bundle}
          answer={found}
          elapsedMs={found.elapsedMs}
          isStale={answer.isStale}
          addresses={{
            csv: queryAddress(bundle, "csv", sql, { ...values, _stream: "1" }),
            ndjson: `${pageHref(bundle, "query")}.ndjson${searchOf({ sql, ...values })}`,
            json: queryAddress(bundle, "json", sql, { ...values, _shape: "array" }),
          }}
        />
      )}
    </With>
  );
}
