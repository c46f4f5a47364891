// One more filter: a column, or a value inside of its JSON, what it is compared with and how.

import { useEffect, useRef, useState } from "preact/hooks";
import { type Row, textOf } from "../api/rows.ts";
import { argumentOf, operators, takesValue } from "../queries/table-filters.ts";
import { change, parameters } from "../state/location.ts";
import { looksLikeJson } from "./json-tree.tsx";

interface NewFilterProps {
  readonly columns: readonly string[];
  /** Of what is shown: their values are offered. */
  readonly rows: readonly Row[];
  readonly onDone: () => void;
}

const mostOffered = 40;
const longestOffered = 80;

export function NewFilter({ columns, rows, onDone }: NewFilterProps) {
  const [operator, setOperator] = useState<string>("exact");
  const [column, setColumn] = useState(columns[0] ?? "");
  const first = useRef<HTMLSelectElement>(null);
  useEffect(() => first.current?.focus(), []);
  const values = [...new Set(rows.flatMap((row) => textOf(row[column]) ?? []))];
  const isJson = values.slice(0, 20).some(looksLikeJson);
  const offered = values.filter(({ length }) => length <= longestOffered);
  return (
    <form
      class="new-filter"
      onSubmit={(event) => {
        event.preventDefault();
        const given = new FormData(event.currentTarget);
        const path = String(given.get("path") ?? "").trim();
        const argument = argumentOf(column + (path === "" ? "" : pathFrom(path)), operator);
        const value = takesValue(operator) ? String(given.get("value") ?? "") : "1";
        onDone();
        change({ [argument]: [...parameters.value.getAll(argument), value], _at: null });
      }}
      onKeyDown={(event) => {
        if (event.key === "Escape") onDone();
      }}
    >
      <select ref={first} aria-label="Column" value={column} onChange={(event) => setColumn(event.currentTarget.value)}>
        {columns.map((one) => (
          <option key={one}>{one}</option>
        ))}
      </select>
      {isJson && (
        <input
          name="path"
          type="text"
          aria-label="Path inside of its JSON"
          title="Empty: the whole text"
          placeholder="path inside, as tool.name"
        />
      )}
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
          list="filter-values"
          placeholder={operator === "in" || operator === "notin" ? "one, another" : "value"}
        />
      )}
      {!isJson && offered.length <= mostOffered && (
        <datalist id="filter-values">
          {offered.map((value) => (
            <option key={value} value={value} />
          ))}
        </datalist>
      )}
      <button type="submit">Apply</button>
      <button type="button" class="link" onClick={onDone}>
        cancel
      </button>
    </form>
  );
}

/** `tool.name`, `.tool.name`, `$.tool.name` and `[0].name` are all understood. */
function pathFrom(text: string): string {
  const path = text.replace(/^\$/, "");
  return `$${/^[.[]/.test(path) ? path : `.${path}`}`;
}
