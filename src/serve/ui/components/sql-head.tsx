// The statement and what runs it: the editor, its parameters, the button.

import { useEffect, useState } from "preact/hooks";
import type { SchemaTable } from "../../api/types.ts";
import { parameterNames } from "../queries/sql-parameters.ts";
import type { Span } from "../queries/sql-problem.ts";
import { SqlBox } from "./sql-box.tsx";

interface SqlHeadProps {
  /** What the address asks. */
  readonly asked: string;
  /** Of its parameters, as the address has them. */
  readonly values: Readonly<Record<string, string>>;
  readonly tables: readonly SchemaTable[];
  /** What the server complained of, in what was asked. */
  readonly marks: readonly Span[];
  readonly onRun: (text: string, values: Readonly<Record<string, string>>) => void;
  /** Told what inserts text. */
  readonly onReady: (insert: (text: string) => void) => void;
}

export function SqlHead({ asked, values, tables, marks, onRun, onReady }: SqlHeadProps) {
  const [text, setText] = useState(asked);
  const [given, setGiven] = useState<Readonly<Record<string, string>>>({});
  useEffect(() => {
    setText(asked);
    setGiven({});
  }, [asked, JSON.stringify(values)]);
  const names = parameterNames(text);
  const valueFor = (name: string) => given[name] ?? values[name] ?? "";
  const run = () => {
    if (text.trim() !== "") onRun(text, Object.fromEntries(names.map((name) => [name, valueFor(name)])));
  };
  return (
    <div class="sql-head">
      <h1 class="unseen">SQL</h1>
      <SqlBox
        text={text}
        asked={asked}
        tables={tables}
        marks={marks}
        onChange={setText}
        onRun={run}
        onReady={onReady}
      />
      <div class="toolbar">
        <button type="button" class="primary" onClick={run} disabled={text.trim() === ""} title="Ctrl+Enter">
          Run
        </button>
        {names.map((name) => (
          <label
            key={name}
            class="sql-parameter"
            title={`Text, as it stands here; CAST(:${name} AS INTEGER) makes a number of it`}
          >
            :{name}
            <input
              type="text"
              value={valueFor(name)}
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
  );
}
