// Filters of an address as sentences, and the statement behind them.

import { describe, expect, test } from "bun:test";
import { filtersOf } from "../../../src/serve/ui/queries/table-filters.ts";
import { tidySql } from "../../../src/serve/ui/queries/tidy-sql.ts";

function sentences(address: string): readonly string[] {
  const columns = ["id", "level", "context", "a__b", "_private"];
  return filtersOf(new URLSearchParams(address), columns).map(({ sentence }) => sentence);
}

describe("a filter reads as a sentence", () => {
  for (const [address, sentence] of [
    ["level=ERROR", "level is ERROR"],
    ["level__not=", "level is not empty"],
    ["level__in=ERROR,WARNING", "level is ERROR or WARNING"],
    ["level__notin=ERROR,WARNING", "level is neither ERROR nor WARNING"],
    ["level__notlike=E%25", "level is not like E%"],
    ["level__isblank=1", "level is empty or not stated"],
    ["id__gte=3", "id is at least 3"],
    ["context__arraycontains=x", "context lists x"],
    ["context$.retry.count__gt=2", "context$.retry.count is greater than 2"],
    ["context$[0]=2", "context$[0] is 2"],
    ["a__b=1", "a__b is 1"],
    ["_private__exact=1", "_private is 1"],
    ["_where=length(level) > 3", "length(level) > 3"],
    ["lvl=ERROR", "lvl is ERROR (there is no such column)"],
  ] as const) {
    test(address, () => {
      expect(sentences(address)).toEqual([sentence]);
    });
  }

  test("what sorts, counts and pages is no filter", () => {
    expect(sentences("_sort=id&_facet=level&_col=id&_at=3&_search=x")).toEqual([]);
  });
});

describe("the statement behind a table page", () => {
  const where = `CASE WHEN json_valid("context", 6) THEN json_extract("context", :p0) END LIKE :p1 ESCAPE '\\'`;

  test("stands a clause a line, and asks for as many rows as the page shows", () => {
    expect(
      tidySql(`select id, level from logs where ${where} AND "id" = :p2 order by id desc limit 201`, true, 200),
    ).toBe(`SELECT *\nFROM logs\nWHERE ${where}\n  AND "id" = :p2\nORDER BY id DESC\nLIMIT 200`);
  });

  test("keeps chosen columns, and what stands in parentheses, as they are", () => {
    const sql = `select id, "from where" from logs where ("id" IN (SELECT 1 where 1 and 2)) limit 201`;
    expect(tidySql(sql, false, 200)).toBe(
      `SELECT id, "from where"\nFROM logs\nWHERE ("id" IN (SELECT 1 where 1 and 2))\nLIMIT 200`,
    );
  });
});
