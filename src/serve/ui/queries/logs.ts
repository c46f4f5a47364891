// The logs as the page asks for them: one filter, four questions (span, histogram, facets, windows of rows).

import { query } from "../api/client.ts";
import { countOf, numberOf, type Row, textOf } from "../api/rows.ts";
import { instant, utcText } from "../format/times.ts";
import type { Loading } from "../state/answer.ts";
import { type Anchor, type Conditions, conditionsOf, whereOf } from "./conditions.ts";

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

export function logConditions(filter: LogFilter, except?: LogFacet): Conditions {
  const where = conditionsOf(
    logFacets.filter((facet) => facet !== except).map((facet) => ({ column: facet, values: filter.chosen[facet] })),
  );
  const values: Record<string, string> = { ...where.values };
  const terms = [...where.terms];
  if (filter.from !== null) {
    terms.push("timestamp >= :from");
    values.from = filter.from;
  }
  if (filter.to !== null) {
    terms.push("timestamp < :to");
    values.to = filter.to;
  }
  if (filter.words !== "") {
    terms.push("(message LIKE :words ESCAPE '\\' OR event LIKE :words ESCAPE '\\' OR context LIKE :words ESCAPE '\\')");
    values.words = `%${filter.words.replace(/[\\%_]/g, "\\$&")}%`;
  }
  return { terms, values };
}

/** The first and last time in the filter's span. */
export interface Span {
  readonly from: number;
  readonly to: number;
}

export interface Histogram {
  readonly span: Span | null;
  /** Times where buckets begin, and the end of the last one. */
  readonly edges: readonly number[];
  readonly total: readonly number[];
  /** Severity from WARNING up. */
  readonly warnings: readonly number[];
  /** Severity from ERROR up. */
  readonly errors: readonly number[];
  readonly withoutTime: number;
  readonly count: number;
  readonly anchors: readonly Anchor[];
}

const bucketCount = 140;

export function logHistogram(bundle: string, filter: LogFilter): Loading<Histogram> {
  return {
    key: `histogram ${bundle} ${JSON.stringify(filter)}`,
    load: async (signal) => {
      const { terms, values } = logConditions(filter);
      const span = await spanOf(bundle, filter, signal);
      const untimed = `SELECT count(*) AS count FROM logs${whereOf([...terms, "timestamp IS NULL"])}`;
      if (span === null) {
        const count = countOf((await query(bundle, untimed, values, signal)).rows[0]?.count);
        return { span, edges: [], total: [], warnings: [], errors: [], withoutTime: count, count, anchors: [] };
      }
      const edges = edgesOf(span);
      const [buckets, nulls] = await Promise.all([
        query(bundle, bucketsSql(edges, terms), values, signal),
        filter.from === null && filter.to === null ? query(bundle, untimed, values, signal) : null,
      ]);
      const withoutTime = nulls === null ? 0 : countOf(nulls.rows[0]?.count);
      return histogramOf(span, edges, buckets.rows, withoutTime);
    },
  };
}

function histogramOf(span: Span, edges: readonly number[], rows: readonly Row[], withoutTime: number): Histogram {
  const total = rows.map((row) => countOf(row.total));
  const anchors: Anchor[] = [{ start: 0, from: null }];
  let start = withoutTime;
  for (const [at, count] of total.entries()) {
    anchors.push({ start, from: utcText(edges[at] ?? span.from) });
    start += count;
  }
  return {
    span,
    edges,
    total,
    warnings: rows.map((row) => countOf(row.warnings)),
    errors: rows.map((row) => countOf(row.errors)),
    withoutTime,
    count: start,
    anchors,
  };
}

async function spanOf(bundle: string, filter: LogFilter, signal: AbortSignal): Promise<Span | null> {
  const sql = `SELECT
  (SELECT timestamp FROM logs WHERE timestamp IS NOT NULL ORDER BY timestamp LIMIT 1) AS first,
  (SELECT timestamp FROM logs WHERE timestamp IS NOT NULL ORDER BY timestamp DESC LIMIT 1) AS last`;
  const [row] = (await query(bundle, sql, {}, signal)).rows;
  const first = instant(filter.from ?? textOf(row?.first));
  const last = filter.to === null ? instant(textOf(row?.last)) : instant(filter.to);
  return first === null || last === null ? null : { from: first, to: last };
}

function edgesOf({ from, to }: Span): number[] {
  const begin = Math.floor(from);
  const width = Math.max(1, Math.ceil((to - begin + 1) / bucketCount));
  const count = Math.min(bucketCount, Math.ceil((to - begin + 1) / width));
  return Array.from({ length: count + 1 }, (_, at) => begin + at * width);
}

/** Edges are whole milliseconds, which SQLite's times keep exactly; spelling them all out would make the address too long. */
function bucketsSql(edges: readonly number[], terms: readonly string[]): string {
  const [begin = 0, second = 0] = edges;
  const moment = (place: string) =>
    `strftime('%Y-%m-%dT%H:%M:%f', (${begin} + ${place} * ${second - begin}) / 1000.0, 'unixepoch') || '000Z'`;
  const count = (more: readonly string[]) =>
    `(SELECT count(*) FROM logs${whereOf(["timestamp >= since", "timestamp < until", ...more, ...terms])})`;
  return `WITH RECURSIVE
  place(n) AS (SELECT 0 UNION ALL SELECT n + 1 FROM place WHERE n + 1 < ${edges.length - 1}),
  edge(n, since, until) AS MATERIALIZED (SELECT n, ${moment("n")}, ${moment("(n + 1)")} FROM place)
SELECT ${count([])} AS total, ${count(["severity >= 13"])} AS warnings, ${count(["severity >= 13", "severity >= 17"])} AS errors
FROM edge ORDER BY n`;
}

