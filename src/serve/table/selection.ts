// Which rows and columns of a table a request means: the base of its page, its count, its facets and its export.

import type { Column, QueryLane, Table } from "../../operations/serving.ts";
import { badRequest } from "../http/failure.ts";
import { ownTimeoutMs } from "../settings.ts";
import { userLimits, type Visit } from "../visit.ts";
import { type Condition, filterConditions, whereConditions } from "./filters.ts";
import { type OrderTerm, orderTerms, type Sort } from "./order.ts";
import { Parameters, quoted } from "./parameters.ts";
import { searchConditions } from "./search.ts";

export interface Selection {
  readonly table: Table;
  /** Names of the columns that are shown, in order; "rowid" may be one of them. */
  readonly columns: readonly string[];
  readonly conditions: readonly Condition[];
  readonly parameters: Parameters;
  readonly sort: Sort | null;
  readonly terms: readonly OrderTerm[];
  readonly lane: QueryLane;
  readonly limits: { readonly timeMs: number; readonly bytes: number };
}

export async function selection(visit: Visit, table: Table): Promise<Selection> {
  const parameters = new Parameters();
  const { args, file } = visit;
  if (args.has("_through")) throw badRequest("_through is not supported. Use _where with a subquery.");
  const conditions = [
    ...filterConditions(table, args, parameters),
    ...(await searchConditions(visit, table, parameters)),
    ...whereConditions(args),
  ];
  const sort = sortOf(visit, table);
  const isBundle = file.kind === "bundle";
  // What a stranger's views or a user's patterns cost is not ours to know.
  const lane = !isBundle || conditions.some(({ isFree }) => isFree) ? "user" : "internal";
  const limits = lane === "user" ? userLimits(visit) : { ...userLimits(visit), timeMs: ownTimeoutMs };
  const terms = orderTerms(table, sort, isBundle);
  return { table, columns: columnsOf(visit, table), conditions, parameters, sort, terms, lane, limits };
}

/** `FROM …  WHERE …`, with one more condition. */
export function fromWhere({ table, conditions }: Selection, ...more: readonly (string | null)[]): string {
  const all = [...conditions.map(({ sql }) => sql), ...more.filter((sql) => sql !== null)];
  return `FROM ${quoted(table.name)}${all.length === 0 ? "" : ` WHERE ${all.join(" AND ")}`}`;
}

export function columnSql(table: Table, name: string): string {
  return name === "rowid" && table.rowid !== null ? table.rowid : quoted(name);
}

function columnsOf({ args }: Visit, table: Table): string[] {
  const all = [...(table.rowid === null ? [] : ["rowid"]), ...table.columns.map(({ name }: Column) => name)];
  const key = all.filter((name) => table.key.includes(name));
  const wanted = args.all("_col");
  const unwanted = args.all("_nocol");
  refuse(
    "_col",
    wanted.filter((name) => !all.includes(name)),
  );
  refuse(
    "_nocol",
    unwanted.filter((name) => !all.includes(name) || key.includes(name)),
  );
  const chosen = wanted.length === 0 ? all : [...new Set([...key, ...wanted])];
  return chosen.filter((name) => !unwanted.includes(name));
}

function refuse(argument: string, names: readonly string[]): void {
  if (names.length > 0) throw badRequest(`${argument}=${names.join(", ")} - invalid columns`);
}

function sortOf({ args, metadata, file }: Visit, table: Table): Sort | null {
  const up = args.get("_sort");
  const down = args.get("_sort_desc");
  if (up && down) throw badRequest("Cannot use _sort and _sort_desc at the same time");
  const { sortableColumns, sort, sortDesc } = metadata.table(file.name, table.name);
  const column = up || down;
  if (column) {
    const sortable = sortableColumns ?? [
      ...table.columns.map(({ name }) => name),
      ...(table.rowid === null ? [] : ["rowid"]),
    ];
    if (!sortable.includes(column)) throw badRequest(`Cannot sort table by ${column}`);
    return { column, isDescending: !up };
  }
  const standard = sort ?? sortDesc;
  const exists = standard !== undefined && table.columns.some(({ name }) => name === standard);
  return exists ? { column: standard, isDescending: sort === undefined } : null;
}
