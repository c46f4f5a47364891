// Caps on what reading an artifact may cost. Each stop at a cap is a named issue, never silence.

import { jsonLimits } from "../base/json.ts";

export interface Limits {
  /** Longest line that is parsed, in bytes; a longer one becomes an issue and stays in the originals. */
  readonly lineBytes: number;
  /** Most bytes of one archive entry. */
  readonly entryBytes: number;
  /** Most bytes of all entries of one archive. */
  readonly archiveBytes: number;
  /** Most entries of one archive. */
  readonly archiveEntries: number;
  /** Greatest ratio of unpacked to packed bytes, after the first `ratioFreeBytes`. */
  readonly ratio: number;
  readonly ratioFreeBytes: number;
  /** Deepest nesting of archives and wrappers within each other. */
  readonly nesting: number;
  /** Deepest nesting of JSON that is read. */
  readonly jsonDepth: number;
  /** Most values of one JSON text; one with more becomes an issue and stays in the originals. */
  readonly jsonValues: number;
}

const MiB = 1024 * 1024;

export const defaultLimits: Limits = {
  lineBytes: 64 * MiB,
  entryBytes: 100 * 1000 * 1000,
  archiveBytes: 1000 * 1000 * 1000,
  archiveEntries: 100_000,
  ratio: 200,
  ratioFreeBytes: 10 * 1000 * 1000,
  nesting: 8,
  jsonDepth: jsonLimits().depth,
  jsonValues: jsonLimits().values,
};
