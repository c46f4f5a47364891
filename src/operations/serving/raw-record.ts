// The record that a row of a bundle was made of, as its artifact has it.

import type { OpenBundle } from "../../bundle/open.ts";
import { Originals } from "../originals.ts";
import { rawBytes } from "../raw.ts";
import { rawAddress, rawAddressText } from "../raw-address.ts";

export interface RawRecord {
  /** As `dbundle raw` takes it. */
  readonly address: string;
  readonly bytes: Uint8Array;
  /** There is more than `mostBytes`. */
  readonly isCut: boolean;
}

/** Throws a `UserError`, or `DamagedOriginal`. */
export async function rawRecord(bundle: OpenBundle, address: string, mostBytes: number): Promise<RawRecord> {
  const originals = new Originals(bundle);
  try {
    const found = rawAddress(bundle.db, address);
    const pieces: Uint8Array[] = [];
    let size = 0;
    for await (const piece of rawBytes(bundle, originals, found)) {
      pieces.push(piece);
      size += piece.length;
      if (size > mostBytes) break;
    }
    const bytes = Buffer.concat(pieces);
    return { address: rawAddressText(found), bytes: bytes.subarray(0, mostBytes), isCut: size > mostBytes };
  } finally {
    originals.close();
  }
}
