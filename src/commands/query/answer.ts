// An answer as a table for people.

import type { Cut, QueryAnswer } from "../../operations/query.ts";
import { markdownTable } from "../../terminal/markdown.ts";
import { renderRecords } from "../../terminal/records.ts";
import { renderTable } from "../../terminal/tables.ts";
import { count } from "../info/amount.ts";
import type { Streams } from "../line/streams.ts";

/** So many rows that are too wide for a table are shown upright, with all of their columns. */
const mostUpright = 5;

export function printAnswer(answer: QueryAnswer, format: "table" | "markdown", to: Streams): undefined {
  if (format === "markdown") to.out.write(markdownTable(answer));
  else {
    const look = { width: to.out.width, colors: to.outColors };
    const { text, hidden } = renderTable(answer, look);
    const isUpright = hidden.length > 0 && answer.rows.length <= mostUpright;
    to.out.write(isUpright ? renderRecords(answer, look) : text);
    if (hidden.length > 0 && !isUpright)
      note(
        to,
        `Not shown, for lack of width: ${hidden.join(", ")}. Name fewer columns, or see them with --format json.`,
      );
  }
  if (answer.cut !== null) note(to, cutSentence(answer.cut));
  return undefined;
}

function cutSentence({ why, at }: Exclude<Cut, null>): string {
  if (why === "bytes")
    return `Only the first ${at === 1 ? "row is" : `${count(at)} rows are`} shown: the answer is too long for a table. --format csv prints all.`;
  return `Only the first ${at === 1 ? "row is" : `${count(at)} rows are`} shown. --max-rows shows more, --format csv or json prints all.`;
}

function note(to: Streams, sentence: string): void {
  if (!to.quiet) to.notes.write(`${sentence}\n`);
}
