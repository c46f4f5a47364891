// Which columns are shown; the address says it as Datasette does.

import { useEffect, useRef } from "preact/hooks";
import { change } from "../state/location.ts";

interface ColumnChooserProps {
  /** In the order in which they are read. */
  readonly columns: readonly string[];
  /** In the order of the table. */
  readonly all: readonly string[];
  readonly shown: readonly string[];
  /** Always shown. */
  readonly keys: readonly string[];
}

export function ColumnChooser({ columns, all, shown, keys }: ColumnChooserProps) {
  const box = useRef<HTMLDetailsElement>(null);
  useEffect(() => {
    const close = (event: Event) => {
      const isInside = event.target instanceof Node && box.current?.contains(event.target) === true;
      if (box.current !== null && !isInside) box.current.open = false;
    };
    document.addEventListener("pointerdown", close);
    return () => document.removeEventListener("pointerdown", close);
  }, []);
  const set = (next: readonly string[]) => {
    const isAll = next.length === all.length;
    change({ _nocol: null, _col: isAll ? null : next.filter((column) => !keys.includes(column)) });
  };
  const toggle = (column: string) =>
    set(all.filter((one) => (one === column ? !shown.includes(one) : shown.includes(one))));
  return (
    <details
      class="chooser"
      ref={box}
      onKeyDown={(event) => {
        if (event.key === "Escape" && box.current !== null) box.current.open = false;
      }}
    >
      <summary>columns{shown.length < all.length && ` ${shown.length} of ${all.length}`}</summary>
      <div class="chooser-list">
        {shown.length < all.length && (
          <button type="button" class="link" onClick={() => set(all)}>
            show all
          </button>
        )}
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
