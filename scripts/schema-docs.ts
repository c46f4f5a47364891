// Writes docs/schema.md from the comments of the views: bun scripts/schema-docs.ts

import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describeSchema, type TableDescription } from "../src/operations/schema.ts";
import type { Question } from "../src/schema/questions.ts";
import { views } from "../src/schema/registry.ts";

if (import.meta.main) writeFileSync(join(import.meta.dir, "../docs/schema.md"), schemaPage());

export function schemaPage(): string {
  const { schema_version, notes, tables, questions } = describeSchema(null);
  return `${[
    "# Tables and columns of a bundle",
    "<!-- Written by scripts/schema-docs.ts from the comments in src/schema/views: change those. -->",
    `Schema version ${schema_version}. \`dbundle schema BUNDLE\` shows the same on the terminal, with the rows of that bundle.`,
    list(notes.map(escaped)),
    list(tables.map(({ name, comment }) => `[\`${name}\`](#${name}): ${escaped(firstSentence(comment))}`)),
    ...tables.flatMap(table),
    "## Questions worth asking",
    ...questions.flatMap(question),
  ].join("\n\n")}\n`;
}

function table({ name, comment, key, columns }: TableDescription): string[] {
  const time = views.find((view) => view.name === name)?.time;
  const rows = columns.map((column) => `| \`${column.name}\` | ${escaped(column.comment)} |`);
  return [
    `## ${name}`,
    escaped(comment),
    `Key: ${key.map(code).join(", ")}.${time === undefined ? "" : ` In order of time by ${code(time)}.`}`,
    ["| column | what it is |", "|---|---|", ...rows].join("\n"),
  ];
}

function question({ title, sentence, sql }: Question): string[] {
  return [`### ${title}`, escaped(sentence), `\`\`\`sql\n${sql}\n\`\`\``];
}

function firstSentence(comment: string): string {
  return comment.split(/(?<=\.)\s/, 1)[0] ?? comment;
}

function list(lines: readonly string[]): string {
  return lines.map((line) => `- ${line}`).join("\n");
}

function code(name: string): string {
  return `\`${name}\``;
}

/** What Markdown would take for marks, outside of code. */
function escaped(text: string): string {
  return text.replace(/`[^`]*`|[\\|*<>]/g, (found) => (found.length > 1 ? found : `\\${found}`));
}
