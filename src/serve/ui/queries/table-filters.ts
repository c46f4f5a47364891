// The filters of a table page, as Datasette writes them into addresses.

export const operators = [
  ["exact", "is"],
  ["not", "is not"],
  ["in", "is one of"],
  ["notin", "is none of"],
  ["contains", "contains"],
  ["notcontains", "does not contain"],
  ["startswith", "begins with"],
  ["endswith", "ends with"],
  ["gt", "is greater than"],
  ["gte", "is at least"],
  ["lt", "is less than"],
  ["lte", "is at most"],
  ["like", "is like"],
  ["notlike", "is not like"],
  ["glob", "matches"],
  ["date", "is on the day"],
  ["arraycontains", "lists"],
  ["arraynotcontains", "does not list"],
  ["isnull", "is not stated"],
  ["notnull", "is stated"],
  ["isblank", "is empty or not stated"],
  ["notblank", "is stated and not empty"],
] as const;

export interface TableFilter {
  /** As it stands in the address. */
  readonly argument: string;
  readonly value: string;
  readonly sentence: string;
}

/** Everything in the address that lets rows through or not, also what names no column. */
export function filtersOf(parameters: URLSearchParams, columns: readonly string[]): readonly TableFilter[] {
  return [...parameters].flatMap(([argument, value]) => {
    if (argument === "_where") return [{ argument, value, sentence: value }];
    const taken = takenFrom(argument, columns);
    if (taken === null) return [];
    const { name, operator } = taken;
    const missing = isKnown(name, columns) ? "" : " (there is no such column)";
    return [{ argument, value, sentence: sentenceOf(name, operator, value) + missing }];
  });
}

/** As the server takes arguments apart; null: it is no filter. */
function takenFrom(argument: string, columns: readonly string[]): { name: string; operator: string } | null {
  const at = argument.lastIndexOf("__");
  const operator = operators.find(([word]) => word === argument.slice(at + 2))?.[0];
  const isWhole = columns.includes(argument) || at < 1 || operator === undefined;
  const name = isWhole ? argument : argument.slice(0, at);
  if (argument.startsWith("_") && (isWhole || !isKnown(name, columns))) return null;
  return { name, operator: isWhole ? "exact" : operator };
}

/** A column, or a value inside the JSON of one: `context$.retry.count`. */
function isKnown(name: string, columns: readonly string[]): boolean {
  return columns.includes(name.replace(/\$[.[].*$/s, "")) || columns.includes(name) || name === "rowid";
}

function sentenceOf(column: string, operator: string, value: string): string {
  const words = operators.find(([name]) => name === operator)?.[1] ?? operator;
  if (!takesValue(operator)) return `${column} ${words}`;
  if (operator === "in" || operator === "notin") {
    const list = listOf(value).map(shown);
    const last = list.pop() ?? "";
    const either = list.length === 0 ? last : `${list.join(", ")} ${operator === "in" ? "or" : "nor"} ${last}`;
    return `${column} is ${operator === "in" ? "" : list.length === 0 ? "not " : "neither "}${either}`;
  }
  return `${column} ${words} ${shown(value)}`;
}

function shown(value: string): string {
  return value === "" ? "empty" : value;
}

export function takesValue(operator: string): boolean {
  return !/(null|blank)$/.test(operator);
}

export function argumentOf(column: string, operator: string): string {
  return operator === "exact" && !column.startsWith("_") ? column : `${column}__${operator}`;
}

/** Values of `in`: JSON where one of them holds a comma, else words between commas. */
export function listOf(text: string): string[] {
  if (text.startsWith("[")) {
    try {
      const list: unknown = JSON.parse(text);
      if (Array.isArray(list)) return list.map(String);
    } catch {
      // No JSON: then the bracket belongs to the first word.
    }
  }
  return text.split(",").map((value) => value.trim());
}

export function listText(values: readonly string[]): string {
  const isPlain = values.every((value) => value !== "" && value === value.trim() && !/[,[]/.test(value));
  return isPlain ? values.join(",") : JSON.stringify(values);
}

/** Which values of a column the address lets through; the empty text stands for NULL. */
export function chosenValues(parameters: URLSearchParams, column: string): readonly string[] {
  const exact = parameters.getAll(argumentOf(column, "exact"));
  const several = parameters.getAll(`${column}__in`).flatMap(listOf);
  return [...exact, ...several, ...(parameters.has(`${column}__isnull`) ? [""] : [])];
}

/** What the address says for such a choice. NULL cannot stand beside values: what was chosen last wins. */
export function choiceArguments(column: string, values: readonly string[]): Readonly<Record<string, string | null>> {
  const isNull = values.at(-1) === "";
  const stated = isNull ? [] : values.filter((value) => value !== "");
  const [only] = stated;
  return {
    [argumentOf(column, "exact")]: stated.length === 1 ? (only ?? null) : null,
    [`${column}__in`]: stated.length > 1 ? listText(stated) : null,
    [`${column}__isnull`]: isNull ? "1" : null,
  };
}
