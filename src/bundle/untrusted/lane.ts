// A lane: some places for children, and the queries that wait for one, first come, first served.

import { QueryChild } from "./child-process.ts";
import { QueryError } from "./protocol.ts";

export class Lane {
  readonly #size: number;
  readonly #idle: QueryChild[] = [];
  readonly #busy = new Set<QueryChild>();
  readonly #waiting: ((child: QueryChild) => void)[] = [];
  #isClosed = false;

  constructor(size: number) {
    this.#size = size;
  }

  /** Starts a child before anybody asks for one. */
  warm(): void {
    if (!this.#isClosed && this.#idle.length + this.#busy.size < this.#size) this.#idle.push(new QueryChild());
  }

  /** Resolves when a place is free. Rejects with the reason of `signal`. */
  async enter(signal: AbortSignal): Promise<QueryChild> {
    if (signal.aborted) throw signal.reason;
    if (this.#busy.size < this.#size) return this.#take();
    return new Promise((resolve, reject) => {
      const enter = (child: QueryChild) => {
        signal.removeEventListener("abort", leave);
        resolve(child);
      };
      const leave = () => {
        this.#waiting.splice(this.#waiting.indexOf(enter), 1);
        reject(signal.reason);
      };
      this.#waiting.push(enter);
      signal.addEventListener("abort", leave, { once: true });
    });
  }

  leave(child: QueryChild): void {
    this.#busy.delete(child);
    if (child.isFresh && !this.#isClosed) this.#idle.push(child);
    else child.stop(new QueryError("cancelled", "The query child was replaced."));
    const next = this.#waiting.shift();
    if (next !== undefined) next(this.#take());
    else if (this.#idle.length === 0) this.warm();
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    const children = [...this.#idle.splice(0), ...this.#busy];
    for (const child of children) child.stop(new QueryError("cancelled", "The program is ending."));
    await Promise.all(children.map((child) => child.exited));
  }

  #take(): QueryChild {
    let child = this.#idle.pop();
    while (child !== undefined && !child.isReady) {
      child.stop(new QueryError("cancelled", "The query child was replaced."));
      child = this.#idle.pop();
    }
    const fresh = child ?? new QueryChild();
    this.#busy.add(fresh);
    return fresh;
  }
}
