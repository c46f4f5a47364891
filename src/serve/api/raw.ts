// The record behind a row, as its artifact has it.

import { rawRecord } from "../../operations/serving.ts";
import { jsonAnswer } from "../http/answers.ts";
import { asHttpError, badRequest, HttpError, notFound } from "../http/failure.ts";
import type { Visit } from "../visit.ts";
import type { Raw } from "./types.ts";

const mostBytes = 4 * 1024 * 1024;

export async function rawAnswer(visit: Visit): Promise<Response> {
  const { bundle } = visit.file;
  if (bundle === null) throw notFound("This file is no bundle.");
  try {
    const { address, bytes, isCut } = await rawRecord(bundle, addressFrom(visit), mostBytes);
    const text = textOf(bytes);
    const base64 = text === null ? Buffer.from(bytes).toString("base64") : null;
    return jsonAnswer({ ok: true, address, text, base64, truncated: isCut } satisfies Raw);
  } catch (error) {
    // It asks for what is not there, or is damaged: nothing of the server failed.
    if (error instanceof Error && error.name !== "HttpError") throw new HttpError(404, asHttpError(error).message);
    throw error;
  }
}

function addressFrom({ args }: Visit): string {
  const source = args.get("source");
  if (source !== null) return source;
  const [table, id] = [args.get("table") ?? "", args.get("id") ?? ""];
  if (!/^[a-z_]+$/.test(table) || !/^-?\d{1,19}$/.test(id))
    throw badRequest("Name a row (?table=logs&id=1) or a source (?source=…).");
  return `${table}/${id}`;
}

/** Null: no UTF-8. */
function textOf(bytes: Uint8Array): string | null {
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    // The page is given the bytes instead.
    return null;
  }
}
