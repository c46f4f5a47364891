// The conditions of a page, from its address.

import type { Table } from "../../operations/serving.ts";
import type { Arguments } from "../http/arguments.ts";
import { badRequest } from "../http/failure.ts";
import { type Operator, operators } from "./operators.ts";
import type { Parameters } from "./parameters.ts";
import { reference, referenceSql } from "./references.ts";

export interface Condition {
  readonly sql: string;
  /** For people; null: it is part of another sentence. */
  readonly sentence: string | null;
  /** A user wrote SQL or a pattern: it runs among the users' queries, within their limits. */
  readonly isFree: boolean;
  /** It holds for what the bundle's index finds: `match` is the placeholder of the words, `code` the view's number there. */
  readonly hits?: { readonly match: string; readonly code: number };
}

/** All of them must hold. */
export function filterConditions(table: Table, args: Arguments, parameters: Parameters): Condition[] {
  return args.pairs.flatMap(([key, value]) => {
    if (isSpecial(table, key)) return [];
    return [condition(table, key, value, parameters)];
  });
}

/** `_size` and the like; a column whose name begins with "_" is filtered with an operator. */
function isSpecial(table: Table, key: string): boolean {
  if (!key.startsWith("_")) return false;
  const { name } = taken(table, key);
  return !key.includes("__") || reference(table, name) === null;
}

function condition(table: Table, key: string, value: string, parameters: Parameters): Condition {
  const { name, operator } = taken(table, key);
  const of = reference(table, name);
  // As Datasette: a table has no rows with a column that it lacks.
  if (of === null) return { sql: "0", sentence: operator.sentence(name, value), isFree: false };
  const sql = operator.condition({ sql: referenceSql(of, table, parameters), value, of, parameters });
  return { sql, sentence: operator.sentence(name, value), isFree: operator.isPattern === true };
}

function taken(table: Table, key: string): { name: string; operator: Operator } {
  const exact = operators.exact;
  if (exact === undefined) throw new Error("There is no operator for equality.");
  const at = key.lastIndexOf("__");
  if (at < 1 || table.columns.some(({ name }) => name === key)) return { name: key, operator: exact };
  const word = key.slice(at + 2);
  const operator = Object.hasOwn(operators, word) ? operators[word] : undefined;
  if (operator === undefined)
    throw badRequest(`There is no filter "${word}". There are ${Object.keys(operators).join(", ")}.`);
  return { name: key.slice(0, at), operator };
}

/** `_where=SQL`: it stands in parentheses and runs as any SQL of a user. */
export function whereConditions(args: Arguments): Condition[] {
  return args.all("_where").map((sql) => ({ sql: `(${sql}\n)`, sentence: sql, isFree: true }));
}
