// The SQL of the view `coverage`, made from its list.

import type { CoverageItem } from "./coverage.ts";

/** The `CREATE VIEW` statement of `coverage`: one arm an item. */
export function coverageView(items: readonly CoverageItem[]): string {
  const arms = items.map((item, at) => (at === 0 ? firstArm(item) : nextArm(item)));
  return `CREATE VIEW coverage AS
-- What debugging asks for and where this bundle holds it; generated from src/schema/coverage.ts.
${arms.join("\nUNION ALL\n")};
`;
}

function firstArm(item: CoverageItem): string {
  const [areaName, name, status, heldBy, count, note] = columns(item);
  return `SELECT
  ${areaName} AS area, -- part of the list
  ${name} AS item, -- what is asked for
  ${status} AS status, -- supported, partial, absent (no artifact carries it), planned (a later version)
  ${heldBy} AS held_by, -- view, or view.column, that holds it; NULL: none
  ${count} AS row_count, -- rows of this bundle that hold it; NULL: nothing to count
  ${note} AS note -- what else to know; NULL: nothing`;
}

function nextArm(item: CoverageItem): string {
  return `SELECT ${columns(item).join(", ")}`;
}

function columns(item: CoverageItem): readonly string[] {
  const count = item.rows === null ? "CAST(NULL AS INTEGER)" : `(SELECT count(*) FROM ${item.rows})`;
  return [text(item.area), text(item.item), text(item.status), text(item.heldBy), count, text(item.note)];
}

function text(value: string | null): string {
  return value === null ? "CAST(NULL AS TEXT)" : `'${value.replaceAll("'", "''")}'`;
}
