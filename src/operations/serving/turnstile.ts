// Lets in as many users' queries as there are children for them; whoever waits too long is told so.

import { UserError } from "../../base/errors.ts";

export class Turnstile {
  readonly #places: number;
  readonly #longestWaitMs: number;
  readonly #waiting: (() => void)[] = [];
  #busy = 0;

  constructor(places: number, longestWaitMs: number) {
    this.#places = places;
    this.#longestWaitMs = longestWaitMs;
  }

  async pass<T>(work: () => Promise<T>, signal?: AbortSignal): Promise<T> {
    if (this.#busy >= this.#places) await this.#turn(signal);
    this.#busy += 1;
    try {
      return await work();
    } finally {
      this.#busy -= 1;
      this.#waiting.shift()?.();
    }
  }

  #turn(signal: AbortSignal | undefined): Promise<void> {
    return new Promise((resolve, reject) => {
      const leave = (why: unknown) => {
        this.#waiting.splice(this.#waiting.indexOf(enter), 1);
        settle();
        reject(why);
      };
      const enter = () => {
        settle();
        resolve();
      };
      const timer = setTimeout(() => leave(new UserError(busy)), this.#longestWaitMs);
      const gone = () => leave(signal?.reason);
      const settle = () => {
        clearTimeout(timer);
        signal?.removeEventListener("abort", gone);
      };
      signal?.addEventListener("abort", gone, { once: true });
      this.#waiting.push(enter);
    });
  }
}

const busy = "The server is busy with other queries. Try again in a moment.";
