// The filters of a table page, as Datasette writes them into addresses.

export const operators = [
  ["exact", "is"],
  ["not", "is not"],
  ["contains", "contains"],
  ["notcontains", "does not contain"],
  ["startswith", "begins with"],
  ["endswith", "ends with"],
  ["gt", "is greater than"],
  ["gte", "is at least"],
  ["lt", "is less than"],
  ["lte", "is at most"],
  ["like", "is like"],
  ["glob", "matches"],
  ["in", "is one of"],
  ["isnull", "is not stated"],
  ["notnull", "is stated"],
] as const;

export interface TableFilter {
  /** As it stands in the address. */
  readonly argument: string;
  readonly value: string;
  readonly column: string;
  readonly sentence: string;
}

export function filtersOf(parameters: URLSearchParams, columns: readonly string[]): readonly TableFilter[] {
  return [...parameters].flatMap(([argument, value]) => {
    const column = columns.findLast((name) => argument === name || argument.startsWith(`${name}__`));
    if (column === undefined) return [];
    const operator = argument === column ? "exact" : argument.slice(column.length + 2);
    const words = operators.find(([name]) => name === operator)?.[1] ?? operator;
    const sentence = /null$/.test(operator)
      ? `${column} ${words}`
      : `${column} ${words} ${value === "" ? "empty" : value}`;
    return [{ argument, value, column, sentence }];
  });
}

export function takesValue(operator: string): boolean {
  return !/null$/.test(operator);
}

export function argumentOf(column: string, operator: string): string {
  return operator === "exact" && !column.startsWith("_") ? column : `${column}__${operator}`;
}
