// Which columns are shown; the address says it as Datasette does.

import { change } from "../state/location.ts";

interface ColumnChooserProps {
  readonly columns: readonly string[];
  readonly shown: readonly string[];
  /** Always shown. */
  readonly keys: readonly string[];
}

export function ColumnChooser({ columns, shown, keys }: ColumnChooserProps) {
  const set = (next: readonly string[]) => {
    const isAll = next.length === columns.length;
    change({ _nocol: null, _col: isAll ? null : next.filter((column) => !keys.includes(column)) });
  };
  const toggle = (column: string) =>
    set(columns.filter((one) => (one === column ? !shown.includes(one) : shown.includes(one))));
  return (
    <details class="chooser">
      <summary>columns{shown.length < columns.length && ` ${shown.length} of ${columns.length}`}</summary>
      <div class="chooser-list">
        {columns.map((column) => (
          <label key={column}>
            <input
              type="checkbox"
              checked={shown.includes(column)}
              disabled={keys.includes(column)}
              onChange={() => toggle(column)}
            />
            {column}
          </label>
        ))}
      </div>
    </details>
  );
}
