// The parameters of a statement and the values that a user gives for them.

import { UsageError } from "../base/errors.ts";
import type { SqlParameters, SqlValue } from "../bundle/untrusted/protocol.ts";

/** `name=value`, or `1=value` for the first `?`. */
export function sqlParameters(given: readonly string[]): SqlParameters {
  const pairs = given.map(readPair);
  if (pairs.length === 0) return [];
  if (!pairs.every(([name]) => /^[1-9][0-9]{0,4}$/.test(name))) return Object.fromEntries(pairs);
  const positional: SqlValue[] = [];
  for (const [name, value] of pairs) positional[Number(name) - 1] = value;
  return Array.from(positional, (value) => value ?? null);
}

function readPair(text: string): [name: string, value: SqlValue] {
  const equals = text.indexOf("=");
  const name = text.slice(0, equals).replace(/^[:@$?]/, "");
  if (equals < 1 || name === "") {
    throw new UsageError(`--param cannot be "${text}": it is name=value, or 1=value for the first "?".`);
  }
  return [name, sqlValue(text.slice(equals + 1))];
}

/** A number where the text is just how SQLite writes that number, so that comparing it as a text gives the same. */
function sqlValue(text: string): SqlValue {
  if (/^(0|-?[1-9][0-9]{0,17})$/.test(text)) return BigInt(text);
  if (/^-?[0-9]+\.[0-9]+$/.test(text) && String(Number(text)) === text) return Number(text);
  return text;
}

/** A sentence on the first parameter without a value, or null: SQLite would take NULL in silence. */
export function missingParameter(sql: string, given: SqlParameters): string | null {
  const names = parameterNames(sql);
  if (isPositional(given)) {
    const named = names.find((name) => name !== "?" && !/^\?[0-9]+$/.test(name));
    if (named !== undefined) return `The parameter ${named} has no value. Give it with -p ${named.slice(1)}=VALUE.`;
    const wanted = countOf(names);
    return wanted <= given.length
      ? null
      : `The parameter ${given.length + 1} ("?") has no value. Give it with -p ${given.length + 1}=VALUE.`;
  }
  const missing = names.find((name) => !(name.slice(1) in given));
  if (missing === undefined) return null;
  return missing === "?"
    ? `A "?" has no name: give all values by number (-p 1=VALUE), or name it (:name) in the SQL.`
    : `The parameter ${missing} has no value. Give it with -p ${missing.slice(1)}=VALUE.`;
}

function isPositional(given: SqlParameters): given is readonly SqlValue[] {
  return Array.isArray(given);
}

function countOf(names: readonly string[]): number {
  return names.reduce((most, name) => (name === "?" ? most + 1 : Math.max(most, Number(name.slice(1)))), 0);
}

/** Parameters outside of strings, quoted names and comments. */
const tokens =
  /'(?:[^']|'')*'|"(?:[^"]|"")*"|`(?:[^`]|``)*`|\[[^\]]*\]|--[^\n]*|\/\*[\s\S]*?\*\/|(?<![\w$])([:@$][A-Za-z_]\w*|\?\d*)/g;

function parameterNames(sql: string): string[] {
  return [...sql.matchAll(tokens)].flatMap((match) => (match[1] === undefined ? [] : [match[1]]));
}
