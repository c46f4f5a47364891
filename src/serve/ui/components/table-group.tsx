// Tables that tell of one thing: name, rows, what they hold.

import type { SchemaTable } from "../../api/types.ts";
import { exactNumber, shortNumber } from "../format/amounts.ts";
import { rowCounts, tableGroups } from "../queries/table-groups.ts";
import { type Loaded, useAnswer } from "../state/answer.ts";
import { tableHref } from "../state/place.ts";
import { Comment } from "./comment.tsx";

interface TableGroupProps {
  readonly bundle: string;
  readonly title: string;
  /** Those to be shown. */
  readonly tables: readonly SchemaTable[];
  /** Of all groups: a group is counted whole, whichever of its tables are shown. */
  readonly all: readonly SchemaTable[];
  /** What was looked for in names of tables and columns, in lower case. */
  readonly words: string;
}

type Counts = Readonly<Record<string, number | null>>;

export function TableGroupView({ bundle, title, tables, all, words }: TableGroupProps) {
  const own = tableGroups(all).find(({ tables: some }) => some.some(({ name }) => name === tables[0]?.name));
  const names = (own?.tables ?? tables).map(({ name }) => name);
  const counts = useAnswer(rowCounts(bundle, names));
  return (
    <section class="table-group">
      <h2>{title}</h2>
      <ul>
        {tables.map((table) => (
          <li key={table.name}>
            <span class="table-line">
              <a href={tableHref(bundle, table.name)} class={counts.value?.[table.name] === 0 ? "is-empty" : ""}>
                {table.name}
              </a>
              <RowCount counts={counts} name={table.name} />
            </span>
            {table.comment !== "" && (
              <p>
                <Comment text={table.comment} />
              </p>
            )}
            <Found table={table} words={words} />
          </li>
        ))}
      </ul>
    </section>
  );
}

function RowCount({ counts, name }: { readonly counts: Loaded<Counts>; readonly name: string }) {
  if (counts.error !== null) {
    return (
      <button type="button" class="link" title={counts.error.message} onClick={counts.retry}>
        not counted
      </button>
    );
  }
  const count = counts.value?.[name];
  if (count === undefined) return <span class="dim">…</span>;
  if (count === null) return <span class="unknown">not counted</span>;
  return (
    <span class={count === 0 ? "number dim" : "number"} title={`${exactNumber(count)} rows`}>
      {count === 0 ? "empty" : shortNumber(count)}
    </span>
  );
}

/** Which columns were meant, where the name of the table was not. */
function Found({ table: { name, columns }, words }: { readonly table: SchemaTable; readonly words: string }) {
  if (words === "" || name.toLowerCase().includes(words)) return null;
  const found = columns.filter((column) => column.name.toLowerCase().includes(words));
  return (
    <p>
      {found.map((column) => (
        <span key={column.name} class="found-column">
          <code>{column.name}</code> <Comment text={column.comment ?? ""} />
        </span>
      ))}
    </p>
  );
}
