// Which address is answered by what.

import type { Lease, LibraryEntry } from "../operations/serving.ts";
import { programVersion } from "../operations/version.ts";
import { bundleEndpoints, endpointsOfAnyFile } from "./api/endpoints.ts";
import type { ServeContext } from "./context.ts";
import { Arguments } from "./http/arguments.ts";
import { etagOf, isKnown } from "./http/etag.ts";
import { badRequest, HttpError, notFound } from "./http/failure.ts";
import { pageAnswer } from "./page/page-answer.ts";
import { cannedQueries } from "./query/canned.ts";
import { queryAnswer, queryExport, type Statement, statementOf } from "./query/query-answer.ts";
import type { Asked, Format, Route } from "./route.ts";
import { databasesAnswer, serverEndpoint } from "./server-endpoints.ts";
import { blobAnswer } from "./table/blob-answer.ts";
import { databaseAnswer } from "./table/database-answer.ts";
import { tableExport } from "./table/export-answer.ts";
import { rowAnswer } from "./table/row-answer.ts";
import { tableAnswer } from "./table/table-answer.ts";
import { pageNames } from "./ui/state/place.ts";
import type { Visit } from "./visit.ts";

export async function answerOf(context: ServeContext, asked: Asked): Promise<Response> {
  const { parts, format } = asked.route;
  const [name] = parts;
  if (name === undefined) {
    return format === null ? pageAnswer(context.page, context.root, 200) : databasesAnswer(context);
  }
  if (asked.route.encoded[0] === "-") return serverEndpoint(context, asked, parts.slice(1));
  const entry = context.library.find(name);
  if (entry === null) throw notFound("Database not found");
  if (format === null) return pageOf(context, entry, asked.route);
  const lease = await context.library.lease(entry);
  if (lease === null) throw notFound("Database not found");
  try {
    return await cached(context, asked, lease, () => fileAnswer(visitOf(context, asked, lease), asked.route, format));
  } finally {
    lease.release();
  }
}

function visitOf({ settings, metadata, root }: ServeContext, { request, url, path }: Asked, { file }: Lease): Visit {
  const { signal } = request;
  return { file, args: Arguments.of(url), settings, metadata, signal, origin: url.origin, root, path };
}

/** The page knows what to show; the server only knows whether there is something. */
async function pageOf(context: ServeContext, entry: LibraryEntry, route: Route): Promise<Response> {
  const exists = await isShown(context, entry, route);
  return pageAnswer(context.page, context.root, exists ? 200 : 404);
}

async function isShown(context: ServeContext, entry: LibraryEntry, { parts, encoded }: Route): Promise<boolean> {
  const [, first, second] = parts;
  if (first === undefined) return true;
  if (encoded[1] === "-") return pageNames.some((name) => name === second);
  const lease = await context.library.lease(entry);
  if (lease === null) return false;
  try {
    return (await lease.file.catalog.table(first)) !== null || cannedQueries(context.metadata, lease.file).has(first);
  } finally {
    lease.release();
  }
}

async function cached(
  context: ServeContext,
  { request, url }: Asked,
  { file }: Lease,
  answer: () => Promise<Response>,
): Promise<Response> {
  const etag = etagOf(programVersion, context.started, file.name, file.version, url.href);
  const headers = { ETag: etag, "Cache-Control": cacheControl(url) };
  if (isLasting(url) && isKnown(request, etag)) return new Response(null, { status: 304, headers });
  const response = await answer();
  if (response.status !== 200) return response;
  response.headers.set("Cache-Control", headers["Cache-Control"]);
  if (isLasting(url)) response.headers.set("ETag", etag);
  return response;
}

/** SQL may ask for the time or for chance. */
function isLasting(url: URL): boolean {
  const sql = `${url.searchParams.getAll("sql")} ${url.searchParams.getAll("_where")}`;
  return !/random|now|current_|julianday|unixepoch|strftime|date|time/i.test(sql);
}

function cacheControl(url: URL): string {
  const seconds = url.searchParams.get("_ttl");
  return seconds !== null && /^[1-9]\d{0,8}$/.test(seconds) ? `private, max-age=${seconds}` : "private, no-cache";
}

async function fileAnswer(visit: Visit, { parts, encoded }: Route, format: Format): Promise<Response> {
  const [, first, second, third] = parts;
  if (first === undefined) return databaseAnswer(visit);
  if (encoded[1] === "-") return ownAnswer(visit, second ?? "", format);
  if (third !== undefined) throw notFound("There is nothing at this address.");
  const table = await visit.file.catalog.table(first);
  const key = encoded[2];
  if (table !== null && key !== undefined) {
    if (format === "blob") return blobAnswer(visit, table, key);
    if (format === "json") return rowAnswer(visit, table, key);
    throw badRequest(`A row is not given as ${format}. Use .json.`);
  }
  if (table !== null && key === undefined) {
    if (format === "blob") throw badRequest("Name the row whose bytes are wanted.");
    return format === "json" ? tableAnswer(visit, table) : tableExport(visit, table, format);
  }
  const canned = key === undefined ? cannedQueries(visit.metadata, visit.file).get(first) : undefined;
  if (canned === undefined) throw notFound("Table not found");
  return statementAnswer(visit, { sql: canned.sql, name: first, isPlan: visit.args.isOn("_plan") }, format);
}

async function ownAnswer(visit: Visit, name: string, format: Format): Promise<Response> {
  if (name === "query") return statementAnswer(visit, statementOf(visit), format);
  const endpoint = Object.hasOwn(bundleEndpoints, name) ? bundleEndpoints[name] : undefined;
  if (endpoint === undefined || format !== "json") throw notFound("There is nothing at this address.");
  if (visit.file.kind === "foreign" && !endpointsOfAnyFile.has(name)) {
    throw new HttpError(
      409,
      `"${visit.file.name}" is no bundle: ${visit.file.whyForeign}. Its tables and SQL can be asked.`,
    );
  }
  return endpoint(visit);
}

function statementAnswer(visit: Visit, statement: Statement, format: Format): Promise<Response> {
  if (format === "blob") throw badRequest("Bytes come from rows of tables, or in base64 from .json and .csv.");
  return format === "json" ? queryAnswer(visit, statement) : queryExport(visit, statement, format);
}
