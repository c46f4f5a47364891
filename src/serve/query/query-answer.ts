// SQL of a user: one statement that reads, in a child that is stopped at its limits.

import { type ExportFormat, type QueryAnswer, QueryError, type SqlValue } from "../../operations/serving.ts";
import { asHttpError, badRequest, HttpError } from "../http/failure.ts";
import { shapedAnswer, shapeOf } from "../http/shapes.ts";
import { addressWith, userLimits, type Visit } from "../visit.ts";
import { exportAnswer } from "./export.ts";
import { parameterNames } from "./parameters.ts";

export interface Statement {
  readonly sql: string;
  /** Of the file, when it is downloaded. */
  readonly name: string;
  readonly isPlan: boolean;
}

/** From `?sql=`; `_plan=on` asks how SQLite would go about it. */
export function statementOf({ args }: Visit): Statement {
  const sql = args.get("sql");
  if (sql === null || sql.trim() === "") throw badRequest("?sql= is required");
  return { sql, name: "query", isPlan: args.isOn("_plan") };
}

export async function queryAnswer(visit: Visit, statement: Statement): Promise<Response> {
  const { args } = visit;
  const shape = shapeOf(args);
  if (shape === "object") throw badRequest("_shape=object is only available on tables");
  const skip = skipFrom(visit);
  const answer = await ask(visit, statement, skip);
  const next = nextOf(answer, skip);
  const nextUrl = next === null ? null : visit.origin + addressWith(visit, args.replaced("_next", next));
  return shapedAnswer(
    { columns: answer.columns, rows: answer.rows, keys: null },
    {
      args,
      headers: nextUrl === null ? {} : { Link: `<${nextUrl}>; rel="next"` },
      document: (rows) => ({
        ok: true,
        rows,
        ...(args.list("_extra").includes("columns") ? { columns: answer.columns } : {}),
        ...(args.list("_extra").includes("query_ms") ? { query_ms: answer.elapsedMs } : {}),
        truncated: answer.cut !== null,
        // Why, and after how many rows.
        ...(answer.cut === null ? {} : { cut: answer.cut }),
        ...(next === null ? {} : { next, next_url: nextUrl }),
      }),
    },
  );
}

export function queryExport(visit: Visit, statement: Statement, format: ExportFormat): Promise<Response> {
  const { sql, name } = explained(statement);
  return exportAnswer(visit, { sql, parameters: valuesFor(visit, sql), lane: "user", name, format });
}

/** `_next=N`: the rows behind the first N of the same statement, which is run anew. */
function skipFrom({ args }: Visit): number {
  const text = args.get("_next") || "0";
  if (!/^\d{1,12}$/.test(text)) throw badRequest("_next is a number of rows.");
  return Number(text);
}

/** Null: the answer is whole, or its next row alone is too long. */
function nextOf({ cut }: QueryAnswer, skip: number): string | null {
  return cut === null || cut.at === 0 ? null : `${skip + cut.at}`;
}

async function ask(visit: Visit, statement: Statement, skip: number): Promise<QueryAnswer> {
  const { sql } = explained(statement);
  const limits = { ...userLimits(visit), rows: rowLimit(visit) };
  try {
    const parameters = valuesFor(visit, sql);
    return await visit.file.run({ sql, parameters, limits, skip, lane: "user", signal: visit.signal });
  } catch (error) {
    if (!(error instanceof QueryError)) throw error;
    const { status, message, also } = asHttpError(error);
    // What was refused was no query.
    const members = error.kind === "refused" ? {} : { rows: [], truncated: false };
    throw new HttpError(status, message, { ...members, ...also });
  }
}

function explained(statement: Statement): Statement {
  return statement.isPlan ? { ...statement, sql: `EXPLAIN QUERY PLAN ${statement.sql}` } : statement;
}

function rowLimit({ args, settings }: Visit): number {
  const text = args.get("_size");
  if (text === null || text === "max") return settings.maxRows;
  if (!/^\d+$/.test(text)) throw badRequest("_size must be a positive integer");
  return Math.min(Number(text), settings.maxRows);
}

/** As Datasette: a parameter that is not given is empty text. */
function valuesFor({ args }: Visit, sql: string): Record<string, SqlValue> {
  return Object.fromEntries(parameterNames(sql).map((name) => [name, args.get(name) ?? ""]));
}
