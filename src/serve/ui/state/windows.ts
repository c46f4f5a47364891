// Rows of a long list, loaded in windows around what is in sight and kept.

import { type Signal, signal } from "@preact/signals";

const windowSize = 200;
const atOnce = 2;
const kept = 60;

export class Windows<T> {
  /** Counts what came: whoever reads rows reads it too. */
  readonly version: Signal<number> = signal(0);
  readonly failure: Signal<Error | null> = signal(null);
  readonly #rows = new Map<number, readonly T[]>();
  readonly #underWay = new Set<number>();
  #wanted: readonly number[] = [];
  #isClosed = false;

  constructor(private readonly load: (start: number, size: number) => Promise<readonly T[]>) {}

  at(index: number): T | undefined {
    return this.#rows.get(Math.floor(index / windowSize))?.[index % windowSize];
  }

  /** Loads what lies between two places, then a window before and after. */
  want(first: number, last: number): void {
    const from = Math.floor(first / windowSize);
    const to = Math.floor(Math.max(first, last - 1) / windowSize);
    const inSight = Array.from({ length: to - from + 1 }, (_, at) => from + at);
    this.#wanted = [...inSight, to + 1, from - 1].filter((window) => window >= 0);
    this.#pump();
  }

  retry(): void {
    this.failure.value = null;
    this.#pump();
  }

  close(): void {
    this.#isClosed = true;
  }

  #pump(): void {
    if (this.#isClosed || this.failure.peek() !== null) return;
    for (const window of this.#wanted) {
      if (this.#underWay.size >= atOnce) return;
      if (!this.#rows.has(window) && !this.#underWay.has(window)) void this.#fetch(window);
    }
  }

  async #fetch(window: number): Promise<void> {
    this.#underWay.add(window);
    try {
      const rows = await this.load(window * windowSize, windowSize);
      this.#rows.set(window, rows);
      this.#forget();
    } catch (error) {
      this.failure.value = error instanceof Error ? error : new Error(String(error));
    }
    this.#underWay.delete(window);
    if (this.#isClosed) return;
    this.version.value += 1;
    this.#pump();
  }

  /** The oldest windows go first, never one in sight. */
  #forget(): void {
    for (const window of this.#rows.keys()) {
      if (this.#rows.size <= kept) return;
      if (!this.#wanted.includes(window)) this.#rows.delete(window);
    }
  }
}
