// One line on standard error that says how far long work is; only on a terminal, and gone when the work ends.

import { formatBytes } from "../base/bytes.ts";
import { escapeControls } from "../base/text.ts";
import type { Output } from "./output.ts";
import { cutToWidth } from "./width.ts";

export interface ProgressOptions {
  readonly label: string;
  readonly unit: "bytes" | "rows" | "bundles";
  /** Unknown: no bar, no time left. */
  readonly total?: number;
  /** Milliseconds on a clock that never goes back. */
  readonly now?: () => number;
}

/** `using progress = startProgress(…)` ends it in any case. */
export interface Progress extends Disposable {
  /** So much is done in all. Cheap enough for each record. */
  at(done: number): void;
  /** What is being done now, as the name of a file. */
  label(text: string): void;
  end(): void;
}

export function startProgress(output: Output, options: ProgressOptions): Progress {
  return output.isTerminal ? new ProgressLine(output, options) : silent;
}

const silent: Progress = { at() {}, label() {}, end() {}, [Symbol.dispose]() {} };

const betweenDrawsMs = 100;
const barWidth = 20;
const clearLine = "\r\x1b[2K";

class ProgressLine implements Progress {
  readonly #output: Output;
  readonly #options: ProgressOptions;
  readonly #now: () => number;
  readonly #begun: number;
  #label: string;
  #done = 0;
  #drawn: number;
  #isShown = false;
  // An error that nobody catches, or process.exit, would leave the line half drawn.
  readonly #clear = () => this.end();

  constructor(output: Output, options: ProgressOptions) {
    this.#output = output;
    this.#options = options;
    this.#label = options.label;
    this.#now = options.now ?? (() => performance.now());
    this.#begun = this.#now();
    // Work that is over at once draws nothing.
    this.#drawn = this.#begun;
    process.once("exit", this.#clear);
  }

  at(done: number): void {
    this.#done = done;
    if (this.#now() - this.#drawn >= betweenDrawsMs) this.#draw();
  }

  label(text: string): void {
    this.#label = text;
  }

  end(): void {
    process.off("exit", this.#clear);
    if (this.#isShown) this.#output.write(clearLine);
    this.#isShown = false;
  }

  [Symbol.dispose](): void {
    this.end();
  }

  #draw(): void {
    this.#drawn = this.#now();
    this.#isShown = true;
    this.#output.write(clearLine + cutToWidth(this.#line(), this.#output.width - 1));
  }

  #line(): string {
    const { total } = this.#options;
    const seconds = (this.#now() - this.#begun) / 1000;
    const rate = this.#done / seconds;
    const parts = [escapeControls(this.#label)];
    if (total !== undefined && total > 0) parts.push(bar(this.#done / total));
    parts.push(
      total === undefined ? this.#amount(this.#done) : `${this.#amount(this.#done)} of ${this.#amount(total)}`,
      `${this.#amount(Math.round(rate))}/s`,
    );
    if (total !== undefined && rate > 0 && seconds > 1 && total > this.#done)
      parts.push(`${duration((total - this.#done) / rate)} left`);
    return parts.join("  ");
  }

  #amount(count: number): string {
    const { unit } = this.#options;
    return unit === "bytes" ? formatBytes(count) : `${count.toLocaleString("en-US")} ${unit}`;
  }
}

function bar(share: number): string {
  const full = Math.round(Math.min(Math.max(share, 0), 1) * barWidth);
  return `${"█".repeat(full)}${"░".repeat(barWidth - full)}`;
}

function duration(seconds: number): string {
  const whole = Math.ceil(seconds);
  if (whole < 60) return `${whole} s`;
  if (whole < 3600) return `${Math.floor(whole / 60)} min ${whole % 60} s`;
  return `${Math.floor(whole / 3600)} h ${Math.floor((whole % 3600) / 60)} min`;
}
