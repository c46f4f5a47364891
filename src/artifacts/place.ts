// Where an artifact stands, and what opening it needs besides its bytes.

import type { ArchiveProblem } from "./artifact.ts";
import { Budget } from "./budget.ts";
import type { Limits } from "./limits.ts";

/** What opening needs besides the bytes. */
export interface Surroundings {
  readonly limits: Limits;
  /** A private folder; made at the first call, removed by the caller. */
  temporaryFolder(): string;
}

/** Where an artifact stands. */
export interface Place {
  readonly path: string;
  readonly reading: string | null;
  readonly container: { readonly sourceKey: string } | null;
  readonly entryIndex: number | null;
  /** How many archives and compressed files it lies in. */
  readonly nesting: number;
  /** Shared by all that is nested in one file. */
  readonly budget: Budget;
  /** What is known to be wrong with its bytes already. */
  readonly problems: readonly ArchiveProblem[];
}

export function placeOf(path: string, reading: string | null, limits: Limits): Place {
  return { path, reading, container: null, entryIndex: null, nesting: 0, budget: new Budget(limits), problems: [] };
}
