// Questions worth asking, by what one wants to know.

import type { Question } from "../../api/types.ts";

/** By what one wants to know; a question that stands in no group is shown under the last one. */
const groups: readonly (readonly [title: string, ids: readonly string[]])[] = [
  [
    "What went wrong",
    [
      "what-went-wrong",
      "first-failures",
      "failed-runs",
      "failed-tools",
      "unanswered-tools",
      "errors-and-warnings",
      "before-the-end",
      "agents-in-trouble",
      "disorder",
    ],
  ],
  ["What happened", ["timeline", "conversation", "sessions", "log-events", "tool-log", "state"]],
  ["What it cost", ["tokens-by-session", "tokens-by-model", "slow-prompts", "slow-tools"]],
  ["How tools did", ["tool-success", "repeated-calls"]],
];
const others = "What is in here";

export function questionGroups(questions: readonly Question[]): readonly (readonly [string, readonly Question[]])[] {
  const grouped = Map.groupBy(questions, ({ id }) => groups.find(([, ids]) => ids.includes(id))?.[0] ?? others);
  return [...groups.map(([title]) => title), others].flatMap((title) => {
    const group = grouped.get(title);
    return group === undefined ? [] : [[title, group] as const];
  });
}
