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
  return new Response(text, { status, headers: { "Content-Type": type, ...headers } });
}
