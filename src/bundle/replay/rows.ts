// The rows of one source that belong to what is replayed, as a replay file holds them.

import type { Database } from "bun:sqlite";
import { type FactTable, factColumns } from "../../schema/rows.ts";
import { idStride, isIdOf } from "../row-ids.ts";
import { isChosen, ofRowOrTurn } from "./choice.ts";

export type ReplayValue = string | number | bigint | Uint8Array | null;

export interface ReplayRow {
  readonly table: FactTable;
  /** Only what is known. */
  readonly row: Readonly<Record<string, ReplayValue>>;
  /** An older state, hidden where only current ones are shown. */
  readonly superseded: boolean;
  /** Of a binary file. */
  readonly blob: Uint8Array | null;
}

/** Whether rows state or were given a session. */
export type Owned = "with session" | "without session";

/**
 * The rows of one source in the order in which it gave them; `owned`: those that state or were given a session, or the others.
 * References between rows count anew.
 */
export function* replayRows(db: Database, sourceId: number, owned: Owned): Generator<ReplayRow> {
  const numbers = {
    turns: new Map<number, number>(),
    blocks: new Map<number, number>(),
    slice_items: new Map<number, number>(),
  };
  for (const part of parts) {
    for (const found of foundRows(db, sourceId, part, owned)) {
      const { table, n } = found;
      const counter = table === "events" ? "slice_items" : table;
      if (counter === "turns" || counter === "blocks" || counter === "slice_items")
        numbers[counter].set(n, numbers[counter].size);
      const row = renumbered(found, numbers);
      yield { table, row, superseded: found.superseded, blob: blobOf(db, found) };
    }
  }
}

/** Those referred to come before those that refer; events and slice items count together. */
const parts: readonly (readonly FactTable[])[] = [
  ["session_facts"],
  ["run_facts"],
  ["turns"],
  ["blocks"],
  ["turn_blocks"],
  ["events", "slice_items"],
  ["slice_snapshots"],
  ["logs"],
  ["prompt_events"],
  ["tool_invocations"],
  ["messages"],
  ["timeline_entities"],
  ["spans"],
  ["files"],
  ["documents"],
  ["agents"],
  ["error_facts"],
];

interface FoundRow {
  readonly table: FactTable;
  readonly n: number;
  readonly superseded: boolean;
  readonly row: Record<string, ReplayValue>;
}

function foundRows(db: Database, sourceId: number, part: readonly FactTable[], owned: Owned): FoundRow[] {
  const rows = part.flatMap((table) => rowsOf(db, sourceId, table, owned));
  return part.length === 1 ? rows : rows.sort((a, b) => a.n - b.n);
}

function rowsOf(db: Database, sourceId: number, table: FactTable, owned: Owned): FoundRow[] {
  const columns = ["session_id", "run_id", ...Object.keys(factColumns[table])];
  const statement = db.query<Record<string, ReplayValue>, [number]>(
    `SELECT f.id, f.superseded, ${columns.map((column) => `f.${column}`).join(", ")} FROM _${table} AS f
     WHERE ${isIdOf("f.id", "?1")} AND ${isChosen(table)} AND ${isShown(table)} AND ${isOwned(table, owned)} ORDER BY f.id`,
  );
  // Sequences and versions go beyond what a double holds.
  statement.safeIntegers(true);
  return statement.all(sourceId).map(({ id, superseded, ...row }) => ({
    table,
    n: Number(id) % idStride,
    superseded: superseded === 1n,
    row: Object.fromEntries(Object.entries(row).filter(([, value]) => value !== null)),
  }));
}

/** Older states are public only of slices; what another row tells too is hidden. */
function isShown(table: FactTable): string {
  if (table === "slice_items" || table === "slice_snapshots") return "1";
  const isTold = table === "messages" || table === "tool_invocations" ? " AND f.shadowed = 0" : "";
  return `f.superseded = 0${isTold}`;
}

/** SQL: whether row `f` states or was given a session; blocks go where their turns are. */
function isOwned(table: FactTable, owned: Owned): string {
  const test = owned === "with session" ? "IS NOT NULL" : "IS NULL";
  return ofRowOrTurn(table, (_, row) => `${row}.session_id ${test}`);
}

function renumbered(
  { table, row }: FoundRow,
  numbers: Readonly<Record<"turns" | "blocks" | "slice_items", Map<number, number>>>,
) {
  const moved = (column: string, map: Map<number, number>) => {
    const old = row[column];
    return old === undefined ? {} : { [column]: map.get(Number(old)) ?? null };
  };
  if (table === "turn_blocks") return { ...row, ...moved("turn", numbers.turns), ...moved("block", numbers.blocks) };
  if (table === "slice_snapshots") return { ...row, ...moved("first_item", numbers.slice_items) };
  return row;
}

function blobOf(db: Database, { table, row }: FoundRow): Uint8Array | null {
  if (table !== "files" || typeof row.content_hash !== "string") return null;
  const found = db
    .query<{ content: Uint8Array }, [string]>("SELECT content FROM _blobs WHERE sha256 = ?")
    .get(row.content_hash);
  return found?.content ?? null;
}
