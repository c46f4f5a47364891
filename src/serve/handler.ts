// From a request to its answer. A pure function of the context, so that tests need no port.

import { asClient } from "../operations/serving.ts";
import type { ServeContext } from "./context.ts";
import { asHttpError, failureAnswer, HttpError, notFound } from "./http/failure.ts";
import { pageAnswer } from "./page/page-answer.ts";
import { type Route, routeOf } from "./route.ts";
import { answerOf } from "./routes.ts";
import { pass } from "./security/gate.ts";
import { secured } from "./security/headers.ts";

export type Handler = (request: Request) => Promise<Response>;

export function createHandler(context: ServeContext): Handler {
  return async (request) => {
    const response = await asClient(clientOf(request), () => answered(context, request));
    return secured(request.method === "HEAD" ? await withoutBody(response) : response);
  };
}

/** Programs on one machine have one address, but hardly one name. Who has many names waits like everybody. */
function clientOf(request: Request): string {
  return `${request.headers.get("X-Forwarded-For") ?? ""} ${request.headers.get("User-Agent") ?? ""}`;
}

async function answered(context: ServeContext, request: Request): Promise<Response> {
  let route: Route | null = null;
  let isAdmitted = false;
  try {
    const url = URL.parse(request.url);
    if (url === null) throw new HttpError(400, "The address cannot be read.");
    const redirect = pass(request, url, context.gate);
    if (redirect !== null) return redirect;
    isAdmitted = true;
    const path = withoutRoot(url.pathname, context.root);
    route = path === null ? null : routeOf(path);
    if (path === null || route === null) throw notFound("There is nothing at this address.");
    return await answerOf(context, { request, url, path: context.root + path, route });
  } catch (error) {
    return failed(context, error, { request, route, isAdmitted });
  }
}

interface Failed {
  readonly request: Request;
  readonly route: Route | null;
  readonly isAdmitted: boolean;
}

function failed(
  context: ServeContext,
  error: unknown,
  { request, route, isAdmitted }: Failed,
): Response | Promise<Response> {
  const failure = asHttpError(error);
  if (failure.status === 500) context.report(error);
  const wantsPage = request.headers.get("Accept")?.includes("text/html") === true && (route?.format ?? null) === null;
  // Who may not come in sees the reason, not the page.
  if (wantsPage && isAdmitted && failure.status === 404) return pageAnswer(context.page, context.root, 404);
  return failureAnswer(failure);
}

/** Servers in front may leave the root in the path or take it off. */
function withoutRoot(path: string, root: string): string | null {
  const clean = path.replace(/^\/+/, "/");
  if (root === "" || !(clean === root || clean.startsWith(`${root}/`))) return clean;
  return clean.slice(root.length) || "/";
}

async function withoutBody(response: Response): Promise<Response> {
  await response.body?.cancel();
  return new Response(null, { status: response.status, headers: response.headers });
}
