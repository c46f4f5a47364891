// Finds lines by the chunks' first lines, so that a record of a long log costs one or two chunks.

import { UserError } from "../base/errors.ts";
import type { StoredSource } from "../bundle/originals.ts";
import type { Originals } from "./originals.ts";
import type { LineRange } from "./raw-address.ts";

const LF = 10;

/** The exact bytes of the lines, their ends included. */
export async function* linesOfSource(originals: Originals, source: StoredSource, lines: LineRange) {
  const count = source.lineCount ?? 0;
  if (lines.last > count) throw noLine(`Source ${source.sourceId}`, count, lines);
  const chunks = originals.chunks(source, 0);
  const begin = chunks.findLastIndex(({ firstLine }) => firstLine !== null && firstLine <= lines.first);
  const from = chunks[begin];
  if (from?.firstLine == null) throw noLine(`Source ${source.sourceId}`, count, lines);
  const picker = new LinePicker(await lineAtStart(originals, source, begin, from.firstLine), lines);
  for (const chunk of chunks.slice(begin)) {
    yield* picker.pick(await originals.chunk(source, chunk));
    if (picker.isDone) return;
  }
}

/** The chunk before may end inside a line: then this one begins with the rest of it. */
async function lineAtStart(originals: Originals, source: StoredSource, index: number, firstLine: number) {
  const before = index === 0 ? undefined : originals.chunks(source, 0)[index - 1];
  if (before === undefined) return firstLine;
  const isInside = (await originals.chunk(source, before)).at(-1) !== LF;
  return isInside ? firstLine - 1 : firstLine;
}

export function* linesOfBytes(bytes: Uint8Array, lines: LineRange, name: string): Generator<Uint8Array> {
  const picker = new LinePicker(1, lines);
  yield* picker.pick(bytes);
  const count = picker.lineCount;
  if (lines.last > count) throw noLine(`"${name}"`, count, lines);
}

/** Counts lines and lets those through that are wanted. */
class LinePicker {
  #line: number;
  #endedWithLine = true;

  constructor(
    firstLine: number,
    readonly wanted: LineRange,
  ) {
    this.#line = firstLine;
  }

  get isDone(): boolean {
    return this.#line > this.wanted.last;
  }

  /** Lines seen so far; the last one may lack its end. */
  get lineCount(): number {
    return this.#line - (this.#endedWithLine ? 1 : 0);
  }

  *pick(bytes: Uint8Array): Generator<Uint8Array> {
    for (let at = 0; at < bytes.length && !this.isDone; ) {
      const end = bytes.indexOf(LF, at);
      const next = end < 0 ? bytes.length : end + 1;
      if (this.#line >= this.wanted.first) yield bytes.subarray(at, next);
      this.#endedWithLine = end >= 0;
      if (end >= 0) this.#line++;
      at = next;
    }
  }
}

function noLine(name: string, count: number, { last }: LineRange): UserError {
  return new UserError(`${name} has ${count} line${count === 1 ? "" : "s"}; there is no line ${last}.`);
}
