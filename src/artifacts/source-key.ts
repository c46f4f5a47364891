// The name of a source is made from its bytes alone.

import { createHash } from "node:crypto";

export interface PartDigest {
  /** "" for the file itself; "-wal" or "-journal" for what lies beside a SQLite store. */
  readonly suffix: string;
  /** Hexadecimal, lower case. */
  readonly sha256: string;
}

/** The key of a file: the sha256 of its bytes. The key of a SQLite store: the sha256 of the JSON list of [suffix, sha256] of its parts, sorted by suffix. */
export function sourceKey(kind: "file" | "store", parts: readonly PartDigest[]): string {
  const [first] = parts;
  if (first === undefined) throw new RangeError("A source has at least one part.");
  if (kind === "file") return first.sha256;
  const list = parts.map(({ suffix, sha256 }) => [suffix, sha256]).sort(([a = ""], [b = ""]) => (a < b ? -1 : 1));
  return createHash("sha256").update(JSON.stringify(list)).digest("hex");
}
