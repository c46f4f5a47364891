// Takes an address apart.

import { tildeDecode } from "./http/tilde.ts";

export type Format = "json" | "csv" | "ndjson" | "blob";

export interface Route {
  /** Parts of the path as they were meant, the format's ending taken off the last. */
  readonly parts: readonly string[];
  /** The same, still tilde-encoded: a compound key is taken apart before it is decoded. */
  readonly encoded: readonly string[];
  /** Null: a page for people. */
  readonly format: Format | null;
}

export interface Asked {
  readonly request: Request;
  readonly url: URL;
  /** With the server's root in front. */
  readonly path: string;
  readonly route: Route;
}

const formats: readonly Format[] = ["json", "csv", "ndjson", "blob"];

/** `path` as the client sent it, without the server's root; null: it is no valid path. */
export function routeOf(path: string): Route | null {
  const raw = path.split("/").filter((part) => part !== "");
  const last = raw.at(-1) ?? "";
  const format = formats.find((one) => last.endsWith(`.${one}`)) ?? null;
  const bare = format === null ? raw : [...raw.slice(0, -1), last.slice(0, -format.length - 1)];
  const encoded = bare.map(percentDecoded);
  if (encoded.some((part) => part === null)) return null;
  const known = encoded.filter((part) => part !== null && part !== "");
  return { parts: known.map((part) => tildeDecode(part ?? "")), encoded: known.map((part) => part ?? ""), format };
}

function percentDecoded(part: string): string | null {
  try {
    return decodeURIComponent(part);
  } catch {
    // Bytes that are no UTF-8 name nothing.
    return null;
  }
}
