// What is asked of the server itself: `/-/…`.

import { programVersion } from "../operations/version.ts";
import type { Database, Databases } from "./api/types.ts";
import type { ServeContext } from "./context.ts";
import { jsonAnswer } from "./http/answers.ts";
import { notFound } from "./http/failure.ts";
import { tildeEncode } from "./http/tilde.ts";
import { eventsAnswer } from "./live/events-answer.ts";
import { metadataAnswer } from "./metadata-answer.ts";
import { assetAnswer } from "./page/page-answer.ts";
import type { Asked } from "./route.ts";

export async function serverEndpoint(
  context: ServeContext,
  { request, url }: Asked,
  rest: readonly string[],
): Promise<Response> {
  const [first, second] = rest;
  if (first === "events" && second === undefined) return eventsAnswer(context.watch, request.signal);
  if (first === "assets")
    return assetAnswer(context.page, url.pathname.slice(url.pathname.lastIndexOf("/") + 1), request);
  if (second !== undefined) throw notFound("There is nothing at this address.");
  switch (first) {
    case "databases":
      return databasesAnswer(context);
    case "metadata":
      return metadataAnswer(context);
    case "versions":
      return jsonAnswer({ ok: true, dbundle: programVersion, api: "Datasette 1.0, read-only core" });
    case "settings":
      return jsonAnswer({ ok: true, ...snakeCase(context.settings) });
    default:
      throw notFound("There is nothing at this address.");
  }
}

export async function databasesAnswer(context: ServeContext): Promise<Response> {
  const databases = await Promise.all(
    context.library.entries().map(async (entry): Promise<Database[]> => {
      const glance = await context.library.glance(entry);
      if (glance === null) return []; // Gone since the list was made.
      const { version, sizeBytes, modifiedAt, looksLikeBundle } = glance;
      const route = tildeEncode(entry.name);
      const kind = looksLikeBundle ? "bundle" : "foreign";
      return [{ name: entry.name, route, kind, size: sizeBytes, modified_at: modifiedAt, version, is_mutable: false }];
    }),
  );
  return jsonAnswer({ ok: true, databases: databases.flat() } satisfies Databases);
}

function snakeCase(settings: object): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(settings).map(([key, value]) => [
      key.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`),
      value,
    ]),
  );
}
