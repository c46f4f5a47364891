// What the beginning of a JSON text tells: its members and their paths, although the text may be cut anywhere.

import { wellFormed } from "../../base/json.ts";

/** Path (`items[].conv_id`) to the first scalar there as written; null for objects, arrays and values that are cut. */
export type JsonPrefix = ReadonlyMap<string, string | null>;

const MAXIMUM_DEPTH = 5;
const TOKEN = /\s*("(?:[^"\\]|\\.)*"|[{}[\],:]|[^\s{}[\],:"]+)/sy;

/** Empty when the text does not begin like a JSON object. Never throws. */
export function readJsonPrefix(text: string): JsonPrefix {
  const found = new Map<string, string | null>();
  const stack: { path: string; isArray: boolean; key: string | null }[] = [];
  let awaitsKey = false;
  TOKEN.lastIndex = text.charCodeAt(0) === 0xfeff ? 1 : 0;
  for (let match = TOKEN.exec(text); match !== null; match = TOKEN.exec(text)) {
    const token = match[1] ?? "";
    const top = stack.at(-1);
    if (top === undefined && token !== "{") return found;
    if (token === "{" || token === "[") {
      const path = top === undefined ? "" : pathOf(top);
      note(found, path, null, stack.length);
      stack.push({ path: token === "[" ? `${path}[]` : path, isArray: token === "[", key: null });
      awaitsKey = token === "{";
    } else if (token === "}" || token === "]") {
      stack.pop();
      if (stack.length === 0) return found;
    } else if (token === ",") {
      awaitsKey = top?.isArray === false;
    } else if (token === ":") {
      awaitsKey = false;
    } else if (awaitsKey && top !== undefined) {
      top.key = decoded(token);
      note(found, pathOf(top), null, stack.length);
    } else if (top !== undefined) {
      const path = pathOf(top);
      if (found.get(path) === null || !found.has(path)) note(found, path, token, stack.length, true);
    }
  }
  return found;
}

/** The text of a string at a path; null if the path is not there or holds something else. */
export function prefixText(prefix: JsonPrefix, path: string): string | null {
  const token = prefix.get(path);
  return typeof token === "string" && token.startsWith('"') ? decoded(token) : null;
}

function pathOf(frame: { path: string; isArray: boolean; key: string | null }): string {
  if (frame.isArray || frame.key === null) return frame.path;
  return frame.path === "" ? frame.key : `${frame.path}.${frame.key}`;
}

function note(found: Map<string, string | null>, path: string, token: string | null, depth: number, replace = false) {
  if (path === "" || depth > MAXIMUM_DEPTH) return;
  if (replace || !found.has(path)) found.set(path, token);
}

function decoded(token: string): string {
  try {
    const value: unknown = JSON.parse(token);
    return typeof value === "string" ? wellFormed(value) : token;
  } catch {
    // No JSON string: the text is cut, or no JSON at all; the token itself is as good as any.
    return token;
  }
}
