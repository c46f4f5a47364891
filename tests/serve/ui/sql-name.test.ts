// Names of any file, as SQL takes them.

import { expect, test } from "bun:test";
import { rowStatement } from "../../../src/serve/ui/queries/row-statement.ts";
import { sqlName } from "../../../src/serve/ui/queries/sql-name.ts";

for (const [name, written] of [
  ["tool_calls", "tool_calls"],
  ["select", '"select"'],
  ["my pets", '"my pets"'],
  ['a"b', '"a""b"'],
  ["1st", '"1st"'],
] as const) {
  test(`${name} is written ${written}`, () => {
    expect(sqlName(name)).toBe(written);
  });
}

test("a row is found by all parts of its key, texts among them bound", () => {
  expect(rowStatement("my pets", ["tag", "order"], ["rex", "7"])).toEqual([
    'SELECT *\nFROM "my pets"\nWHERE tag = :key_0\n  AND "order" = 7',
    { key_0: "rex" },
  ]);
});

test("a row of a table without a key is found by its rowid", () => {
  expect(rowStatement("notes", [], ["3"])).toEqual(["SELECT *\nFROM notes\nWHERE rowid = 3", {}]);
});
