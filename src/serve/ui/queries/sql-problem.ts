// Where in a statement SQLite's complaint points, and which name was perhaps meant. SQLite itself names only the word.

import type { SchemaTable } from "../../api/types.ts";
import { nearest } from "../format/nearest.ts";
import { sqlName } from "./sql-name.ts";

export interface Span {
  readonly from: number;
  readonly to: number;
}

export interface SqlProblem {
  /** Where the word stands; of several SQLite does not say which one it means. */
  readonly spans: readonly Span[];
  /** Names like the one that there is not. */
  readonly suggestions: readonly string[];
  /** Tables of the schema that have the column which those of the statement lack. */
  readonly homes: readonly string[];
}

const tokens =
  /'(?:[^']|'')*'|"(?:[^"]|"")*"|`(?:[^`]|``)*`|\[[^\]]*\]|--[^\n]*|\/\*[\s\S]*?\*\/|[\w$\u0080-\uffff]+|\S/g;

export function problemIn(sql: string, message: string, tables: readonly SchemaTable[]): SqlProblem {
  const nothing = { spans: [], suggestions: [], homes: [] };
  const near = /^near "([\s\S]*)": syntax error/.exec(message)?.[1];
  if (near !== undefined) return { ...nothing, spans: spansOf(sql, near) };
  if (message === "incomplete input") return { ...nothing, spans: lastToken(sql) };
  const broken = /^unrecognized token: "([\s\S]*)"$/.exec(message)?.[1];
  if (broken !== undefined) return { ...nothing, spans: firstPlace(sql, broken) };
  const table = /^no such table: (.+)$/.exec(message)?.[1];
  if (table !== undefined) {
    const name = lastName(table);
    const names = tables.map((one) => one.name);
    return { ...nothing, spans: spansOf(sql, name), suggestions: nearest(name, names) };
  }
  const column = /^(?:no such column|ambiguous column name): "?([^"]+?)"?(?: - should this be .*)?$/.exec(message)?.[1];
  if (column === undefined) return nothing;
  const name = lastName(column);
  const spans = spansOf(sql, name);
  if (message.startsWith("ambiguous")) return { ...nothing, spans };
  const named = tablesIn(sql, tables);
  const columns = (named.length > 0 ? named : tables).flatMap((one) => one.columns.map((two) => two.name));
  const homes = tables.filter((one) => !named.includes(one) && one.columns.some((two) => two.name === name));
  return { spans, suggestions: nearest(name, columns), homes: homes.map((one) => one.name) };
}

/** Tables that a statement names anywhere. */
export function tablesIn(sql: string, tables: readonly SchemaTable[]): readonly SchemaTable[] {
  const words = new Set([...sql.matchAll(tokens)].map(([token]) => bare(token).toLowerCase()));
  return tables.filter(({ name }) => words.has(name.toLowerCase()));
}

/** The statement with another word in these places. */
export function withWord(sql: string, spans: readonly Span[], word: string): string {
  const written = sqlName(word);
  return spans.toReversed().reduce((text, { from, to }) => text.slice(0, from) + written + text.slice(to), sql);
}

/** Lines that hold the places, counted from 1. */
export function linesOf(sql: string, spans: readonly Span[]): readonly number[] {
  return [...new Set(spans.map(({ from }) => sql.slice(0, from).split("\n").length))];
}

function spansOf(sql: string, word: string): readonly Span[] {
  const wanted = word.toLowerCase();
  return [...sql.matchAll(tokens)].flatMap(({ 0: token, index }) => {
    const isComment = token.startsWith("--") || token.startsWith("/*");
    const isIt = token.toLowerCase() === wanted || (!token.startsWith("'") && bare(token).toLowerCase() === wanted);
    return !isComment && isIt ? [{ from: index, to: index + token.length }] : [];
  });
}

function lastToken(sql: string): readonly Span[] {
  const last = [...sql.matchAll(tokens)].at(-1);
  return last === undefined ? [] : [{ from: last.index, to: last.index + last[0].length }];
}

function firstPlace(sql: string, text: string): readonly Span[] {
  const from = sql.indexOf(text);
  return from < 0 ? [] : [{ from, to: from + text.length }];
}

/** `t.tool_name` is about `tool_name`. */
function lastName(name: string): string {
  return name.slice(name.lastIndexOf(".") + 1);
}

function bare(token: string): string {
  return /^["`[].*["`\]]$/s.test(token) ? token.slice(1, -1) : token;
}
