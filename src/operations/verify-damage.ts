// What the checks of a bundle tell: each damage, and each step as it begins.

export interface VerifyObserver {
  step(name: string): void;
}

export interface Damage {
  readonly check: "digest" | "structure" | "identity" | "originals" | "facts" | "derived";
  /** A source's path, or a table; null: the file. */
  readonly subject: string | null;
  /** One sentence without its point. */
  readonly reason: string;
}
