// Whether two servers answered the same: times of different answers say nothing beside each other.

import * as v from "valibot";
import { ask } from "./requests.ts";

/** What of an answer is compared. The table behind a view has some columns that the view has not, and the other way round. */
export type Essence = "rows" | "common columns" | "count" | "facets";

const Rows = v.object({ rows: v.array(v.record(v.string(), v.unknown())) });
const Count = v.object({ count: v.number() });
const Facets = v.object({
  facet_results: v.object({
    results: v.record(v.string(), v.object({ results: v.array(v.object({ value: v.unknown(), count: v.number() })) })),
  }),
});

/** Throws when they differ. */
export async function mustBeAlike(name: string, essence: Essence, ours: string, other: string): Promise<void> {
  const [mine, its] = [await documentOf(ours), await documentOf(other)];
  const [left, right] = essence === "common columns" ? common(mine, its) : [told(essence, mine), told(essence, its)];
  if (left === right) return;
  throw new Error(`The answers of "${name}" differ:\n${left.slice(0, 300)}\n${right.slice(0, 300)}`);
}

async function documentOf(url: string): Promise<unknown> {
  return (await ask(url)).json();
}

function told(essence: Essence, document: unknown): string {
  if (essence === "facets") {
    const { results } = v.parse(Facets, document).facet_results;
    return JSON.stringify(
      Object.entries(results).map(([name, facet]) => [name, facet.results.map(({ value, count }) => [value, count])]),
    );
  }
  const { rows } = v.parse(Rows, document);
  if (essence === "rows") {
    if (rows.length === 0) throw new Error("An answer to compare has no rows.");
    return JSON.stringify(rows);
  }
  const count = v.safeParse(Count, document);
  return String(count.success ? count.output.count : v.parse(Count, rows[0]).count);
}

function common(mine: unknown, its: unknown): [string, string] {
  const [left, right] = [v.parse(Rows, mine).rows[0] ?? {}, v.parse(Rows, its).rows[0] ?? {}];
  const names = Object.keys(left).filter((name) => name in right);
  if (names.length === 0) throw new Error("Two rows to compare have no column in common.");
  const kept = (row: Readonly<Record<string, unknown>>) => JSON.stringify(names.map((name) => [name, row[name]]));
  return [kept(left), kept(right)];
}
