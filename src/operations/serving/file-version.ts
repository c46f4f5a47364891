// Tells whether a file, or the journal beside it, is another one than before.

import { createHash } from "node:crypto";
import { type BigIntStats, statSync } from "node:fs";

/** A short text that changes with the file; null: there is no such file. Asked at each request, hence at once. */
export function fileVersion(file: string): string | null {
  const [whole, ...journals] = ["", "-wal", "-journal"].map((suffix) => statsOf(file + suffix));
  if (whole == null || !whole.isFile()) return null;
  const text = [whole, ...journals].map((part) =>
    part == null ? "-" : [part.dev, part.ino, part.size, part.mtimeNs].join("."),
  );
  return createHash("sha256").update(text.join(" ")).digest("base64url").slice(0, 16);
}

function statsOf(file: string): BigIntStats | null {
  try {
    return statSync(file, { bigint: true, throwIfNoEntry: false }) ?? null;
  } catch {
    // A folder on the way may not be entered: for us the file is not there.
    return null;
  }
}
