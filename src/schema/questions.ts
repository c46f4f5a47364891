// Questions that are worth asking of any bundle: shown by `schema`, offered by `serve`. Their one home is questions.sql.

import questionsSql from "./questions.sql" with { type: "text" };

export interface Question {
  /** Kebab-case, stable: part of addresses. */
  readonly id: string;
  /** The question itself. */
  readonly title: string;
  readonly sentence: string;
  /** One SELECT without a semicolon. */
  readonly sql: string;
}

/** Each stands as three comments (id, title, sentence) and a statement. */
export const questions: readonly Question[] = questionsSql
  .split(/;[ \t]*\n/)
  .map((text) => text.trim())
  .filter((text) => text !== "")
  .map(readQuestion);

function readQuestion(text: string): Question {
  const match = /^-- ([a-z-]+)\n-- ([^\n]+)\n-- ([^\n]+)\n(SELECT[\s\S]+)$/.exec(text);
  const [, id, title, sentence, sql] = match ?? [];
  if (id === undefined || title === undefined || sentence === undefined || sql === undefined)
    throw new Error(`A question that is not written as the others are: ${text.slice(0, 80)}`);
  return { id, title, sentence, sql };
}
