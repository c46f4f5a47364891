// What stands where no statement is written yet: questions to begin with, by what one wants to know.

import type { Question } from "../../api/types.ts";
import { questionGroups } from "../queries/questions.ts";
import { pageHref, queryHref } from "../state/place.ts";
import { Comment } from "./comment.tsx";

interface FirstQuestionsProps {
  readonly bundle: string;
  readonly questions: readonly Question[];
}

export function FirstQuestions({ bundle, questions }: FirstQuestionsProps) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard
    <section class="scroll first-questions" tabIndex={0} aria-label="Questions to begin with">
      <p>
        Write a SELECT and run it with <kbd>Ctrl</kbd> <kbd>Enter</kbd>, or begin with a question. What the tables hold
        stands on the left and on the page of <a href={pageHref(bundle, "tables")}>tables</a>.
      </p>
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
