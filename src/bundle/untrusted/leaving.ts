// Why a query may have to stop before its end: its caller gave up, or the pool is being closed.

import { QueryError } from "./protocol.ts";

/** One signal out of several; its reason is always a `QueryError`. `release` when the query is over. */
export class Leaving {
  readonly #controller = new AbortController();
  readonly #sources: readonly AbortSignal[];
  readonly #leave = (): void => this.#controller.abort(this.#reason());

  constructor(...sources: readonly (AbortSignal | undefined)[]) {
    this.#sources = sources.filter((source) => source !== undefined);
    for (const source of this.#sources) source.addEventListener("abort", this.#leave, { once: true });
    if (this.#sources.some((source) => source.aborted)) this.#leave();
  }

  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  release(): void {
    for (const source of this.#sources) source.removeEventListener("abort", this.#leave);
  }

  #reason(): QueryError {
    const given: unknown = this.#sources.find((source) => source.aborted)?.reason;
    return given instanceof QueryError ? given : new QueryError("cancelled", "The query was cancelled.");
  }
}
