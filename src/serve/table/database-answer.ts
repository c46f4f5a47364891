// `/<file>.json`: its tables, views and ready-made queries.

import { jsonAnswer } from "../http/answers.ts";
import { tildeEncode } from "../http/tilde.ts";
import { cannedQueries } from "../query/canned.ts";
import type { Visit } from "../visit.ts";

export async function databaseAnswer(visit: Visit): Promise<Response> {
  const { file, metadata } = visit;
  const entries = await file.catalog.entries();
  const own = file.metadata?.databases[file.name]?.tables ?? {};
  const described = entries.map(({ name, type, isHidden }) => ({
    name,
    route: tildeEncode(name),
    type,
    hidden: isHidden || metadata.table(file.name, name).isHidden === true,
    description: metadata.table(file.name, name).description ?? own[name]?.description ?? null,
  }));
  const queries = [...cannedQueries(metadata, file)].map(([name, query]) => ({
    name,
    route: tildeEncode(name),
    ...query,
  }));
  return jsonAnswer({
    ok: true,
    database: file.name,
    kind: file.kind,
    why_foreign: file.whyForeign,
    tables: described.filter(({ type }) => type === "table"),
    views: described.filter(({ type }) => type === "view"),
    queries,
  });
}
