// Queries that are ready to be asked: those of every bundle, and those of the metadata file.

import type { ServedFile } from "../../operations/serving.ts";
import type { Metadata, QueryMetadata } from "../metadata.ts";

/** By name; the metadata file's win. */
export function cannedQueries(metadata: Metadata, file: ServedFile): ReadonlyMap<string, QueryMetadata> {
  const own = Object.entries(file.metadata?.databases[file.name]?.queries ?? {});
  return new Map([...own, ...metadata.queries(file.name)]);
}
