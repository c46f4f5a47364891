// What a table page shows, as a statement with its values.

import { listOf, type TableFilter } from "./table-filters.ts";

export interface TableQuestion {
  readonly name: string;
  readonly filters: readonly TableFilter[];
  /** Columns that are shown; null: all. */
  readonly columns: readonly string[] | null;
  readonly sort: string | null;
  readonly sortDown: string | null;
}

export interface Statement {
  readonly sql: string;
  readonly values: Readonly<Record<string, string>>;
}

export function tableSql({ name, filters, columns, sort, sortDown }: TableQuestion): Statement {
  const values: Record<string, string> = {};
  const bind = (value: string) => {
    const parameter = `value_${Object.keys(values).length}`;
    values[parameter] = value;
    return `:${parameter}`;
  };
  const terms = filters.map((filter) => termOf(filter, bind));
  const where = terms.length === 0 ? "" : `\nWHERE ${terms.join("\n  AND ")}`;
  const by = sort ?? sortDown;
  const order = by === null ? "" : `\nORDER BY ${quoted(by)}${sort === null ? " DESC" : ""}`;
  const wanted = columns === null ? "*" : columns.map(quoted).join(", ");
  return { sql: `SELECT ${wanted}\nFROM ${quoted(name)}${where}${order}\nLIMIT 200`, values };
}

const comparisons: Readonly<Record<string, string>> = {
  exact: "=",
  not: "<>",
  gt: ">",
  gte: ">=",
  lt: "<",
  lte: "<=",
  like: "LIKE",
  glob: "GLOB",
};

function termOf({ operator, column, value }: TableFilter, bind: (value: string) => string): string {
  const name = quoted(column);
  const simple = comparisons[operator];
  if (simple !== undefined) return `${name} ${simple} ${bind(value)}`;
  switch (operator) {
    case "isnull":
      return `${name} IS NULL`;
    case "notnull":
      return `${name} IS NOT NULL`;
    case "startswith":
      return `${name} LIKE ${bind(value)} || '%'`;
    case "endswith":
      return `${name} LIKE '%' || ${bind(value)}`;
    case "in":
    case "notin":
      return `${name} ${operator === "in" ? "IN" : "NOT IN"} (${listOf(value).map(bind).join(", ")})`;
    default:
      return `${name} ${operator === "notcontains" ? "NOT LIKE" : "LIKE"} '%' || ${bind(value)} || '%'`;
  }
}

function quoted(name: string): string {
  return /^[A-Za-z_]\w*$/.test(name) ? name : `"${name.replaceAll('"', '""')}"`;
}
