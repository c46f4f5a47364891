// One query child, as its parent sees it: an order goes in, frames come out, and it can be killed at any moment.

import { endOf, failureOf } from "./ending.ts";
import { encodeFrame, type Frame, FrameAssembler, FrameKind } from "./frames.ts";
import type { EndBody, Order } from "./orders.ts";
import { ownMemory } from "./process-memory.ts";
import { QueryError } from "./protocol.ts";
import { type QueryChildProcess, startQueryChild } from "./spawn.ts";

export interface Allowance {
  readonly timeMs: number;
  readonly memoryBytes: number;
}

/** How often the memory of a working child is looked at, in milliseconds. */
const watchMs = 20;
/** No query ends its child so soon: the child was killed by somebody else while it had nothing to do. */
const tooSoonMs = 100;
/** A child that holds more than this after its work is not kept. */
const tiredBytes = 160 * 1024 * 1024;

export class QueryChild {
  readonly #process: QueryChildProcess;
  readonly #output: ReadableStreamDefaultReader<Uint8Array>;
  readonly #frames = new FrameAssembler();
  #stopped: QueryError | null = null;
  #isWorking = false;
  #wasGone = false;

  constructor(output?: number) {
    this.#process = startQueryChild(output);
    this.#output = this.#process.stdout.getReader();
  }

  /** It may take another order; while nothing is asked of it, it does not grow. */
  get isReady(): boolean {
    return this.#stopped === null && !this.#isWorking && this.#process.exitCode === null;
  }

  /** Its last work left it small enough to be kept. */
  get isFresh(): boolean {
    const { exitCode, signalCode, pid } = this.#process;
    const isAlive = exitCode === null && signalCode === null;
    return this.#stopped === null && !this.#isWorking && isAlive && ownMemory(pid) < tiredBytes;
  }

  /** It was gone before it could begin: the order that it was given may be given to another. */
  get wasGone(): boolean {
    return this.#wasGone;
  }

  get exited(): Promise<unknown> {
    return this.#process.exited;
  }

  stop(reason: QueryError): void {
    if (this.#stopped !== null) return;
    this.#stopped = reason;
    this.#process.kill("SIGKILL");
  }

  /**
   * The frames of the answer, `end` the last. The time counts only while the child is waited for. Throws `QueryError`.
   * Leaving early stops the child.
   */
  async *obey(order: Order, allowance: Allowance): AsyncGenerator<Frame, EndBody> {
    this.#isWorking = true;
    const watch = setInterval(() => this.#watchMemory(allowance.memoryBytes), watchMs);
    let remaining = allowance.timeMs;
    const begun = performance.now();
    let hasAnswered = false;
    try {
      this.#process.stdin.write(encodeFrame(FrameKind.order, order));
      await this.#process.stdin.flush();
      for (;;) {
        const asked = performance.now();
        const frame = await this.#next(remaining, allowance.timeMs);
        remaining -= performance.now() - asked;
        hasAnswered = true;
        if (frame.kind === FrameKind.failure) {
          this.#isWorking = false;
          throw failureOf(frame);
        }
        if (frame.kind === FrameKind.end) {
          this.#isWorking = false;
          return endOf(frame);
        }
        yield frame;
      }
    } catch (error) {
      const failure = this.#stopped ?? (error instanceof QueryError ? error : await this.#crash());
      this.#wasGone = failure.kind === "crashed" && !hasAnswered && performance.now() - begun < tooSoonMs;
      throw failure;
    } finally {
      clearInterval(watch);
      if (this.#isWorking) this.stop(new QueryError("cancelled", "The query was stopped because its reader left."));
    }
  }

  async #next(remainingMs: number, timeMs: number): Promise<Frame> {
    const held = this.#frames.shift();
    if (held !== null) return held;
    const timer = Number.isFinite(remainingMs)
      ? setTimeout(() => this.stop(tooSlow(timeMs)), Math.max(remainingMs, 0))
      : undefined;
    try {
      for (;;) {
        const { value, done } = await this.#output.read();
        if (this.#stopped !== null) throw this.#stopped;
        if (done) throw await this.#crash();
        this.#frames.push(value);
        const frame = this.#frames.shift();
        if (frame !== null) return frame;
      }
    } finally {
      clearTimeout(timer);
    }
  }

  #watchMemory(memoryBytes: number): void {
    if (ownMemory(this.#process.pid) > memoryBytes)
      this.stop(new QueryError("memory", `The query was stopped: it needs more than ${memoryBytes} bytes of memory.`));
  }

  /** The child's output ended, or is no answer: kills it and tells how it ended. */
  async #crash(): Promise<QueryError> {
    this.#process.kill("SIGKILL");
    await this.#process.exited;
    this.#stopped ??= crashOf(String(this.#process.signalCode ?? `exit code ${this.#process.exitCode}`));
    return this.#stopped;
  }
}

function crashOf(how: string): QueryError {
  if (how === "SIGXFSZ") {
    return new QueryError(
      "memory",
      "The query was stopped: it needs more temporary space on the disk than it may have.",
    );
  }
  return new QueryError(
    "crashed",
    `The process that ran the query ended unexpectedly (${how}). Perhaps the query needs too much memory.`,
  );
}

function tooSlow(timeMs: number): QueryError {
  return new QueryError("timeout", `The query was stopped: it took longer than ${timeMs} ms.`);
}
