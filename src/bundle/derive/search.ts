// Fills the full-text index. Its rowids are `id * 16 + code`, see the view `search`.

import type { Database } from "bun:sqlite";

export type SearchScope = "default" | "full" | "none";

/** Text of a row as SQL over its fact table; the codes are those of the view `search`. */
const indexed: readonly { code: number; from: string; text: string; where: string }[] = [
  { code: 1, from: "_messages", text: "content", where: "superseded = 0 AND shadowed = 0 AND content IS NOT NULL" },
  {
    code: 2,
    from: "_tool_invocations",
    text: "concat_ws(char(10), tool_name, params, result_message, coalesce(rendered_output, result_value))",
    where: "superseded = 0 AND shadowed = 0",
  },
  {
    code: 3,
    from: "_prompt_events",
    text: "concat_ws(char(10), prompt_name, rendered_text, output, error_message)",
    where: "superseded = 0 AND shadowed = 0",
  },
  {
    code: 4,
    from: "_errors",
    text: "concat_ws(char(10), error_type, message, stack)",
    where: "origin_table = 'errors'",
  },
  { code: 5, from: "_files", text: "concat_ws(char(10), path, content)", where: "superseded = 0" },
  { code: 6, from: "_documents", text: "concat_ws(char(10), key, payload)", where: "superseded = 0" },
];

const logText = "concat_ws(char(10), event, message)";

export function fillSearch(db: Database, scope: SearchScope): void {
  if (scope === "none") return;
  for (const { code, from, text, where } of indexed) {
    db.exec(
      `INSERT INTO _search (rowid, text) SELECT id * 16 + ${code}, ${text} FROM ${from} WHERE ${where} ORDER BY id`,
    );
  }
  const severe = scope === "full" ? "" : "AND severity >= 13";
  db.exec(
    `INSERT INTO _search (rowid, text) SELECT id * 16 + 7, ${logText} FROM _logs WHERE superseded = 0 ${severe} ORDER BY id`,
  );
}
