// The first gate: one statement, and one that reads. The authorizer of the connection is the second.

import { QueryError } from "./protocol.ts";

const READS = new Set(["SELECT", "WITH", "VALUES", "EXPLAIN"]);
const QUOTES = new Map([
  ["'", "'"],
  ['"', '"'],
  ["`", "`"],
  ["[", "]"],
]);

/** The statement without a semicolon at its end; throws `refused` when it is not exactly one that reads. */
export function oneReadingStatement(sql: string): string {
  if (sql.includes("\0")) throw refused("The SQL holds a NUL character, which would end it.");
  const end = endOfStatement(sql, 0);
  if (hasWords(sql.slice(end + 1)))
    throw refused("Only one statement is run at a time; leave out what follows the first semicolon.");
  const statement = sql.slice(0, end);
  const verb = firstWord(statement);
  if (verb === "") throw refused("There is no SQL to run.");
  if (!READS.has(verb)) {
    const hint = verb === "PRAGMA" ? " Use the function form, as in SELECT * FROM pragma_table_info('logs')." : "";
    throw refused(`Only statements that read are run: SELECT, WITH, VALUES or EXPLAIN, not ${verb}.${hint}`);
  }
  return statement;
}

/** The position of the first semicolon outside strings, names and comments, or the length. */
function endOfStatement(sql: string, from: number): number {
  for (let at = nextMark(sql, from); at < sql.length; ) {
    if (sql[at] === ";") return at;
    const close = QUOTES.get(sql[at] ?? "");
    // A doubled quote inside reads as two quoted parts side by side, which ends at the same place.
    const after = close === undefined ? afterBlankOrComment(sql, at) : afterIncluding(sql, close, at + 1);
    // A minus or a slash that begins no comment.
    at = nextMark(sql, Math.max(after, at + 1));
  }
  return sql.length;
}

/** Where next a statement, a string, a name or a comment may begin or end, or the length. */
function nextMark(sql: string, from: number): number {
  const mark = /[;'"`[/-]/g;
  mark.lastIndex = from;
  return mark.exec(sql)?.index ?? sql.length;
}

function hasWords(sql: string): boolean {
  let at = 0;
  while (at < sql.length) {
    const next = afterBlankOrComment(sql, at);
    if (next === at && sql[at] !== ";") return true;
    at = Math.max(next, at + 1);
  }
  return false;
}

function firstWord(sql: string): string {
  let at = 0;
  for (let next = afterBlankOrComment(sql, at); next > at; next = afterBlankOrComment(sql, at)) at = next;
  return (/^[A-Za-z_]+/.exec(sql.slice(at, at + 40))?.[0] ?? sql.slice(at, at + 1)).toUpperCase();
}

function afterBlankOrComment(sql: string, at: number): number {
  const character = sql[at];
  if (character === " " || character === "\n" || character === "\t" || character === "\r" || character === "\f")
    return at + 1;
  // SQLite skips a byte order mark too.
  if (character === "\ufeff") return at + 1;
  if (sql.startsWith("--", at)) return afterIncluding(sql, "\n", at + 2);
  if (sql.startsWith("/*", at)) return afterIncluding(sql, "*/", at + 2);
  return at;
}

function afterIncluding(sql: string, mark: string, from: number): number {
  const found = sql.indexOf(mark, from);
  return found === -1 ? sql.length : found + mark.length;
}

function refused(message: string): QueryError {
  return new QueryError("refused", message);
}
