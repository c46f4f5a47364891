// Counts and facets read many rows for a few numbers, and every page of a table asks for the same ones: they are kept as
// long as the file is what it was. Only what a bundle's own views say is kept; a user's SQL may ask for the time.

import type { Asked, QueryAnswer, ServedFile } from "../../operations/serving.ts";

/** Answers of a file. */
const mostAnswers = 200;
/** Characters of an answer's texts; a longer one is asked for again. */
const longest = 50_000;

const kept = new WeakMap<ServedFile, Map<string, QueryAnswer>>();

/** The answer of `file.run`. */
export async function remembered(file: ServedFile, asked: Asked): Promise<QueryAnswer> {
  if (asked.lane !== "internal") return file.run(asked);
  const answers = kept.get(file) ?? new Map<string, QueryAnswer>();
  kept.set(file, answers);
  const question = questionOf(asked);
  const known = answers.get(question);
  // Last in the order of the map: the first one goes when there are too many.
  answers.delete(question);
  // So many rows may take long: other statements of the pages do not wait for it.
  const answer = known ?? (await file.run({ ...asked, lane: "scan" }));
  if (answer.cut === null && sizeOf(answer) <= longest) answers.set(question, answer);
  for (const oldest of [...answers.keys()].slice(0, Math.max(0, answers.size - mostAnswers))) answers.delete(oldest);
  return answer;
}

/** Big integers and bytes differ from the texts that look like them. */
function questionOf({ sql, parameters = {} }: Asked): string {
  const bound = Object.entries(parameters).map(([name, value]) => [name, typeof value, String(value)]);
  return JSON.stringify([sql, bound]);
}

function sizeOf({ rows }: QueryAnswer): number {
  return rows.flat().reduce<number>((sum, value) => sum + (typeof value === "string" ? value.length : 16), 0);
}
