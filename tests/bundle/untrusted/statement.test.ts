import { describe, expect, test } from "bun:test";
import { oneReadingStatement } from "../../../src/bundle/untrusted/statement.ts";

describe("one reading statement", () => {
  for (const sql of [
    "SELECT 1",
    "  -- a comment; with a semicolon\n select 1",
    "/* ; */ WITH a AS (SELECT 1) SELECT * FROM a",
    "VALUES (1)",
    "EXPLAIN QUERY PLAN SELECT 1",
    "SELECT ';' AS \"a;b\", [c;d], `e;f` FROM t",
    "SELECT 'it''s; fine'",
  ]) {
    test(`passes: ${sql}`, () => expect(oneReadingStatement(sql)).toBe(sql));
  }

  test("a semicolon at the end is left out, with the comments after it", () => {
    expect(oneReadingStatement("SELECT 1 ; ; -- done")).toBe("SELECT 1 ");
  });

  for (const [sql, sentence] of [
    ["", "There is no SQL to run."],
    [" ; ", "There is no SQL to run."],
    ["-- only a comment", "There is no SQL to run."],
    ["/* never closed", "There is no SQL to run."],
    ["SELECT 1; SELECT 2", "Only one statement"],
    ["SELECT 1; /* x */ DROP TABLE notes", "Only one statement"],
    ["SELECT 'a\\'; DROP TABLE notes; --'", "Only one statement"],
    ["DELETE FROM notes", "not DELETE"],
    ["/* SELECT */ VACUUM", "not VACUUM"],
    ["PRAGMA query_only = 0", "pragma_table_info"],
    ["\0SELECT 1", "NUL"],
    ["SELECT 1\0; DROP TABLE notes", "NUL"],
    ["(SELECT 1)", "not ("],
  ] as const) {
    test(`is refused: ${JSON.stringify(sql)}`, () => expect(() => oneReadingStatement(sql)).toThrow(sentence));
  }
});
