// The server's own statement behind a table page, set out for people: a clause a line, and no list of columns where all are wanted.

import type { PageSql } from "../api/client.ts";

const tokens = /'(?:[^']|'')*'|"(?:[^"]|"")*"|\w+|\s+|[^\w\s]/g;
const clauses = new Set(["from", "where", "and", "order", "limit"]);

/** `rows` is how many of them are wanted: the page itself asks for one more, to know whether there are more. */
export function tidySql(sql: string, areAllColumns: boolean, rows: number): string {
  let depth = 0;
  let clause = "";
  let text = "";
  for (const [token] of sql.matchAll(tokens)) {
    if (token === "(") depth += 1;
    if (token === ")") depth -= 1;
    const word = token.toLowerCase();
    if (depth > 0 || !clauses.has(word)) {
      if (clause === "" && word === "select") text = areAllColumns ? "SELECT *" : "SELECT";
      else if (clause !== "" || !areAllColumns)
        text += clause === "limit" && /^\d+$/.test(token) ? rows : keyword(token);
      continue; // Inside of a clause.
    }
    clause = word;
    text = `${text.trimEnd()}\n${word === "and" ? "  " : ""}${token.toUpperCase()}`;
  }
  return text.trim();
}

function keyword(token: string): string {
  return /^(by|desc|asc|is|not|null|in|like|glob|escape)$/.test(token) ? token.toUpperCase() : token;
}

/** As an address takes them; numbers are written as text. */
export function valuesOf({ params }: PageSql): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(params).map(([name, value]) => [name, String(value ?? "")]));
}
