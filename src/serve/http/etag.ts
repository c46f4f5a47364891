// ETags: an answer is the same as long as the file, the address and the program are.

import { createHash } from "node:crypto";

export function etagOf(...parts: readonly string[]): string {
  return `W/"${createHash("sha256").update(parts.join("\n")).digest("base64url").slice(0, 22)}"`;
}

/** Whether the client holds the answer already. */
export function isKnown(request: Request, etag: string): boolean {
  const known = request.headers.get("If-None-Match");
  return (known ?? "").split(",").some((one) => one.trim() === etag || one.trim() === "*");
}
