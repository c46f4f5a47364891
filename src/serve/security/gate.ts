// Decides whether a request may be answered at all. Nothing of it is read or run before.

import { timingSafeEqual } from "node:crypto";
import { HttpError } from "../http/failure.ts";

export interface GateRules {
  readonly isOurHost: (header: string | null) => boolean;
  /** Null: whoever reaches the port may read. */
  readonly token: string | null;
}

/** The argument with which a link brings the token, once; then a cookie holds it. */
export const tokenArgument = "_token";
const cookieName = "dbundle_token";

/** Throws an `HttpError`, or gives the answer that takes the token out of the address. */
export function pass(request: Request, url: URL, { isOurHost, token }: GateRules): Response | null {
  if (!isOurHost(request.headers.get("Host"))) {
    throw new HttpError(421, "This server does not answer for that host name. Start it with --allow-host to allow it.");
  }
  if (request.method !== "GET" && request.method !== "HEAD") {
    throw new HttpError(405, "This server only reads: it answers GET and HEAD.");
  }
  refuseOtherSites(request);
  return token === null ? null : checkToken(request, url, token);
}

/** Another site may link to a page; it may not fetch, embed or open sockets, also not from another port of this machine. */
function refuseOtherSites({ headers }: Request): void {
  const site = headers.get("Sec-Fetch-Site");
  const isForeign = site === "cross-site" || site === "same-site";
  const isNavigation = headers.get("Sec-Fetch-Mode") === "navigate" && headers.get("Sec-Fetch-Dest") === "document";
  if (isForeign && !isNavigation) throw new HttpError(403, "Other sites may not read from this server.");
  const origin = headers.get("Origin");
  if (origin !== null && !isOwnOrigin(origin, headers.get("Host"))) {
    throw new HttpError(403, "Other sites may not read from this server.");
  }
  if (headers.has("Upgrade")) throw new HttpError(400, "This server speaks HTTP only.");
}

function isOwnOrigin(origin: string, host: string | null): boolean {
  return host !== null && (origin === `http://${host}` || origin === `https://${host}`);
}

function checkToken(request: Request, url: URL, token: string): Response | null {
  const brought = url.searchParams.get(tokenArgument);
  if (brought !== null && isEqual(brought, token)) {
    const clean = new URL(url);
    clean.searchParams.delete(tokenArgument);
    const cookie = `${cookieName}=${encodeURIComponent(token)}; Path=/; HttpOnly; SameSite=Strict`;
    return new Response(null, { status: 303, headers: { Location: localPath(clean), "Set-Cookie": cookie } });
  }
  const bearer = /^Bearer (.+)$/.exec(request.headers.get("Authorization") ?? "")?.[1];
  const held = bearer ?? cookieOf(request);
  if (held === null || !isEqual(held, token)) {
    throw new HttpError(
      401,
      `A token is wanted: open the address that the server printed, or send "Authorization: Bearer TOKEN".`,
    );
  }
  return null;
}

/** "//other.example/" would lead away from here. */
function localPath(url: URL): string {
  return url.pathname.replace(/^[\\/]+/, "/") + url.search;
}

function cookieOf(request: Request): string | null {
  for (const part of (request.headers.get("Cookie") ?? "").split(";")) {
    const [name, value] = part.trim().split("=");
    if (name === cookieName && value !== undefined) return decoded(value);
  }
  return null;
}

function decoded(value: string): string {
  try {
    return decodeURIComponent(value);
  } catch {
    // Not written by us: it equals no token.
    return value;
  }
}

function isEqual(a: string, b: string): boolean {
  const [left, right] = [a, b].map((text) => new Bun.CryptoHasher("sha256").update(text).digest());
  return left !== undefined && right !== undefined && timingSafeEqual(left, right);
}
