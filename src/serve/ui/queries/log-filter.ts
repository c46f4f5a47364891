// Which log records are wanted: as the page's address says it, as the server's table takes it, and in SQL.

import type { Query } from "../state/place.ts";
import { type Conditions, conditionsOf } from "./conditions.ts";

export const logFacets = ["level", "event", "logger", "session_id"] as const;
export type LogFacet = (typeof logFacets)[number];

export interface LogFilter {
  /** Values by column; the empty text stands for NULL. */
  readonly chosen: Readonly<Record<LogFacet, readonly string[]>>;
  readonly from: string | null;
  readonly to: string | null;
  readonly words: string;
}

export function logFilterOf(parameters: URLSearchParams): LogFilter {
  const all = (name: LogFacet) => parameters.getAll(name);
  return {
    chosen: { level: all("level"), event: all("event"), logger: all("logger"), session_id: all("session_id") },
    from: parameters.get("from"),
    to: parameters.get("to"),
    words: parameters.get("q") ?? "",
  };
}

export function isFiltered({ chosen, from, to, words }: LogFilter): boolean {
  return logFacets.some((facet) => chosen[facet].length > 0) || from !== null || to !== null || words !== "";
}

type Arguments = Readonly<Record<string, string | readonly string[]>>;

/** The filter's arguments for the table `logs`, without the span of time. */
export function rowArguments(filter: LogFilter, except?: LogFacet): Arguments {
  const where: string[] = [];
  const given: Record<string, string | readonly string[]> = {};
  for (const facet of logFacets) {
    const values = filter.chosen[facet];
    const stated = values.filter((value) => value !== "");
    if (facet === except || values.length === 0) continue; // Every value passes.
    if (stated.length === 0) given[`${facet}__isnull`] = "1";
    else if (stated.length === values.length) given[`${facet}__in`] = JSON.stringify(stated);
    else where.push(`${facet} IS NULL OR ${facet} IN (${stated.map(quoted).join(", ")})`);
  }
  if (filter.words !== "") {
    const pattern = quoted(patternOf(filter.words));
    where.push(textColumns.map((column) => `${column} LIKE ${pattern} ESCAPE '\\'`).join(" OR "));
  }
  return where.length === 0 ? given : { ...given, _where: where };
}

/** The same with the span of time. */
export function logArguments(filter: LogFilter, except?: LogFacet): Query {
  return { ...rowArguments(filter, except), ...spanArguments(filter) };
}

function spanArguments({ from, to }: LogFilter): Arguments {
  return { ...(from === null ? {} : { timestamp__gte: from }), ...(to === null ? {} : { timestamp__lt: to }) };
}

const textColumns = ["message", "event", "context"] as const;

function patternOf(words: string): string {
  return `%${words.replace(/[\\%_]/g, "\\$&")}%`;
}

function quoted(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}

/** The list as one would ask for it oneself. */
export function logSql(filter: LogFilter): Conditions & { readonly sql: string } {
  const { terms, values } = conditionsOf(logFacets.map((column) => ({ column, values: filter.chosen[column] })));
  const all = [...terms];
  const given: Record<string, string> = { ...values };
  if (filter.from !== null) {
    all.push("timestamp >= :from");
    given.from = filter.from;
  }
  if (filter.to !== null) {
    all.push("timestamp < :to");
    given.to = filter.to;
  }
  if (filter.words !== "") {
    all.push(`(${textColumns.map((column) => `${column} LIKE :words ESCAPE '\\'`).join(" OR ")})`);
    given.words = patternOf(filter.words);
  }
  const where = all.length === 0 ? "" : `\nWHERE ${all.join("\n  AND ")}`;
  const sql = `SELECT id, timestamp, level, logger, event, message, context\nFROM logs${where}\nORDER BY timestamp, id\nLIMIT 200`;
  return { terms: all, values: given, sql };
}