export interface FacetCount {
  /** Empty: NULL. */
  readonly value: string;
  readonly count: number;
}

export const facetLimit = 60;

/** Counts of a column's values under all other choices. */
export function logFacet(bundle: string, filter: LogFilter, facet: LogFacet): Loading<readonly FacetCount[]> {
  const { terms, values } = logConditions(filter, facet);
  const sql = `SELECT ${facet} AS value, count(*) AS count FROM logs${whereOf(terms)} GROUP BY ${facet} ORDER BY count DESC LIMIT ${facetLimit}`;
  return {
    key: `facet ${bundle} ${sql} ${JSON.stringify(values)}`,
    load: async (signal) => {
      const { rows } = await query(bundle, sql, values, signal);
      return rows.map((row) => ({ value: textOf(row.value) ?? "", count: countOf(row.count) }));
    },
  };
}

export interface LogLine {
  readonly id: string;
  readonly timestamp: string | null;
  readonly level: string | null;
  readonly severity: number | null;
  readonly logger: string | null;
  readonly event: string | null;
  readonly message: string | null;
}

const lineColumns = "id, timestamp, level, severity, logger, event, substr(message, 1, 400) AS message";

/** `skip` rows after the anchor, then `size` rows. */
export async function logWindow(
  bundle: string,
  filter: LogFilter,
  anchor: Anchor,
  skip: number,
  size: number,
): Promise<readonly LogLine[]> {
  const { terms, values } = logConditions(filter);
  const since = anchor.from === null ? [] : ["timestamp >= :since"];
  const sql = `SELECT ${lineColumns} FROM logs${whereOf([...since, ...terms])} ORDER BY timestamp, id LIMIT ${size} OFFSET ${skip}`;
  const given = anchor.from === null ? values : { ...values, since: anchor.from };
  const { rows } = await query(bundle, sql, given);
  return rows.map(lineOf);
}

function lineOf(row: Row): LogLine {
  return {
    id: textOf(row.id) ?? "",
    timestamp: textOf(row.timestamp),
    level: textOf(row.level),
    severity: numberOf(row.severity),
    logger: textOf(row.logger),
    event: textOf(row.event),
    message: textOf(row.message),
  };
}

/** The place of a record in the filtered list; null: the filter leaves it out. */
export function logPosition(bundle: string, filter: LogFilter, id: string): Loading<number | null> {
  const { terms, values } = logConditions(filter);
  return {
    key: `position ${bundle} ${id} ${JSON.stringify(filter)}`,
    load: async (signal) => {
      const there = `SELECT timestamp FROM logs${whereOf(["id = CAST(:at AS INTEGER)", ...terms])}`;
      const [row] = (await query(bundle, there, { ...values, at: id }, signal)).rows;
      if (row === undefined) return null;
      const timestamp = textOf(row.timestamp);
      const before =
        timestamp === null
          ? ["timestamp IS NULL", "id < CAST(:at AS INTEGER)"]
          : ["(timestamp IS NULL OR timestamp < :moment OR (timestamp = :moment AND id < CAST(:at AS INTEGER)))"];
      const sql = `SELECT count(*) AS count FROM logs${whereOf([...before, ...terms])}`;
      const given = timestamp === null ? { ...values, at: id } : { ...values, at: id, moment: timestamp };
      return countOf((await query(bundle, sql, given, signal)).rows[0]?.count);
    },
  };
}

/** The next (1) or previous (-1) record from ERROR up, seen from a record. */
export async function neighbourError(
  bundle: string,
  filter: LogFilter,
  id: string | null,
  direction: 1 | -1,
): Promise<string | null> {
  const { terms, values } = logConditions(filter);
  const [sign, order] = direction === 1 ? [">", "ASC"] : ["<", "DESC"];
  const beyond =
    id === null
      ? []
      : [
          `(timestamp, id) ${sign} ((SELECT timestamp FROM logs WHERE id = CAST(:at AS INTEGER)), CAST(:at AS INTEGER))`,
        ];
  const where = whereOf(["severity >= 13", "severity >= 17", ...beyond, ...terms]);
  const sql = `SELECT id FROM logs${where} ORDER BY timestamp ${order}, id ${order} LIMIT 1`;
  const { rows } = await query(bundle, sql, id === null ? values : { ...values, at: id });
  return textOf(rows[0]?.id);
}

/** The list as one would ask for it oneself. */
export function logSql(filter: LogFilter): { readonly sql: string; readonly values: Readonly<Record<string, string>> } {
  const { terms, values } = logConditions(filter);
  const where = terms.length === 0 ? "" : `\nWHERE ${terms.join("\n  AND ")}`;
  return {
    sql: `SELECT id, timestamp, level, logger, event, message, context\nFROM logs${where}\nORDER BY timestamp, id\nLIMIT 200`,
    values,
  };
}
