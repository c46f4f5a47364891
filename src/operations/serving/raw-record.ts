// The record that a row of a bundle was made of, as its artifact has it. What a bundle's archives unpack to is not ours to
// know, so that it is read in a process of its own.

import type { OpenBundle } from "../../bundle/open.ts";
import { resolveSource } from "../../bundle/source-names.ts";
import { programOutput } from "../../bundle/untrusted/program-output.ts";
import { rawAddress, rawAddressText } from "../raw-address.ts";
import { Turnstile } from "./turnstile.ts";

export interface RawWindow {
  /** Bytes of the record that are passed over. */
  readonly offset: number;
  /** Most bytes after them. */
  readonly size: number;
  readonly timeMs: number;
  readonly memoryBytes: number;
}

export interface RawRecord {
  /** As `dbundle raw` takes it. */
  readonly address: string;
  readonly bytes: Uint8Array;
  /** There is more behind the window. */
  readonly isCut: boolean;
  /** Bytes of the whole; null: it is a part of a source, and not known. */
  readonly sizeBytes: number | null;
}

/** Processes for records, and how long one waits for a place. */
const turnstile = new Turnstile({ places: 2, longestWaitMs: 10_000 });

/** Throws a `UserError` or a `QueryError`. */
export async function rawRecord(
  bundle: OpenBundle,
  address: string,
  { offset, size, timeMs, memoryBytes }: RawWindow,
  signal?: AbortSignal,
): Promise<RawRecord> {
  const found = rawAddress(bundle.db, address);
  const text = rawAddressText(found);
  const sizeBytes =
    found.member === null && found.lines === null ? resolveSource(bundle.db, found.source).sizeBytes : null;
  const order = { line: ["raw", "--", bundle.openedPath, text], skip: offset, mostBytes: size, timeMs, memoryBytes };
  const { bytes, isCut } = await turnstile.pass(() => programOutput(order, signal), signal);
  return { address: text, bytes, isCut, sizeBytes };
}
