// Tables that tell of one thing, with how many rows each has, to be opened for their columns.

import type { SchemaTable } from "../../api/types.ts";
import { exactNumber, shortNumber } from "../format/amounts.ts";
import { sqlName } from "../queries/sql-name.ts";
import { rowCounts } from "../queries/table-groups.ts";
import { useAnswer } from "../state/answer.ts";
import { tableHref } from "../state/place.ts";
import { Comment } from "./comment.tsx";

interface SchemaGroupProps {
  readonly bundle: string;
  readonly title: string;
  readonly tables: readonly SchemaTable[];
  readonly isShown: (table: SchemaTable) => boolean;
  readonly isOpen: (table: SchemaTable) => boolean;
  readonly onInsert: (text: string) => void;
}

export function SchemaGroup({ bundle, title, tables, isShown, isOpen, onInsert }: SchemaGroupProps) {
  const names = tables.map(({ name }) => name);
  const counts = useAnswer(rowCounts(bundle, names)).value;
  return (
    <section>
      <h3>{title}</h3>
      {tables.filter(isShown).map((table) => (
        <TableEntry
          key={table.name}
          bundle={bundle}
          table={table}
          count={counts?.[table.name] ?? null}
          isOpen={isOpen(table)}
          onInsert={onInsert}
        />
      ))}
    </section>
  );
}

interface TableEntryProps {
  readonly bundle: string;
  readonly table: SchemaTable;
  /** Null: not counted, or not yet. */
  readonly count: number | null;
  readonly isOpen: boolean;
  readonly onInsert: (text: string) => void;
}

function TableEntry({ bundle, table, count, isOpen, onInsert }: TableEntryProps) {
  return (
    <details open={isOpen}>
      <summary title={table.comment} class={count === 0 ? "is-empty" : ""}>
        <code>{table.name}</code>
        <span class="number" title={count === null ? "" : `${exactNumber(count)} rows`}>
          {count === null ? "" : count === 0 ? "empty" : shortNumber(count)}
        </span>
      </summary>
      <p class="dim">
        <Comment text={table.comment} /> <a href={tableHref(bundle, table.name)}>Its rows</a>{" "}
        <button type="button" class="link" onClick={() => onInsert(sqlName(table.name))}>
          insert the name
        </button>
      </p>
      <ul>
        {table.columns.map(({ name, comment }) => (
          <li key={name}>
            <button type="button" class="link" onClick={() => onInsert(sqlName(name))} title="Insert at the cursor">
              <code>{name}</code>
            </button>{" "}
            <span class="dim">
              <Comment text={comment ?? ""} />
            </span>
          </li>
        ))}
      </ul>
    </details>
  );
}
