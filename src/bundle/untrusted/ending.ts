// How the work of a child ended, as its last frame says. The parent trusts none of it, as with the rows.

import { decodeBody, type Frame } from "./frames.ts";
import type { EndBody } from "./orders.ts";
import { type Cut, QueryError, queryErrorKinds } from "./protocol.ts";

export function failureOf(frame: Frame): QueryError {
  const body = objectOf(frame);
  const kind = queryErrorKinds.find((one) => one === body.kind) ?? "crashed";
  return new QueryError(kind, typeof body.message === "string" ? body.message : "The query failed.");
}

export function endOf(frame: Frame): EndBody {
  const { rows, bytes, end, elapsedMs, cut } = objectOf(frame);
  return {
    rows: Number(rows),
    bytes: Number(bytes),
    cut: cutOf(cut),
    end: end === "cut" || end === "reader left" ? end : "whole",
    elapsedMs: Number(elapsedMs),
  };
}

function cutOf(cut: unknown): Cut {
  if (typeof cut !== "object" || cut === null || !("why" in cut) || !("at" in cut)) return null;
  return { why: cut.why === "rows" ? "rows" : "bytes", at: Number(cut.at) };
}

function objectOf(frame: Frame): Partial<Record<string, unknown>> {
  const body = decodeBody(frame);
  return typeof body === "object" && body !== null ? { ...body } : {};
}
