// Opens a bundle for one question of ours and closes it again.

import type { Database } from "bun:sqlite";
import { bundleFailure, openBundle } from "../../bundle/open.ts";

export function reading<T>(path: string, read: (db: Database) => T): T {
  const bundle = openBundle(path);
  try {
    return read(bundle.db);
  } catch (error) {
    throw bundleFailure(error, path) ?? error;
  } finally {
    bundle.close();
  }
}
