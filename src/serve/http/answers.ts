// Makes responses.

import { Json, jsonText } from "./json-text.ts";

export interface AnswerOptions {
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
}

export function jsonAnswer(value: unknown, options: AnswerOptions = {}): Response {
  return textAnswer(value instanceof Json ? value.text : jsonText(value), "application/json; charset=utf-8", options);
}

export function textAnswer(text: string, type: string, options: AnswerOptions = {}): Response {
  return bytesAnswer(Buffer.from(text, "utf8"), type, options);
}

/** `bytes` in UTF-8, or of a type that needs no encoding. */
export function bytesAnswer(
  bytes: Uint8Array<ArrayBuffer>,
  type: string,
  { status = 200, headers = {} }: AnswerOptions = {},
): Response {
  const body = bytes.length > longestAtOnce ? inOnePiece(bytes) : bytes;
  return new Response(body, { status, headers: { "Content-Type": type, ...headers } });
}

/** Bun's server gathers this much before it sends. Before a longer body it sends each header by itself, some forty times. */
const longestAtOnce = 15_000;

/** Of a stream the headers are sent together, which takes a third of the time. */
function inOnePiece(bytes: Uint8Array): ReadableStream<Uint8Array> {
  return new ReadableStream({
    start(controller) {
      controller.enqueue(bytes);
      controller.close();
    },
  });
}
