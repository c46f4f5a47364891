// Beside the editor: questions worth asking, and the tables with their columns and comments.

import { useState } from "preact/hooks";
import type { Question, SchemaTable } from "../../api/types.ts";
import { questionGroups } from "../queries/questions.ts";
import { queryHref } from "../state/place.ts";

interface SchemaPaneProps {
  readonly bundle: string;
  readonly tables: readonly SchemaTable[];
  readonly questions: readonly Question[];
  readonly onInsert: (text: string) => void;
}

export function SchemaPane({ bundle, tables, questions, onInsert }: SchemaPaneProps) {
  const [words, setWords] = useState("");
  const wanted = words.toLowerCase();
  const has = (text: string) => text.toLowerCase().includes(wanted);
  const shownQuestions = questions.filter(({ title, sql }) => has(title) || (wanted !== "" && has(sql)));
  const shownTables = tables.filter(({ name, columns }) => has(name) || columns.some((column) => has(column.name)));
  return (
    <div class="schema-pane">
      <input
        type="search"
        placeholder="Find a question or table"
        aria-label="Find a question, table or column"
        onInput={(event) => setWords(event.currentTarget.value)}
      />
      {questionGroups(shownQuestions).map(([title, group]) => (
        <details key={title} open={wanted !== "" || title === "What went wrong"}>
          <summary>{title}</summary>
          <ul>
            {group.map((question) => (
              <li key={question.id}>
                <a href={queryHref(bundle, question.sql)} title={question.sentence}>
                  {question.title}
                </a>
              </li>
            ))}
          </ul>
        </details>
      ))}
      <h3>Tables</h3>
      {shownTables.map((table) => (
        <TableEntry key={table.name} table={table} isOpen={wanted !== "" && !has(table.name)} onInsert={onInsert} />
      ))}
    </div>
  );
}

interface TableEntryProps {
  readonly table: SchemaTable;
  readonly isOpen: boolean;
  readonly onInsert: (text: string) => void;
}

function TableEntry({ table, isOpen, onInsert }: TableEntryProps) {
  return (
    <details open={isOpen}>
      <summary title={table.comment}>
        <code>{table.name}</code>
      </summary>
      <p class="dim">{table.comment}</p>
      <ul>
        {table.columns.map(({ name, comment }) => (
          <li key={name}>
            <button type="button" class="link" onClick={() => onInsert(name)}>
              <code>{name}</code>
            </button>{" "}
            <span class="dim">{comment}</span>
          </li>
        ))}
      </ul>
    </details>
  );
}
