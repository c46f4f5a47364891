// A statement with its values, as it is asked of the server, and where its whole answer is fetched.

import type { SchemaTable } from "../../api/types.ts";
import { type QueryAnswer, query, queryAddress } from "../api/client.ts";
import type { Loading } from "../state/answer.ts";
import { pageHref, searchOf } from "../state/place.ts";
import { parameterNames } from "./sql-parameters.ts";
import { tablesIn } from "./sql-problem.ts";

export interface Statement {
  readonly sql: string;
  /** By the names of its parameters. */
  readonly values: Readonly<Record<string, string>>;
  readonly isPlan: boolean;
  /** Rows to leave out at the beginning, as the answer before this one gave it; null: none. */
  readonly next: string | null;
}

export interface TimedAnswer extends QueryAnswer {
  readonly elapsedMs: number;
}

/** Null: the address asks nothing. */
export function statementIn(given: URLSearchParams): Statement | null {
  const sql = given.get("sql") ?? "";
  if (sql.trim() === "") return null;
  const values = Object.fromEntries(parameterNames(sql).map((name) => [name, given.get(name) ?? ""]));
  return { sql, values, isPlan: given.get("_view") === "plan", next: given.get("_next") };
}

export function statementAnswer(bundle: string, { sql, values, isPlan, next }: Statement): Loading<TimedAnswer> {
  return {
    key: `query ${bundle} ${isPlan} ${next ?? 0} ${sql} ${JSON.stringify(values)}`,
    load: async (signal) => {
      const begun = performance.now();
      const more = isPlan ? { _plan: "on" } : next === null ? {} : { _next: next };
      const found = await query(bundle, sql, { ...values, ...more }, signal);
      return { ...found, elapsedMs: performance.now() - begun };
    },
  };
}

export interface Addresses {
  readonly csv: string;
  readonly ndjson: string;
  readonly json: string;
}

export function addressesOf(bundle: string, { sql, values }: Statement): Addresses {
  return {
    csv: queryAddress(bundle, "csv", sql, { ...values, _stream: "1" }),
    ndjson: `${pageHref(bundle, "query")}.ndjson${searchOf({ sql, ...values })}`,
    json: queryAddress(bundle, "json", sql, { ...values, _shape: "array" }),
  };
}

/** The only table that a statement names, where the column `id` names its rows; else null. */
export function sourceOf(sql: string, tables: readonly SchemaTable[]): string | null {
  const [table, another] = tablesIn(sql, tables);
  if (table === undefined || another !== undefined) return null;
  return table.key.length === 1 && table.key[0] === "id" ? table.name : null;
}
