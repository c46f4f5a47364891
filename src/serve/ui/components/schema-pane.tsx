// Beside the editor: questions worth asking, and the tables with their columns and comments.

import { useState } from "preact/hooks";
import type { Question, SchemaTable } from "../../api/types.ts";
import { questionGroups } from "../queries/questions.ts";
import { type TableGroup, tableGroups } from "../queries/table-groups.ts";
import { queryHref } from "../state/place.ts";
import { SchemaGroup } from "./schema-group.tsx";

interface SchemaPaneProps {
  readonly bundle: string;
  readonly tables: readonly SchemaTable[];
  readonly questions: readonly Question[];
  readonly onInsert: (text: string) => void;
}

export function SchemaPane({ bundle, tables, questions, onInsert }: SchemaPaneProps) {
  const [words, setWords] = useState("");
  const wanted = words.trim().toLowerCase();
  const has = (text: string) => text.toLowerCase().includes(wanted);
  const shownQuestions = questions.filter(({ title, sql }) => has(title) || (wanted !== "" && has(sql)));
  const isShown = ({ name, columns }: SchemaTable) => has(name) || columns.some((column) => has(column.name));
  const groups = tableGroups(tables).filter((group) => group.tables.some(isShown));
  return (
    <div class="schema-pane">
      <input
        type="search"
        placeholder={questions.length > 0 ? "Find a question or table" : "Find a table"}
        aria-label="Find a question, table or column"
        onInput={(event) => setWords(event.currentTarget.value)}
      />
      {shownQuestions.length > 0 && (
        <details class="schema-questions" open={wanted !== ""}>
          <summary>Questions to begin with</summary>
          {questionGroups(shownQuestions).map(([title, group]) => (
            <section key={title}>
              <h3>{title}</h3>
              <ul>
                {group.map((question) => (
                  <li key={question.id}>
                    <a href={queryHref(bundle, question.sql)} title={question.sentence}>
                      {question.title}
                    </a>
                  </li>
                ))}
              </ul>
            </section>
          ))}
        </details>
      )}
      {groups.map((group: TableGroup) => (
        <SchemaGroup
          key={group.title}
          bundle={bundle}
          title={groups.length === 1 && questions.length === 0 ? "Tables" : group.title}
          tables={group.tables}
          isShown={isShown}
          isOpen={({ name }) => wanted !== "" && !has(name)}
          onInsert={onInsert}
        />
      ))}
      {groups.length + shownQuestions.length === 0 && <p class="dim">Nothing here is called “{words.trim()}”.</p>}
    </div>
  );
}
