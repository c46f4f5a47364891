// Facets: how often each value of a column occurs among the rows that the filters leave.

import { QueryError, type SqlValue, type Table } from "../../operations/serving.ts";
import type { Arguments } from "../http/arguments.ts";
import { badRequest } from "../http/failure.ts";
import { addressWith, type Visit } from "../visit.ts";
import { labels, labelsOf } from "./labels.ts";
import { reference, referenceSql } from "./references.ts";
import { remembered } from "./remembered.ts";
import { fromWhere, type Selection } from "./selection.ts";

export type FacetType = "column" | "array" | "date";

export interface FacetValue {
  readonly value: SqlValue;
  readonly label: SqlValue;
  readonly count: SqlValue;
  readonly toggle_url: string;
  readonly selected: boolean;
}

export interface Facet {
  readonly name: string;
  readonly type: FacetType;
  readonly hideable: true;
  readonly toggle_url: string;
  readonly results: readonly FacetValue[];
  /** There are more values. */
  readonly truncated: boolean;
}

export interface FacetResults {
  readonly results: Readonly<Record<string, Facet>>;
  /** Facets that took too long; they are not among the results. */
  readonly timed_out: readonly string[];
}

interface Asked {
  readonly argument: string;
  readonly name: string;
  readonly type: FacetType;
}

const kinds: readonly (readonly [argument: string, type: FacetType])[] = [
  ["_facet", "column"],
  ["_facet_array", "array"],
  ["_facet_date", "date"],
];

export function askedFacets(args: Arguments): Asked[] {
  return kinds.flatMap(([argument, type]) =>
    [...new Set(args.all(argument))].map((name) => ({ argument, name, type })),
  );
}

export async function facetResults(visit: Visit, chosen: Selection): Promise<FacetResults> {
  if (visit.args.isOn("_nofacet")) return { results: {}, timed_out: [] };
  const asked = askedFacets(visit.args);
  const facets = await Promise.all(asked.map((facet) => facetOrNull(visit, chosen, facet)));
  const results: Record<string, Facet> = {};
  const timedOut: string[] = [];
  for (const [at, facet] of facets.entries()) {
    const { name } = asked[at] ?? { name: "" };
    if (facet === null) timedOut.push(name);
    else results[freeName(name, results)] = facet;
  }
  return { results, timed_out: timedOut };
}

function freeName(name: string, taken: Readonly<Record<string, Facet>>): string {
  let free = name;
  for (let count = 2; Object.hasOwn(taken, free); count++) free = `${name}_${count}`;
  return free;
}

async function facetOrNull(visit: Visit, chosen: Selection, asked: Asked): Promise<Facet | null> {
  try {
    return await facet(visit, chosen, asked);
  } catch (error) {
    // The answer says which facets are missing because of it.
    if (error instanceof QueryError && error.kind === "timeout") return null;
    throw error;
  }
}

async function facet(visit: Visit, chosen: Selection, asked: Asked): Promise<Facet> {
  const size = facetSize(visit);
  const { sql, parameters } = statement(chosen, asked, size + 1);
  const limits = { ...chosen.limits, rows: Number.POSITIVE_INFINITY };
  const { rows } = await remembered(visit.file, { sql, parameters, limits, lane: chosen.lane, signal: visit.signal });
  const kept = rows.slice(0, size);
  const names = asked.type === "column" ? await facetLabels(visit, chosen.table, asked.name, kept) : null;
  const toggled = visit.args.without(asked.argument, asked.name).without("_next");
  return {
    name: asked.name,
    type: asked.type,
    hideable: true,
    toggle_url: addressWith(visit, toggled),
    results: kept.map(([value = null, count = null]) => {
      const label = names?.get(String(value)) ?? value;
      return { value, label, count, ...toggle(visit, asked, value) };
    }),
    truncated: rows.length > size,
  };
}

function facetSize({ args, settings }: Visit): number {
  const text = args.get("_facet_size");
  if (text === null) return settings.facetSize;
  if (text === "max") return settings.maxRows;
  if (!/^\d+$/.test(text)) throw badRequest("_facet_size must be a positive integer");
  return Math.min(Number(text), settings.maxRows);
}

function statement(chosen: Selection, { name, type }: Asked, limit: number) {
  const of = reference(chosen.table, name);
  if (of === null) throw badRequest(`Cannot facet by ${name}: there is no such column.`);
  const sql = referenceSql(of, chosen.table, chosen.parameters);
  const order = `GROUP BY value ORDER BY count DESC, value LIMIT ${limit}`;
  const parameters = chosen.parameters.values;
  if (type === "array") {
    // An array that holds a value twice counts once.
    const array = `CASE WHEN json_valid(a.list) AND json_type(a.list) = 'array' THEN a.list ELSE '[]' END`;
    const rows = `SELECT row_number() OVER () AS n, ${sql} AS list ${fromWhere(chosen, `${sql} IS NOT NULL`)}`;
    return {
      sql: `SELECT value, count(*) AS count FROM (SELECT DISTINCT a.n, j.value AS value FROM (${rows}) AS a, json_each(${array}) AS j) ${order}`,
      parameters,
    };
  }
  const value = type === "date" ? `date(${sql})` : sql;
  return {
    sql: `SELECT ${value} AS value, count(*) AS count ${fromWhere(chosen, `${value} IS NOT NULL`)} ${order}`,
    parameters,
  };
}

async function facetLabels(visit: Visit, table: Table, column: string, rows: readonly (readonly SqlValue[])[]) {
  const label = (await labels(visit, table)).find(({ key }) => key.column === column);
  if (label === undefined) return null;
  return labelsOf(
    visit,
    label,
    rows.map(([value = null]) => value),
  );
}

function toggle(visit: Visit, { name, type }: Asked, value: SqlValue): { toggle_url: string; selected: boolean } {
  const { args } = visit;
  const text = String(value);
  const argument =
    type === "array"
      ? `${name}__arraycontains`
      : type === "date"
        ? `${name}__date`
        : name.startsWith("_")
          ? `${name}__exact`
          : name;
  const selected = args.all(argument).includes(text);
  const toggled = selected ? args.without(argument, text) : args.with(argument, text);
  return { toggle_url: visit.origin + addressWith(visit, toggled.without("_next")), selected };
}
