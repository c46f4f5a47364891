// The bundles of a folder, newest first, for a server that was told no names.

import { closeSync, openSync, readdirSync, readSync, statSync } from "node:fs";
import { join } from "node:path";
import { isBundleHead, readHeader } from "../../bundle/header.ts";

export function bundlesIn(folder: string): string[] {
  const found: { path: string; at: number }[] = [];
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    const at = entry.name.startsWith(".") ? null : bundleTime(path);
    if (at !== null) found.push({ path, at });
  }
  return found.sort((a, b) => b.at - a.at || (a.path < b.path ? -1 : 1)).map(({ path }) => path);
}

/** The same, looked up at most once a second: it is asked for at each request. */
export function listingOf(folder: string): () => readonly string[] {
  let known: readonly string[] = [];
  let lookedAt = Number.NEGATIVE_INFINITY;
  return () => {
    if (performance.now() - lookedAt > 1_000) {
      known = bundlesIn(folder);
      lookedAt = performance.now();
    }
    return known;
  };
}

/** When it was last written; null: it is no bundle. */
function bundleTime(path: string): number | null {
  const found = statSync(path, { throwIfNoEntry: false });
  if (found === undefined || !found.isFile() || found.size < 100) return null;
  return isBundleHead(headOf(path)) ? found.mtimeMs : null;
}

/** Empty where it cannot be read: then it is nothing that could be served. */
export function headOf(path: string): Uint8Array {
  const head = new Uint8Array(100);
  try {
    const descriptor = openSync(path, "r");
    try {
      return head.subarray(0, readSync(descriptor, head, 0, 100, 0));
    } finally {
      closeSync(descriptor);
    }
  } catch {
    // Not ours to read, or gone since the folder was listed.
    return new Uint8Array();
  }
}

/** Whether SQLite may open it; a store that was never checkpointed is an empty file beside its `-wal`. */
export function isDatabaseFile(path: string): boolean {
  const head = headOf(path);
  if (head.length === 0) return (statSync(`${path}-wal`, { throwIfNoEntry: false })?.size ?? 0) > 0;
  return readHeader(head) !== null;
}
