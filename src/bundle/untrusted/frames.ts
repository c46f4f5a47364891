// The pipe between the program and its query child: frames of a length (4 bytes), a kind (1 byte) and a body.

/** `order` goes to the child; all others come from it. Bodies are JSON, of `bytes` the formatted rows themselves. */
export const FrameKind = { order: 1, head: 2, rows: 3, bytes: 4, end: 5, failure: 6 } as const;

export interface Frame {
  readonly kind: number;
  readonly body: Uint8Array;
}

const frameHeaderBytes = 5;

/** No honest child sends more at once: an answer's values are capped far below. */
const longestBody = 1024 * 1024 * 1024;

export function frameHeader(kind: number, length: number): Uint8Array {
  const header = new Uint8Array(frameHeaderBytes);
  new DataView(header.buffer).setUint32(0, length);
  header[4] = kind;
  return header;
}

export function encodeFrame(kind: number, body: unknown): Uint8Array {
  return encodeText(kind, JSON.stringify(body));
}

export function encodeText(kind: number, text: string): Uint8Array {
  const body = Buffer.from(text, "utf8");
  return Buffer.concat([frameHeader(kind, body.length), body]);
}

export function decodeBody(frame: Frame): unknown {
  return JSON.parse(decodeText(frame));
}

function decodeText({ body }: Frame): string {
  return Buffer.from(body.buffer, body.byteOffset, body.byteLength).toString("utf8");
}

/** Puts frames together from the pieces in which a pipe delivers them. */
export class FrameAssembler {
  #pieces: Uint8Array[] = [];
  #held = 0;

  push(piece: Uint8Array): void {
    this.#pieces.push(piece);
    this.#held += piece.length;
  }

  /** The next whole frame, or null while it is incomplete. */
  shift(): Frame | null {
    if (this.#held < frameHeaderBytes) return null;
    const start = this.#joined(frameHeaderBytes);
    const length = new DataView(start.buffer, start.byteOffset).getUint32(0);
    if (length > longestBody) throw new RangeError("The query child sent a frame without end.");
    const whole = frameHeaderBytes + length;
    if (this.#held < whole) return null;
    const bytes = this.#joined(whole);
    this.#pieces = bytes.length > whole ? [bytes.subarray(whole), ...this.#pieces.slice(1)] : this.#pieces.slice(1);
    this.#held -= whole;
    return { kind: bytes[4] ?? 0, body: bytes.subarray(frameHeaderBytes, whole) };
  }

  /** The first piece, grown until it holds at least `length` bytes. */
  #joined(length: number): Uint8Array {
    const [first, ...rest] = this.#pieces;
    if (first !== undefined && first.length >= length) return first;
    const all = new Uint8Array(Buffer.concat(first === undefined ? rest : [first, ...rest]));
    this.#pieces = [all];
    return all;
  }
}
