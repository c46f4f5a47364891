// Tells whether a file, or the journal beside it, is another one than before.

import { createHash } from "node:crypto";
import { stat } from "node:fs/promises";

/** A short text that changes with the file; null: there is no such file. */
export async function fileVersion(file: string): Promise<string | null> {
  const parts = await Promise.all(
    // No journal is the usual state.
    ["", "-wal", "-journal"].map((suffix) => stat(file + suffix, { bigint: true }).catch(() => null)),
  );
  if (parts[0] === null || !parts[0]?.isFile()) return null;
  const text = parts.map((part) => (part == null ? "-" : [part.dev, part.ino, part.size, part.mtimeNs].join(".")));
  return createHash("sha256").update(text.join(" ")).digest("base64url").slice(0, 16);
}
