// The page and its files as answers. The page is the same under every address; it reads its address itself.

import { etagOf, isKnown } from "../http/etag.ts";
import { notFound } from "../http/failure.ts";
import type { PageSource } from "./page-source.ts";

/** Under the server's root. */
const assetsPath = "/-/assets/";

export async function pageAnswer(source: PageSource, root: string, status: number): Promise<Response> {
  const html = await source.html();
  const type = { "Content-Type": "text/html; charset=utf-8" };
  if (html === null) return new Response(plainPage, { status, headers: type });
  // The bundler writes "./name" for what lies beside the page.
  return new Response(html.replaceAll(/(src|href)="\.\/+/g, `$1="${root}${assetsPath}`), { status, headers: type });
}

export async function assetAnswer(source: PageSource, name: string, request: Request): Promise<Response> {
  const file = await source.asset(name);
  if (file === null) throw notFound("There is no such file of the page.");
  const etag = etagOf(name, String(file.body.size));
  // The name holds a hash of the content.
  const headers = { ETag: etag, "Cache-Control": "public, max-age=31536000, immutable" };
  if (isKnown(request, etag)) return new Response(null, { status: 304, headers });
  return new Response(file.body, { headers: { ...headers, "Content-Type": file.type } });
}

const plainPage = `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>dbundle</title></head>
<body><p>This program was built without its page. The addresses that end in .json, .csv and .ndjson work.</p></body></html>
`;
