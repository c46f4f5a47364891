// Where a statement is wrong, and what was perhaps meant.

import { describe, expect, test } from "bun:test";
import type { SchemaTable } from "../../../src/serve/api/types.ts";
import { linesOf, problemIn, withWord } from "../../../src/serve/ui/queries/sql-problem.ts";

function table(name: string, ...columns: readonly string[]): SchemaTable {
  return {
    name,
    comment: "",
    key: [],
    label: null,
    time: null,
    has_search: false,
    columns: columns.map((column) => ({ name: column, type: "TEXT", comment: null })),
    links: [],
  };
}

const tables = [table("logs", "id", "level", "message"), table("tool_calls", "id", "tool_name", "status")];

function marked(sql: string, message: string): readonly string[] {
  return problemIn(sql, message, tables).spans.map(({ from, to }) => sql.slice(from, to));
}

describe("the place of a complaint", () => {
  test("a syntax error stands at the word that SQLite names", () => {
    const sql = "SELECT tool_name\nFROM tool_calls\nGRUP BY 1";
    const { spans } = problemIn(sql, 'near "BY": syntax error', tables);
    expect(marked(sql, 'near "BY": syntax error')).toEqual(["BY"]);
    expect(linesOf(sql, spans)).toEqual([3]);
  });

  test("a word in comments and texts is not meant", () => {
    const sql = "SELECT 'levl' -- levl\n, levl FROM logs";
    const { spans } = problemIn(sql, "no such column: levl", tables);
    expect(linesOf(sql, spans)).toEqual([2]);
  });

  test("all places of a word are told where SQLite does not say which", () => {
    const sql = "SELECT levl\nFROM logs\nWHERE levl = 1";
    expect(linesOf(sql, problemIn(sql, "no such column: levl", tables).spans)).toEqual([1, 3]);
  });

  test("a statement that ends too early is marked at its end", () => {
    expect(marked("SELECT count(", "incomplete input")).toEqual(["("]);
  });

  test("a text that is never closed is marked to its end", () => {
    expect(marked("SELECT 'abc", 'unrecognized token: "\'abc"')).toEqual(["'abc"]);
  });

  test("other complaints have no place", () => {
    expect(problemIn("SELECT 1", "The query was stopped.", tables)).toEqual({ spans: [], suggestions: [], homes: [] });
  });
});

describe("what was meant", () => {
  test("a mistyped column is looked for in the tables of the statement", () => {
    const { suggestions } = problemIn("SELECT c.tool_nam FROM tool_calls c", "no such column: c.tool_nam", tables);
    expect(suggestions).toEqual(["tool_name"]);
  });

  test("a mistyped table is looked for in the schema", () => {
    expect(problemIn("SELECT * FROM toolcalls", "no such table: toolcalls", tables).suggestions).toEqual([
      "tool_calls",
    ]);
  });

  test("a column of another table is found there", () => {
    const { suggestions, homes } = problemIn("SELECT status FROM logs", "no such column: status", tables);
    expect({ suggestions, homes }).toEqual({ suggestions: [], homes: ["tool_calls"] });
  });

  test("a name in double quotes is found, with SQLite's advice behind it", () => {
    const message = 'no such column: "lvel" - should this be a string literal in single-quotes?';
    const sql = 'SELECT "lvel" FROM logs';
    const { spans, suggestions } = problemIn(sql, message, tables);
    expect(suggestions).toEqual(["level"]);
    expect(withWord(sql, spans, "level")).toBe("SELECT level FROM logs");
  });

  test("nothing is suggested where all names are far", () => {
    expect(problemIn("SELECT x FROM logs", "no such column: zzzzzz", tables).suggestions).toEqual([]);
  });

  test("a name that is no plain word is put in quotes", () => {
    expect(withWord("SELECT * FROM pts", [{ from: 14, to: 17 }], "my pets")).toBe('SELECT * FROM "my pets"');
  });
});
