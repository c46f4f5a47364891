// What whoever starts the server can set.

export interface Settings {
  /** Rows of a page where the address says no number. */
  readonly pageSize: number;
  /** Most rows of a page or of an answer to SQL; exports have no limit. */
  readonly maxRows: number;
  /** Most milliseconds of a user's SQL. */
  readonly sqlTimeoutMs: number;
  /** Most bytes of an answer. */
  readonly maxBytes: number;
  /** Most bytes of memory of a child that runs SQL. */
  readonly maxMemoryBytes: number;
  /** Values of a facet where the address says no number. */
  readonly facetSize: number;
}

export const defaultSettings: Settings = {
  pageSize: 100,
  maxRows: 1_000,
  sqlTimeoutMs: 5_000,
  maxBytes: 16 * 1024 * 1024,
  maxMemoryBytes: 400 * 1024 * 1024,
  facetSize: 30,
};

/** Our own statements on a bundle: indexed, so that a longer one means that something is wrong. */
export const ownTimeoutMs = 20_000;
