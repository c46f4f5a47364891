// Which log records the page of logs shows: several values of each facet, a time, words.

import type { SqlValue } from "../../operations/serving.ts";
import { Arguments } from "../http/arguments.ts";

export const logFacets = ["level", "event", "logger", "session_id"] as const;
export type LogFacet = (typeof logFacets)[number];

export interface LogFilter {
  /** Each stands by itself, so that a facet can be counted without its own. */
  readonly terms: readonly { readonly of: LogFacet | "time" | "words"; readonly sql: string }[];
  readonly values: Readonly<Record<string, SqlValue>>;
}

/**
 * `level=ERROR&level=WARNING` is one of both, `level=` that none is stated. `q` is looked for in what a record says. The sign "+" keeps
 * SQLite from the facets' own indexes.
 */
export function logFilterOf(args: Arguments, sign: "" | "+" = ""): LogFilter {
  const values: Record<string, SqlValue> = {};
  const terms: { of: LogFacet | "time" | "words"; sql: string }[] = [];
  for (const facet of logFacets) {
    const chosen = args.all(facet);
    if (chosen.length === 0) continue; // Nothing is chosen: every value passes.
    const names = chosen.filter((value) => value !== "").map((value, at) => bound(values, `${facet}_${at}`, value));
    const isOne = names.length === 0 ? [] : [`${sign}${facet} IN (${names.join(", ")})`];
    const parts = chosen.includes("") ? [...isOne, `${sign}${facet} IS NULL`] : isOne;
    terms.push({ of: facet, sql: `(${parts.join(" OR ")})` });
  }
  const from = args.get("from");
  if (from !== null) terms.push({ of: "time", sql: `timestamp >= ${bound(values, "from", from)}` });
  const to = args.get("to");
  if (to !== null) terms.push({ of: "time", sql: `timestamp < ${bound(values, "to", to)}` });
  const words = args.get("q");
  if (words) {
    const pattern = bound(values, "words", `%${words.replace(/[\\%_]/g, "\\$&")}%`);
    const holds = ["message", "event", "context"].map((column) => `${column} LIKE ${pattern} ESCAPE '\\'`);
    terms.push({ of: "words", sql: `(${holds.join(" OR ")})` });
  }
  return { terms, values };
}

function bound(values: Record<string, SqlValue>, name: string, value: string): string {
  values[name] = value;
  return `:${name}`;
}

/** `except` is left out. */
export function conditionsOf({ terms }: LogFilter, except?: LogFacet): string[] {
  return terms.filter(({ of }) => of !== except).map(({ sql }) => sql);
}

const own: ReadonlySet<string> = new Set([...logFacets, "from", "to", "q"]);

/** What is left of an address for the filters that every table has. */
export function withoutLogFilter(args: Arguments): Arguments {
  return new Arguments(args.pairs.filter(([name]) => !own.has(name)));
}
