import { Database } from "bun:sqlite";
import { expect, test } from "bun:test";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { coverage } from "../../src/schema/coverage.ts";
import { coverageView } from "../../src/schema/coverage-view.ts";
import { createIndexes, createTables, createViews } from "../../src/schema/schema.ts";
import { withBundle } from "../support/created-bundle.ts";

const ROOT = join(import.meta.dir, "../..");

function emptyBundle(): Database {
  const database = new Database(":memory:");
  createTables(database);
  createIndexes(database);
  createViews(database);
  return database;
}

test("the view's file is what the list gives (bun scripts/coverage-view.ts writes it)", () => {
  expect(readFileSync(join(ROOT, "src/schema/views/coverage.sql"), "utf8")).toBe(coverageView(coverage));
});

test("every view and column that is said to hold something exists", () => {
  const database = emptyBundle();
  const columns = database.query<{ name: string }, [string]>("SELECT name FROM pragma_table_info(?)");
  const missing = coverage.filter(({ heldBy }) => {
    if (heldBy === null) return false;
    const [view = "", column] = heldBy.split(".");
    const names = columns.all(view).map(({ name }) => name);
    return column === undefined ? names.length === 0 : !names.includes(column);
  });
  expect(missing.map(({ heldBy }) => heldBy)).toEqual([]);
});

test("no line of the list stands twice, and what is held can be counted", () => {
  const names = coverage.map(({ area, item }) => `${area}: ${item}`);
  expect(new Set(names).size).toBe(names.length);
  for (const { status, heldBy, rows } of coverage) {
    const isHeld = status === "supported" || status === "partial";
    expect([heldBy !== null, rows !== null]).toEqual([isHeld, isHeld]);
  }
});

test("the counts are those of the bundle", async () => {
  await withBundle([join(ROOT, "tests/fixtures/bind-session-log/two-containers.log")], (rows) => {
    const counted = rows("SELECT item, row_count FROM coverage WHERE row_count > 0");
    expect(Object.fromEntries(counted.map((row) => [row.item, row.row_count]))).toMatchObject({
      run_id: 2,
      "id, arguments, result, status": 3,
      timeouts: 3,
      "files made": 3,
      "errors by class and code": 1,
    });
    expect(
      rows("SELECT count(*) AS n FROM coverage WHERE status IN ('absent', 'planned') AND row_count IS NOT NULL"),
    ).toEqual([{ n: 0 }]);
  });
});
