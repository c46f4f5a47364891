// A request for one file, with all that answering it needs.

import type { QueryLane, ServedFile } from "../operations/serving.ts";
import type { Arguments } from "./http/arguments.ts";
import { tildeEncode } from "./http/tilde.ts";
import type { Metadata } from "./metadata.ts";
import type { Settings } from "./settings.ts";

export interface Visit {
  readonly file: ServedFile;
  readonly args: Arguments;
  readonly settings: Settings;
  readonly metadata: Metadata;
  /** Where our own statements run; default `internal`. */
  readonly lane?: QueryLane;
  /** Ends when the client leaves. */
  readonly signal: AbortSignal;
  /** As the client named the server: `http://127.0.0.1:8001`. */
  readonly origin: string;
  /** Path under which everything is served: "" or "/prefix". */
  readonly root: string;
  /** Path of the request, the root in front. */
  readonly path: string;
}

/** The same request with other arguments, as an address on this server. */
export function addressWith(visit: Visit, args: Arguments): string {
  const query = args.toString();
  return visit.path + (query === "" ? "" : `?${query}`);
}

export function filePath(visit: Visit, ...names: readonly string[]): string {
  return [visit.root, visit.file.name, ...names].map((name, at) => (at === 0 ? name : tildeEncode(name))).join("/");
}

/** Limits of a statement that a user wrote, or that runs what a user wrote. */
export function userLimits({ settings }: Visit) {
  return { timeMs: settings.sqlTimeoutMs, bytes: settings.maxBytes, memoryBytes: settings.maxMemoryBytes };
}
