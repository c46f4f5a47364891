// Lines out of chunks. A line ends at LF only; a CR before it belongs to the terminator; memory stays bounded whatever the line.

import { isAscii, isUtf8 } from "node:buffer";
import type { Line } from "./artifact.ts";

const LF = 10;
const CR = 13;
const BATCH_LINES = 16_384;
/** How much of a line beyond the limit is given as its text. */
const HEAD_BYTES = 64 * 1024;
const BYTE_ORDER_MARK = "\ufeff";

/** Is fed the chunks of one text in order and gives back their lines. */
export class LineCutter {
  #number = 1;
  /** Where the next chunk begins in the text. */
  #offset = 0;
  readonly #begun: BegunLine;

  constructor(readonly maximumBytes: number) {
    this.#begun = new BegunLine(maximumBytes);
  }

  /** The lines that end in these bytes, in batches. */
  *push(chunk: Buffer): Generator<Line[]> {
    const offset = this.#offset;
    this.#offset += chunk.length;
    let start = 0;
    if (this.#begun.bytes > 0) {
      const end = chunk.indexOf(LF);
      this.#begun.add(end === -1 ? chunk : chunk.subarray(0, end));
      if (end === -1) return;
      yield [this.#begunLine(true)];
      start = end + 1;
    }
    const rest = chunk.subarray(start);
    const cut = isAscii(rest) ? this.#asciiLines(rest, offset + start) : this.#otherLines(rest, offset + start);
    const used = start + (yield* cut);
    if (used < chunk.length) this.#begun.begin(chunk.subarray(used), offset + used);
  }

  /** The last line, when the text does not end with LF. */
  *end(): Generator<Line[]> {
    if (this.#begun.bytes > 0) yield [this.#begunLine(false)];
  }

  /** One decoding for all lines: what most artifacts are. Returns how many bytes were used up. */
  *#asciiLines(bytes: Buffer, offset: number): Generator<Line[], number> {
    const text = bytes.toString("latin1");
    let lines: Line[] = [];
    let start = 0;
    for (let end = text.indexOf("\n"); end !== -1; end = text.indexOf("\n", start)) {
      const textEnd = end > start && text.charCodeAt(end - 1) === CR ? end - 1 : end;
      const tooLong = textEnd - start > this.maximumBytes;
      lines.push({
        number: this.#number++,
        text: tooLong ? text.slice(start, start + Math.min(HEAD_BYTES, this.maximumBytes)) : text.slice(start, textEnd),
        byteOffset: offset + start,
        flaw: tooLong ? "too-long" : null,
      });
      start = end + 1;
      if (lines.length === BATCH_LINES) {
        yield lines;
        lines = [];
      }
    }
    if (lines.length > 0) yield lines;
    return start;
  }

  *#otherLines(bytes: Buffer, offset: number): Generator<Line[], number> {
    const allValid = isUtf8(bytes);
    let lines: Line[] = [];
    let start = 0;
    for (let end = bytes.indexOf(LF); end !== -1; end = bytes.indexOf(LF, start)) {
      const textEnd = end > start && bytes[end - 1] === CR ? end - 1 : end;
      lines.push(this.#line(bytes.subarray(start, textEnd), offset + start, textEnd - start, allValid));
      start = end + 1;
      if (lines.length === BATCH_LINES) {
        yield lines;
        lines = [];
      }
    }
    if (lines.length > 0) yield lines;
    return start;
  }

  #begunLine(terminated: boolean): Line {
    const { bytes, length, offset } = this.#begun.take(terminated);
    return this.#line(bytes, offset, length, false);
  }

  /** `bytes` may be a head only of a line of `length` bytes. */
  #line(bytes: Buffer, byteOffset: number, length: number, valid: boolean): Line {
    const number = this.#number++;
    if (length > this.maximumBytes) {
      const head = wholeCharacters(bytes.subarray(0, Math.min(HEAD_BYTES, this.maximumBytes)));
      return { number, text: textOf(head, number), byteOffset, flaw: "too-long" };
    }
    const flaw = valid || isUtf8(bytes) ? null : "invalid-utf8";
    return { number, text: textOf(bytes, number), byteOffset, flaw };
  }
}

/** A line that began in one chunk and ends in another. Holds little more than `maximumBytes` of it. */
class BegunLine {
  /** How many bytes the line has so far, held or not. */
  bytes = 0;
  #offset = 0;
  #pieces: Buffer[] = [];
  #heldBytes = 0;
  #lastByte = 0;

  constructor(readonly maximumBytes: number) {}

  begin(piece: Buffer, offset: number): void {
    this.#offset = offset;
    this.add(piece);
  }

  add(piece: Buffer): void {
    // One byte more than the limit, since a CR before the LF does not count.
    const held = piece.subarray(0, Math.max(0, this.maximumBytes + 1 - this.#heldBytes));
    if (held.length > 0) this.#pieces.push(Buffer.from(held));
    this.#heldBytes += held.length;
    this.bytes += piece.length;
    this.#lastByte = piece.at(-1) ?? this.#lastByte;
  }

  take(terminated: boolean): { bytes: Buffer; length: number; offset: number } {
    const length = terminated && this.#lastByte === CR ? this.bytes - 1 : this.bytes;
    const bytes = Buffer.concat(this.#pieces).subarray(0, length);
    this.bytes = 0;
    this.#pieces = [];
    this.#heldBytes = 0;
    return { bytes, length, offset: this.#offset };
  }
}

function textOf(bytes: Buffer, lineNumber: number): string {
  const text = bytes.toString("utf8");
  return lineNumber === 1 && text.startsWith(BYTE_ORDER_MARK) ? text.slice(1) : text;
}

/** Leaves out a character at the end that was cut in two. */
function wholeCharacters(bytes: Buffer): Buffer {
  for (let back = 1; back <= Math.min(4, bytes.length); back++) {
    const byte = bytes[bytes.length - back] ?? 0;
    if (byte < 0x80) return bytes;
    if (byte >= 0xc0) {
      const wanted = byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : 2;
      return back < wanted ? bytes.subarray(0, bytes.length - back) : bytes;
    }
  }
  return bytes;
}
