// The record behind a row, as its artifact has it.

import { UserError } from "../../base/errors.ts";
import { rawRecord } from "../../operations/serving.ts";
import { jsonAnswer } from "../http/answers.ts";
import { asHttpError, badRequest, HttpError, notFound } from "../http/failure.ts";
import { userLimits, type Visit } from "../visit.ts";
import { countFrom } from "./ask.ts";
import type { Raw } from "./types.ts";

const mostBytes = 4 * 1024 * 1024;
/** Unpacking what is wanted out of archives may take as long. */
const mostMs = 10_000;

export async function rawAnswer(visit: Visit): Promise<Response> {
  const { bundle } = visit.file;
  if (bundle === null) throw notFound("This file is no bundle.");
  const { memoryBytes } = userLimits(visit);
  const offset = offsetFrom(visit);
  const window = { offset, size: countFrom(visit, "size", mostBytes, mostBytes), timeMs: mostMs, memoryBytes };
  try {
    const record = await rawRecord(bundle, addressFrom(visit), window, visit.signal);
    const text = textOf(record.bytes, record.isCut || offset > 0);
    const base64 = text === null ? Buffer.from(record.bytes).toString("base64") : null;
    const { address, isCut, sizeBytes } = record;
    return jsonAnswer({
      ok: true,
      address,
      text,
      base64,
      offset,
      truncated: isCut,
      size_bytes: sizeBytes,
    } satisfies Raw);
  } catch (error) {
    // It asks for what is not there, or is damaged: nothing of the server failed.
    if (error instanceof UserError) throw new HttpError(404, asHttpError(error).message);
    throw error;
  }
}

function offsetFrom({ args }: Visit): number {
  const text = args.get("offset") ?? "0";
  if (!/^\d{1,15}$/.test(text)) throw badRequest("offset is a number of bytes.");
  return Number(text);
}

function addressFrom({ args }: Visit): string {
  const source = args.get("source");
  if (source !== null) return source;
  const [table, id] = [args.get("table") ?? "", args.get("id") ?? ""];
  if (!/^[a-z_]+$/.test(table) || !/^-?\d{1,19}$/.test(id))
    throw badRequest("Name a row (?table=logs&id=1) or a source (?source=…).");
  // A source is its own record.
  return table === "sources" ? id : `${table}/${id}`;
}

/** Null: no UTF-8. A part may begin and end within a character, which is left out there. */
function textOf(bytes: Uint8Array, isPart: boolean): string | null {
  try {
    const from = isPart ? bytes.subarray(0, 4).findIndex((byte) => (byte & 0xc0) !== 0x80) : 0;
    const decoder = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });
    return decoder.decode(bytes.subarray(Math.max(0, from)), { stream: isPart });
  } catch {
    // The page is given the bytes instead.
    return null;
  }
}
