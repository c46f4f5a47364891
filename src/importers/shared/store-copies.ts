// Two files may be one store, copied at two times: what the copies have in common, and which is newer.

import type { Store, StoreRow, StoreTable, StoreValue } from "../../artifacts/artifact.ts";
import { sha256Hex } from "../../base/digest.ts";
import type { BundleWriter } from "../../bundle/writer.ts";

export interface CopyEvidence {
  readonly importer: string;
  readonly table: StoreTable;
  /** Columns that name a row for good and never change. */
  readonly identity: readonly string[];
  /** UTC text of a row's last change. */
  readonly timeOf: (row: StoreRow) => string | null;
}

/**
 * Says which store this is a copy of: the one with the same columns and the same first row.
 *
 * Says nothing of a table without rows or times. Stores of other shapes are never taken for copies of each other.
 */
export function noteCopy(store: Store, evidence: CopyEvidence, into: BundleWriter): void {
  const { importer, table, identity, timeOf } = evidence;
  let first: readonly string[] | null = null;
  let newest: string | null = null;
  for (const row of store.rows(table.name)) {
    first ??= identity.map((column) => shown(row[column]));
    const time = timeOf(row);
    if (time !== null && (newest === null || time > newest)) newest = time;
  }
  if (first === null || newest === null) return;
  const series = sha256Hex(JSON.stringify([table.name, table.columns, first]));
  into.version({ series: `${importer}:${series}`, at: newest });
}

function shown(value: StoreValue | undefined): string {
  return value instanceof Uint8Array ? value.toHex() : String(value ?? null);
}
