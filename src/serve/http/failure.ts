// What a request can fail with, and the one JSON shape that says so.

import { UserError } from "../../base/errors.ts";
import { QueryError, type QueryErrorKind } from "../../operations/serving.ts";
import { jsonAnswer } from "./answers.ts";

export class HttpError extends Error {
  override readonly name = "HttpError";
  constructor(
    readonly status: number,
    message: string,
    /** Members of the answer beside the error. */
    readonly also: Readonly<Record<string, unknown>> = {},
  ) {
    super(message);
  }
}

export function badRequest(message: string): HttpError {
  return new HttpError(400, message);
}

export function notFound(message: string): HttpError {
  return new HttpError(404, message);
}

const statuses: Readonly<Record<QueryErrorKind, number>> = {
  refused: 400,
  sql: 400,
  timeout: 400,
  memory: 400,
  cancelled: 503,
  file: 503,
  output: 500,
  crashed: 500,
};

/** The error as the client may know it: no path of this machine, no stack. */
export function asHttpError(error: unknown): HttpError {
  if (error instanceof HttpError) return error;
  if (error instanceof QueryError) {
    // The sentences on files name them with their path.
    const message =
      error.kind === "file" ? "The file cannot be read: it is damaged, gone or being written." : error.message;
    return new HttpError(statuses[error.kind], message, error.kind === "timeout" ? { timeout: true } : {});
  }
  if (error instanceof UserError) return new HttpError(503, withoutPaths(error.message));
  return new HttpError(500, "The server failed to answer. This is a bug in dbundle; its log says more.");
}

export function failureAnswer(error: HttpError): Response {
  const { status, message, also } = error;
  return jsonAnswer({ ok: false, ...also, error: message, errors: [message], status }, { status });
}

/** The name of a file is known to whoever asks for it; its folder is not. */
function withoutPaths(message: string): string {
  return message.replace(/(?:[A-Za-z]:)?[\\/](?:[^\\/"\n]+[\\/])+/g, "");
}
