// Where a file lies: a path of text, or of bytes where a name in it is no UTF-8.

import { isUtf8 } from "node:buffer";
import { join, sep } from "node:path";

export type Location = string | Buffer;

export function inFolder(folder: Location, name: Location): Location {
  const text = typeof name === "string" ? name : isUtf8(name) ? name.toString() : null;
  if (typeof folder === "string" && text !== null) return join(folder, text);
  return Buffer.concat([bytesOf(folder), Buffer.from(sep), bytesOf(name)]);
}

export function withSuffix(location: Location, suffix: string): Location {
  return typeof location === "string" ? location + suffix : Buffer.concat([location, Buffer.from(suffix)]);
}

/** A text that two locations share only when they are the same. */
export function keyOf(location: Location): string {
  return typeof location === "string" ? location : `bytes:${location.toString("hex")}`;
}

/** The name with each byte that is no part of a UTF-8 character as `\xff`. */
export function escapedName(name: Buffer): string {
  if (isUtf8(name)) return name.toString();
  let shown = "";
  for (let at = 0; at < name.length; ) {
    const length = [1, 2, 3, 4].find((some) => at + some <= name.length && isUtf8(name.subarray(at, at + some)));
    shown += length === undefined ? `\\x${name.toString("hex", at, at + 1)}` : name.toString("utf8", at, at + length);
    at += length ?? 1;
  }
  return shown;
}

function bytesOf(location: Location): Buffer {
  return typeof location === "string" ? Buffer.from(location) : location;
}
