// Which log records are wanted: as the page's address says it, as the server's table takes it, and in SQL.

import type { Query } from "../state/place.ts";
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

/** As the server's own endpoints take it. */
export function logArguments({ chosen, from, to, words }: LogFilter): Query {
  return { ...chosen, from: from ?? undefined, to: to ?? undefined, q: words === "" ? undefined : words };
}

export interface Question {
  readonly sql: string;
  /** Bound by name. */
  readonly values: Readonly<Record<string, string>>;
}

/** The list as one would ask for it oneself. */
export function logSql(filter: LogFilter): Question {
  const values: Record<string, string> = {};
  const bound = (name: string, value: string) => {
    values[name] = value;
    return `:${name}`;
  };
  const terms = logFacets.flatMap((facet) => chosenSql(facet, filter.chosen[facet], bound));
  if (filter.from !== null) terms.push(`timestamp >= ${bound("from", filter.from)}`);
  if (filter.to !== null) terms.push(`timestamp < ${bound("to", filter.to)}`);
  if (filter.words !== "") {
    const pattern = bound("words", `%${filter.words.replace(/[\\%_]/g, "\\$&")}%`);
    terms.push(
      `(${["message", "event", "context"].map((column) => `${column} LIKE ${pattern} ESCAPE '\\'`).join(" OR ")})`,
    );
  }
  const where = terms.length === 0 ? "" : `\nWHERE ${terms.join("\n  AND ")}`;
  const sql = `SELECT id, timestamp, level, logger, event, message, context\nFROM logs${where}\nORDER BY timestamp IS NULL, timestamp\nLIMIT 200`;
  return { sql, values };
}

function chosenSql(
  facet: LogFacet,
  values: readonly string[],
  bound: (name: string, value: string) => string,
): string[] {
  if (values.length === 0) return []; // Every value passes.
  const names = values.filter((value) => value !== "").map((value, at) => bound(`${facet}_${at}`, value));
  const parts = names.length === 0 ? [] : [`${facet} IN (${names.join(", ")})`];
  if (values.includes("")) parts.push(`${facet} IS NULL`);
  return [parts.length === 1 ? parts.join("") : `(${parts.join(" OR ")})`];
}
