// The filter operators of addresses: `COLUMN__OPERATOR=VALUE`.

import { badRequest } from "../http/failure.ts";
import type { Parameters } from "./parameters.ts";
import { affinity, convertsText, numberOf, type Reference } from "./references.ts";

export interface Operand {
  /** The column as SQL. */
  readonly sql: string;
  readonly value: string;
  readonly of: Reference;
  readonly parameters: Parameters;
}

export interface Operator {
  condition(operand: Operand): string;
  /** For people: `tags contains "a"`. */
  sentence(name: string, value: string): string;
  /** The value is a pattern, whose cost its writer decides. */
  readonly isPattern?: true;
}

export const operators: Readonly<Record<string, Operator>> = {
  exact: { condition: (operand) => equals(operand), sentence: compared("=") },
  not: { condition: (operand) => differs(operand), sentence: compared("!=") },
  contains: { condition: (operand) => like(operand, "%", "%"), sentence: said("contains") },
  notcontains: { condition: (operand) => `NOT ${like(operand, "%", "%")}`, sentence: said("does not contain") },
  startswith: { condition: (operand) => like(operand, "", "%"), sentence: said("starts with") },
  endswith: { condition: (operand) => like(operand, "%", ""), sentence: said("ends with") },
  gt: { condition: (operand) => order(operand, ">"), sentence: compared(">") },
  gte: { condition: (operand) => order(operand, ">="), sentence: compared("≥") },
  lt: { condition: (operand) => order(operand, "<"), sentence: compared("<") },
  lte: { condition: (operand) => order(operand, "<="), sentence: compared("≤") },
  like: { condition: (operand) => pattern(operand, "LIKE"), sentence: said("like"), isPattern: true },
  notlike: { condition: (operand) => pattern(operand, "NOT LIKE"), sentence: said("not like"), isPattern: true },
  glob: { condition: (operand) => pattern(operand, "GLOB"), sentence: said("glob"), isPattern: true },
  in: {
    condition: (operand) => `${operand.sql} IN (${list(operand)})`,
    sentence: (name, value) => `${name} in ${value}`,
  },
  notin: {
    condition: (operand) => `${operand.sql} NOT IN (${list(operand)})`,
    sentence: (name, value) => `${name} not in ${value}`,
  },
  arraycontains: { condition: (operand) => inArray(operand, "IN"), sentence: said("contains") },
  arraynotcontains: { condition: (operand) => inArray(operand, "NOT IN"), sentence: said("does not contain") },
  date: {
    condition: ({ sql, value, parameters }) => `date(${sql}) = ${parameters.bind(value)}`,
    sentence: (name, value) => `"${name}" is on date ${value}`,
  },
  isnull: { condition: ({ sql }) => `${sql} IS NULL`, sentence: (name) => `${name} is null` },
  notnull: { condition: ({ sql }) => `${sql} IS NOT NULL`, sentence: (name) => `${name} is not null` },
  isblank: { condition: ({ sql }) => `(${sql} IS NULL OR ${sql} = '')`, sentence: (name) => `${name} is blank` },
  notblank: {
    condition: ({ sql }) => `(${sql} IS NOT NULL AND ${sql} <> '')`,
    sentence: (name) => `${name} is not blank`,
  },
};

function equals({ sql, value, of, parameters }: Operand): string {
  const number = convertsText(of) ? null : numberOf(value);
  if (number === null) return `${sql} = ${parameters.bind(value)}`;
  return `${sql} IN (${parameters.bind(value)}, ${parameters.bind(number)})`;
}

function differs({ sql, value, of, parameters }: Operand): string {
  const number = convertsText(of) ? null : numberOf(value);
  if (number === null) return `${sql} <> ${parameters.bind(value)}`;
  return `${sql} NOT IN (${parameters.bind(value)}, ${parameters.bind(number)})`;
}

function order({ sql, value, of, parameters }: Operand, sign: string): string {
  const isText = of.path === null && of.column !== null && affinity(of.column.type) === "TEXT";
  return `${sql} ${sign} ${parameters.bind(isText ? value : (numberOf(value) ?? value))}`;
}

/** What the value holds is meant as it stands, wildcards too. */
function like({ sql, value, parameters }: Operand, before: string, after: string): string {
  const text = before + value.replace(/[\\%_]/g, "\\$&") + after;
  return `${sql} LIKE ${parameters.bind(text)} ESCAPE '\\'`;
}

function pattern({ sql, value, parameters }: Operand, word: string): string {
  return `${sql} ${word} ${parameters.bind(value)}`;
}

function list({ value, of, parameters }: Operand): string {
  return values(value)
    .flatMap((text) => {
      const number = convertsText(of) ? null : numberOf(text);
      return number === null ? [parameters.bind(text)] : [parameters.bind(text), parameters.bind(number)];
    })
    .join(", ");
}

/** A JSON array, or words with commas. */
function values(text: string): string[] {
  if (!text.startsWith("[")) return text.split(",").map((part) => part.trim());
  try {
    const parsed: unknown = JSON.parse(text);
    if (Array.isArray(parsed)) return parsed.map(String);
  } catch {
    // Said below, as for any other JSON that is no array.
  }
  throw badRequest(`"${text}" is not a JSON array. Write ["a","b"], or a,b.`);
}

function inArray({ sql, value, parameters }: Operand, word: string): string {
  return `${parameters.bind(value)} ${word} (SELECT value FROM json_each(CASE WHEN json_valid(${sql}) THEN ${sql} ELSE '[]' END))`;
}

function compared(sign: string): Operator["sentence"] {
  return (name, value) => `${name} ${sign} ${/^\d+$/.test(value) ? value : `"${value}"`}`;
}

function said(words: string): Operator["sentence"] {
  return (name, value) => `${name} ${words} "${value}"`;
}
