// What overstory's SQLite stores have in common. Tables are told by their columns, never by a name: `sessions` occurs in two stores
// with two meanings.

import type { Store, StoreTable } from "../../../artifacts/artifact.ts";
import { sha256Hex } from "../../../base/digest.ts";
import type { BundleWriter } from "../../../bundle/writer.ts";
import { Claim, type Importer } from "../../importer.ts";
import { documentRows, storeProblems } from "../store-rows.ts";
import { OverstoryRow } from "./row.ts";

export interface TableFormat {
  fits(columns: ReadonlySet<string>): boolean;
  /** Writes all rows of the table. */
  read(table: TableReading): void;
}

export interface TableReading {
  readonly table: StoreTable;
  /** The writer of this table's facts. */
  readonly into: BundleWriter;
  readonly importer: string;
  /** The rows from the first on; may be asked for again. */
  rows(): Iterable<OverstoryRow>;
  /** Names the store by what its first record never changes, so that copies of one store know each other. */
  identify(...evidence: readonly (string | bigint | number | null)[]): void;
}

interface StoreFormat {
  readonly id: string;
  readonly title: string;
  readonly tables: readonly TableFormat[];
}

/** An importer of stores that have at least one table of the formats given; rows of other tables become documents. */
export function overstoryStore(format: StoreFormat): Importer {
  return {
    id: format.id,
    title: format.title,
    spec: `docs/formats/${format.id}.md`,
    version: 1,
    sniff(artifact) {
      const isOurs = artifact.store?.tables.some((table) => formatOf(table, format.tables) !== undefined) ?? false;
      return isOurs ? Claim.marker : Claim.no;
    },
    async read(artifact, into) {
      if (artifact.store !== null) readStore(artifact.store, format, into);
    },
  };
}

export function hasColumns(...needed: readonly string[]): TableFormat["fits"] {
  return (columns) => needed.every((column) => columns.has(column));
}

function formatOf(table: StoreTable, formats: readonly TableFormat[]): TableFormat | undefined {
  const columns = new Set(table.columns);
  return formats.find((format) => format.fits(columns));
}

function readStore(store: Store, format: StoreFormat, into: BundleWriter): void {
  let newest: string | null = null;
  const evidence: unknown[] = [];
  for (const table of store.tables) {
    const tableFormat = formatOf(table, format.tables);
    if (tableFormat === undefined) {
      documentRows(store, table, into);
      continue; // Kept as documents: the format gives this table no type.
    }
    const member = into.inside(table.name);
    function* rows(): Iterable<OverstoryRow> {
      let number = 0;
      for (const cells of store.rows(table.name)) {
        number += 1;
        const row = new OverstoryRow(cells, number, member, format.id);
        yield row;
        if (row.newest !== null && (newest === null || row.newest > newest)) newest = row.newest;
      }
    }
    const identify = (...parts: readonly unknown[]) => evidence.push([table.name, ...parts.map(String)]);
    tableFormat.read({ table, into: member, importer: format.id, rows, identify });
  }
  storeProblems(store, into); // Some show only while rows are read.
  if (evidence.length === 0) return;
  // Stores of another shape are not taken for copies: a wrong match would hide rows, a missed one only repeats them.
  const shapes = store.tables.map((table) => table.columns);
  into.version({ series: `${format.id}:${sha256Hex(JSON.stringify([shapes, evidence]))}`, at: newest });
}
