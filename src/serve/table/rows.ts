// The rows of one page, and where the pages before and behind it begin.

import { joinBytes } from "../../base/join-bytes.ts";
import type { Asked, QueryAnswer, SqlValue } from "../../operations/serving.ts";
import { badRequest, HttpError } from "../http/failure.ts";
import { distinct, takesObjects } from "../http/shapes.ts";
import type { Visit } from "../visit.ts";
import { orderSql, readToken, stretches, tokenOf } from "./order.ts";
import { searchWalk } from "./search-walk.ts";
import { columnSql, fromWhere, type Selection } from "./selection.ts";

export interface PageRows {
  /** Empty where `objects` has them. */
  readonly rows: readonly (readonly SqlValue[])[];
  /** The rows as JSON in UTF-8, as they stand in the answer; null: they need something done to them first. */
  readonly objects: Uint8Array | null;
  /** Begins the page behind; null: there is none. */
  readonly next: string | null;
  /** Ends the page before, for `_previous`; null where nothing identifies a row, or there is none. */
  readonly previous: string | null;
  /** Bytes of the texts that `_text_size` cut, by row and column; null: whole. */
  readonly textBytes: readonly (readonly SqlValue[])[] | null;
}

export function pageSize({ args, settings, metadata, file }: Visit, table: string): number {
  const text = args.get("_size");
  if (text === null || text === "") return metadata.table(file.name, table).size ?? settings.pageSize;
  if (text === "max") return settings.maxRows;
  if (!/^\d+$/.test(text)) throw badRequest("_size must be a positive integer");
  const size = Number(text);
  if (size > settings.maxRows) throw badRequest(`_size must be <= ${settings.maxRows}`);
  return size;
}

export async function pageRows(visit: Visit, chosen: Selection, size: number): Promise<PageRows> {
  const { args } = visit;
  if (size === 0) return { rows: [], objects: null, next: null, previous: null, textBytes: null };
  if (chosen.table.key.length === 0) return offsetPage(visit, chosen, size);
  const from = args.get("_next") ?? args.get("_previous");
  const isReversed = !args.get("_next") && Boolean(args.get("_previous"));
  const values = from ? readToken(chosen.terms, from) : null;
  if (!isReversed && takesObjects(args)) return objectsPage(visit, chosen, values, size);
  const found = await rowsFrom(visit, chosen, values, isReversed, size);
  return page(chosen, found, { size, isReversed, isFirst: values === null });
}

/** The columns, then the order's values, then the sizes of texts. */
function selectList({ table, columns, terms }: Selection, textSize: number | null): string {
  const shown = columns.map((name) => shownSql(columnSql(table, name), table.key.includes(name) ? null : textSize));
  const sizes = textSize === null ? [] : columns.map((name) => textBytesSql(columnSql(table, name), textSize));
  return [...shown, ...terms.map(({ sql }) => sql), ...sizes].join(", ");
}

function shownSql(sql: string, textSize: number | null): string {
  if (textSize === null) return sql;
  return `CASE WHEN typeof(${sql}) = 'text' AND octet_length(${sql}) > ${textSize} THEN substr(${sql}, 1, ${textSize}) ELSE ${sql} END`;
}

function textBytesSql(sql: string, textSize: number): string {
  return `CASE WHEN typeof(${sql}) = 'text' AND octet_length(${sql}) > ${textSize} THEN octet_length(${sql}) END`;
}

function textSize({ args }: Visit): number | null {
  const text = args.get("_text_size");
  if (text === null) return null;
  if (!/^[1-9]\d{0,8}$/.test(text)) throw badRequest("_text_size is a number of characters.");
  return Number(text);
}

/** Reads a stretch; `before` rows of the page are there already. */
type Read = (statement: Asked, before: number) => Promise<QueryAnswer>;

interface Found {
  readonly rows: (readonly SqlValue[])[];
  /** The answer grew too long in bytes: the page ends earlier. */
  readonly isCut: boolean;
}

