// Rows of a long list, loaded in windows around what is in sight and kept: a place in the list is a number.

import { type Signal, signal } from "@preact/signals";

const windowSize = 200;
const atOnce = 2;
const kept = 40;

export interface Wish<T> {
  readonly start: number;
  readonly size: number;
  /** The row that stands just before the window, where it is known; else the one just behind it. */
  readonly after: T | undefined;
  readonly before: T | undefined;
}

/** Fewer rows than wished for are the window's first ones, or, asked for with `before` alone, its last ones. */
export type Load<T> = (wish: Wish<T>) => Promise<readonly T[]>;

export class Windows<T> {
  /** Counts what came: whoever reads rows reads it too. */
  readonly version: Signal<number> = signal(0);
  readonly failure: Signal<Error | null> = signal(null);
  readonly #rows = new Map<number, readonly (T | undefined)[]>();
  readonly #outdated = new Set<number>();
  readonly #underWay = new Set<number>();
  #wanted: readonly number[] = [];
  #generation = 0;
  #isClosed = false;

  constructor(private load: Load<T>) {}

  at(index: number): T | undefined {
    return this.#rows.get(Math.floor(index / windowSize))?.[index % windowSize];
  }

  /** Among the rows that are here. */
  find(test: (row: T) => boolean): number | null {
    for (const [window, rows] of this.#rows) {
      const at = rows.findIndex((row) => row !== undefined && test(row));
      if (at >= 0) return window * windowSize + at;
    }
    return null;
  }

  /** Rows from the beginning that are here, without a hole. */
  get known(): number {
    let window = 0;
    while (this.#rows.get(window)?.length === windowSize) window += 1;
    return window * windowSize + (this.#rows.get(window)?.length ?? 0);
  }

  /** Loads what lies between two places, then a window before and two after. */
  want(first: number, last: number): void {
    const from = Math.floor(first / windowSize);
    const to = Math.floor(Math.max(first, last - 1) / windowSize);
    const inSight = Array.from({ length: to - from + 1 }, (_, at) => from + at);
    this.#wanted = [...inSight, to + 1, from - 1, to + 2].filter((window) => window >= 0);
    this.#pump();
  }

  /** Loads everything in sight anew; what is here is shown until then. */
  renew(load: Load<T>): void {
    this.load = load;
    this.#generation += 1;
    for (const window of this.#rows.keys()) this.#outdated.add(window);
    this.retry();
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
      if (!this.#isCurrent(window) && !this.#underWay.has(window)) void this.#fetch(window);
    }
  }

  #isCurrent(window: number): boolean {
    return this.#rows.has(window) && !this.#outdated.has(window);
  }

  async #fetch(window: number): Promise<void> {
    this.#underWay.add(window);
    const generation = this.#generation;
    try {
      const wish = this.#wish(window);
      const rows = await this.load(wish);
      if (generation === this.#generation) this.#keep(wish, window, rows);
    } catch (error) {
      if (!this.#isClosed) this.failure.value = error instanceof Error ? error : new Error(String(error));
    }
    this.#underWay.delete(window);
    if (this.#isClosed) return;
    this.version.value += 1;
    this.#pump();
  }

  #wish(window: number): Wish<T> {
    const start = window * windowSize;
    const isNear = (other: number) => this.#isCurrent(other);
    return {
      start,
      size: windowSize,
      after: isNear(window - 1) ? this.at(start - 1) : undefined,
      before: isNear(window + 1) ? this.at(start + windowSize) : undefined,
    };
  }

  #keep({ after, before }: Wish<T>, window: number, rows: readonly T[]): void {
    const isBackwards = after === undefined && before !== undefined;
    const missing = isBackwards ? windowSize - rows.length : 0;
    this.#rows.delete(window);
    this.#rows.set(window, missing > 0 ? [...new Array<undefined>(missing).fill(undefined), ...rows] : rows);
    this.#outdated.delete(window);
    this.#forget();
  }

  /** The oldest windows go first, never one in sight. */
  #forget(): void {
    for (const window of this.#rows.keys()) {
      if (this.#rows.size <= kept) return;
      if (this.#wanted.includes(window)) continue; // In sight.
      this.#rows.delete(window);
      this.#outdated.delete(window);
    }
  }
}
