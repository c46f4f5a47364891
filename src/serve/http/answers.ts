// Makes responses.

import { Json, jsonText } from "./json-text.ts";

export interface AnswerOptions {
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
}

export function jsonAnswer(value: unknown, options: AnswerOptions = {}): Response {
  return textAnswer(value instanceof Json ? value.text : jsonText(value), "application/json; charset=utf-8", options);
}

export function textAnswer(text: string, type: string, { status = 200, headers = {} }: AnswerOptions = {}): Response {
  const body = text.length > longestAtOnce ? inOnePiece(text) : text;
  return new Response(body, { status, headers: { "Content-Type": type, ...headers } });
}

/** Bun's server gathers this much before it sends. Before a longer text it sends each header by itself, some forty times. */
const longestAtOnce = 15_000;

/** Of a stream the headers are sent together, which takes a third of the time. */
function inOnePiece(text: string): ReadableStream<Uint8Array> {
  return new ReadableStream({
    start(controller) {
      controller.enqueue(Buffer.from(text, "utf8"));
      controller.close();
    },
  });
}
