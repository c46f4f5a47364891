// What stands where no statement is written yet: questions to begin with, by what one wants to know; in other files their tables.

import type { Question, SchemaTable } from "../../api/types.ts";
import { questionGroups } from "../queries/questions.ts";
import { sqlName } from "../queries/sql-name.ts";
import { pageHref, queryHref } from "../state/place.ts";
import { Comment } from "./comment.tsx";

interface FirstQuestionsProps {
  readonly bundle: string;
  readonly questions: readonly Question[];
  readonly tables: readonly SchemaTable[];
}

export function FirstQuestions({ bundle, questions, tables }: FirstQuestionsProps) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard
    <section class="scroll first-questions" tabIndex={0} aria-label="Questions to begin with">
      <p>
        Write a SELECT and run it with <kbd>Ctrl</kbd> <kbd>Enter</kbd>, or begin with{" "}
        {questions.length > 0 ? "a question" : "the rows of a table"}. What the tables hold stands on the page of{" "}
        <a href={pageHref(bundle, "tables")}>tables</a>.
      </p>
      {questions.length === 0 && <FirstTables bundle={bundle} tables={tables} />}
      <div class="question-groups">
        {questionGroups(questions).map(([title, group]) => (
          <section key={title}>
            <h2>{title}</h2>
            <ul>
              {group.map(({ id, title: question, sentence, sql }) => (
                <li key={id}>
                  <a href={queryHref(bundle, sql)}>{question}</a>
                  <p>
                    <Comment text={sentence} />
                  </p>
                </li>
              ))}
            </ul>
          </section>
        ))}
      </div>
    </section>
  );
}

const mostTables = 40;

function FirstTables({ bundle, tables }: { readonly bundle: string; readonly tables: readonly SchemaTable[] }) {
  return (
    <ul class="first-tables">
      {tables.slice(0, mostTables).map(({ name }) => (
        <li key={name}>
          <a href={queryHref(bundle, `SELECT *\nFROM ${sqlName(name)}\nLIMIT 200`)}>
            <code>{name}</code>
          </a>
        </li>
      ))}
    </ul>
  );
}
