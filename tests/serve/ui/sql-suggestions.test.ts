// What the editor offers while one types.

import { expect, test } from "bun:test";
import type { SchemaTable } from "../../../src/serve/api/types.ts";
import { suggestionsFor } from "../../../src/serve/ui/queries/sql-suggestions.ts";

function table(name: string, ...columns: readonly string[]): SchemaTable {
  return {
    name,
    comment: `All ${name}.`,
    key: [],
    label: null,
    time: null,
    has_search: false,
    columns: columns.map((column) => ({ name: column, type: "TEXT", comment: `The ${column}.` })),
    links: [],
  };
}

const tables = [table("logs", "id", "level"), table("tool_calls", "id", "status"), table("runs", "id", "ended_at")];

function columnsOffered(sql: string, before: string): readonly string[] {
  return suggestionsFor(sql, before, tables)
    .filter(({ comment }) => comment.startsWith("The "))
    .map(({ label }) => label);
}

test("behind FROM only tables are offered, with what they hold", () => {
  const offered = suggestionsFor("SELECT * FROM ", "SELECT * FROM ", tables);
  expect(offered.map(({ label }) => label)).toEqual(["logs", "tool_calls", "runs"]);
  expect(offered[0]?.comment).toBe("All logs.");
});

test("columns are those of the tables that the statement names, also further on", () => {
  expect(columnsOffered("SELECT  FROM tool_calls", "SELECT ")).toEqual(["id", "status"]);
});

test("while no table is named, columns of all tables are offered once, with where they are from", () => {
  expect(columnsOffered("SELECT ", "SELECT ")).toEqual(["id", "level", "status", "ended_at"]);
  expect(suggestionsFor("SELECT ", "SELECT ", tables)[0]?.detail).toBe("logs, tool_calls, …");
});

test("columns come before tables, tables before words of the language", () => {
  const ranks = (label: string) => suggestionsFor("FROM logs", "", tables).find((one) => one.label === label)?.rank;
  expect([ranks("level"), ranks("logs"), ranks("LIMIT"), ranks("length")]).toEqual([3, 1, 0, -1]);
});