async function rowsFrom(
  visit: Visit,
  chosen: Selection,
  values: readonly SqlValue[] | null,
  isReversed: boolean,
  size: number,
  read: Read = (statement) => visit.file.run(statement),
): Promise<Found> {
  const rows: (readonly SqlValue[])[] = [];
  const select = selectList(chosen, textSize(visit));
  const walk = searchWalk(chosen, values, isReversed);
  if (walk !== null) {
    const sql = `SELECT ${select} ${walk.from} ORDER BY ${walk.order} LIMIT ${size + 1}`;
    const answer = await read(asked(visit, chosen, sql), 0);
    return { rows: [...answer.rows], isCut: answer.cut !== null };
  }
  const order = orderSql(chosen.terms, isReversed);
  for (const { where } of stretches(chosen.terms, values, chosen.parameters, isReversed)) {
    const limit = size + 1 - rows.length;
    if (limit <= 0) break;
    const sql = `SELECT ${select} ${fromWhere(chosen, where)} ORDER BY ${order} LIMIT ${limit}`;
    const answer = await read(asked(visit, chosen, sql), rows.length);
    rows.push(...answer.rows);
    if (answer.cut !== null) return { rows, isCut: true };
  }
  return { rows, isCut: false };
}

/** Written by the child as they will be read; here only the order's values are looked at. */
async function objectsPage(
  visit: Visit,
  chosen: Selection,
  values: readonly SqlValue[] | null,
  size: number,
): Promise<PageRows> {
  const keys = distinct(chosen.columns);
  const objects: Uint8Array[] = [];
  const found = await rowsFrom(visit, chosen, values, false, size, async (statement, before) => {
    const answer = await visit.file.run({ ...statement, objects: { keys, most: size - before } });
    if (answer.objects.length > 0) objects.push(answer.objects);
    return answer;
  });
  const { next, previous } = page({ ...chosen, columns: [] }, found, {
    size,
    isReversed: false,
    isFirst: values === null,
  });
  return { rows: [], objects: joinBytes(objects, ", "), next, previous, textBytes: null };
}

function asked(visit: Visit, { parameters, lane, limits }: Selection, sql: string): Asked {
  const caps = { ...limits, rows: Number.POSITIVE_INFINITY };
  return { sql, parameters: parameters.values, limits: caps, lane, signal: visit.signal };
}

function page(
  { columns, terms }: Pick<Selection, "columns" | "terms">,
  { rows, isCut }: Found,
  { size, isReversed, isFirst }: { size: number; isReversed: boolean; isFirst: boolean },
): PageRows {
  if (isCut && rows.length === 0)
    throw new HttpError(
      413,
      "A row is longer than an answer may be. Leave columns out with _nocol, or ask with _text_size.",
    );
  const hasMore = isCut || rows.length > size;
  const kept = rows.slice(0, size);
  if (isReversed) kept.reverse();
  const token = (row: readonly SqlValue[] | undefined) =>
    row === undefined ? null : tokenOf(terms, row.slice(columns.length, columns.length + terms.length));
  const hasBefore = isReversed ? hasMore : !isFirst;
  const hasBehind = isReversed ? !isFirst : hasMore;
  const sizesAt = columns.length + terms.length;
  return {
    rows: kept.map((row) => row.slice(0, columns.length)),
    objects: null,
    next: hasBehind ? token(kept.at(-1)) : null,
    previous: hasBefore ? token(kept[0]) : null,
    textBytes: kept.some((row) => row.length > sizesAt) ? kept.map((row) => row.slice(sizesAt)) : null,
  };
}

/** A view that nothing identifies: by number of rows, as Datasette does. */
async function offsetPage(visit: Visit, chosen: Selection, size: number): Promise<PageRows> {
  const text = visit.args.get("_next") ?? "0";
  if (!/^\d{1,15}$/.test(text)) throw badRequest("_next is not a page of this view. Begin at the first page.");
  const offset = Number(text);
  const { table, sort } = chosen;
  const order = sort === null ? "" : ` ORDER BY ${columnSql(table, sort.column)}${sort.isDescending ? " DESC" : ""}`;
  const bare = { ...chosen, terms: [] };
  const sql = `SELECT ${selectList(bare, textSize(visit))} ${fromWhere(chosen)}${order} LIMIT ${size + 1} OFFSET ${offset}`;
  const { rows, cut } = await visit.file.run(asked(visit, chosen, sql));
  const kept = page(bare, { rows: [...rows], isCut: cut !== null }, { size, isReversed: false, isFirst: offset === 0 });
  const hasMore = cut !== null || rows.length > size;
  return {
    ...kept,
    next: hasMore ? String(offset + kept.rows.length) : null,
    previous: null,
  };
}
