// One thing that is tried at a great size.

export interface Surroundings {
  readonly program: string;
  /** Empty at the beginning of a part, and removed after it. */
  readonly folder: string;
}

/** Returns what is printed, and throws when something is not as it should be. */
export type Part = (around: Surroundings) => Promise<readonly string[]>;
