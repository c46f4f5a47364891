// Lets in as many users' queries as there are children for them. Whoever has none running comes before those who have;
// whoever waits too long is told so.

import { UserError } from "../../base/errors.ts";
import { QueryError } from "../../bundle/untrusted/protocol.ts";
import { currentClient } from "./client.ts";

export interface TurnstileOptions {
  readonly places: number;
  /** Of the places those which only a client may take that has nothing running. Default 0. */
  readonly reserved?: number;
  readonly longestWaitMs: number;
}

interface Waiter {
  readonly client: string;
  readonly enter: () => void;
}

export class Turnstile {
  readonly #options: TurnstileOptions;
  readonly #waiting: Waiter[] = [];
  /** Queries that run, by client. */
  readonly #running = new Map<string, number>();
  #busy = 0;

  constructor(options: TurnstileOptions) {
    this.#options = options;
  }

  async pass<T>(work: () => Promise<T>, signal?: AbortSignal): Promise<T> {
    if (signal?.aborted) throw left();
    const client = currentClient();
    if (this.#waiting.length === 0 && this.#mayEnter(client)) this.#enter(client);
    else await this.#turn(client, signal);
    try {
      return await work();
    } finally {
      this.#leave(client);
    }
  }

  #mayEnter(client: string): boolean {
    const { places, reserved = 0 } = this.#options;
    const isNew = !this.#running.has(client);
    return this.#busy < (isNew ? places : places - reserved);
  }

  #enter(client: string): void {
    this.#busy += 1;
    this.#running.set(client, (this.#running.get(client) ?? 0) + 1);
  }

  #leave(client: string): void {
    this.#busy -= 1;
    const rest = (this.#running.get(client) ?? 1) - 1;
    if (rest === 0) this.#running.delete(client);
    else this.#running.set(client, rest);
    this.#letIn();
  }

  #letIn(): void {
    for (let next = this.#next(); next !== undefined; next = this.#next()) {
      this.#waiting.splice(this.#waiting.indexOf(next), 1);
      this.#enter(next.client);
      next.enter();
    }
  }

  /** The first who has nothing running, else the first who may enter. */
  #next(): Waiter | undefined {
    const able = this.#waiting.filter(({ client }) => this.#mayEnter(client));
    return able.find(({ client }) => !this.#running.has(client)) ?? able[0];
  }

  #turn(client: string, signal: AbortSignal | undefined): Promise<void> {
    return new Promise((resolve, reject) => {
      const waiter: Waiter = {
        client,
        enter: () => {
          settle();
          resolve();
        },
      };
      const leave = (why: unknown) => {
        this.#waiting.splice(this.#waiting.indexOf(waiter), 1);
        settle();
        reject(why);
      };
      const timer = setTimeout(() => leave(new UserError(busy)), this.#options.longestWaitMs);
      const gone = () => leave(left());
      const settle = () => {
        clearTimeout(timer);
        signal?.removeEventListener("abort", gone);
      };
      signal?.addEventListener("abort", gone, { once: true });
      this.#waiting.push(waiter);
      this.#letIn();
    });
  }
}

function left(): QueryError {
  return new QueryError("cancelled", "The client has left.");
}

const busy = "The server is busy with other queries. Try again in a moment.";
