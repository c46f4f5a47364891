// Format: docs/formats/pinocchio-turns-store.md

import type { Artifact, Store, StoreRow, StoreTable } from "../artifacts/artifact.ts";
import { type JsonNode, parseJson } from "../base/json.ts";
import type { BundleWriter } from "../bundle/writer.ts";
import { Claim, type Importer } from "./importer.ts";
import { timeOfEpochMs } from "./shared/json-fields.ts";
import { ConversationNotes } from "./shared/pinocchio/conversation-notes.ts";
import { writeYamlTurn } from "./shared/pinocchio/turn-payload.ts";
import { type BlockUse, blockKey, scopeOf, TurnRecorder, type TurnSnapshot } from "./shared/pinocchio/turn-recorder.ts";
import { noteCopy } from "./shared/store-copies.ts";
import { integerOf, storeTable, textOf } from "./shared/store-fields.ts";
import { documentRows, storeProblems } from "./shared/store-rows.ts";

const ID = "pinocchio-turns-store";

export const pinocchioTurnsStore: Importer = {
  id: ID,
  title: "Pinocchio turns store (SQLite, all shapes since 2026-02)",
  spec: "docs/formats/pinocchio-turns-store.md",
  version: 1,
  sniff({ store }) {
    return store !== null && (normalised(store) !== null || payloadTables(store).length > 0) ? Claim.marker : Claim.no;
  },
  async read({ store }: Artifact, into) {
    if (store === null) throw new Error("The artifact is no SQLite store.");
    const recorder = new TurnRecorder(ID);
    const conversations = new ConversationNotes();
    const tables = normalised(store);
    if (tables !== null) readNormalised(store, tables, recorder, conversations, into);
    const payloads = payloadTables(store);
    for (const table of payloads) readPayloads(store, table, recorder, conversations, into);
    recorder.finish();
    conversations.write();
    noteStoreCopy(store, into);
    const typed = new Set([...payloads, ...(tables === null ? [] : [tables.turns, tables.blocks, tables.membership])]);
    for (const table of store.tables) if (!typed.has(table)) documentRows(store, table, into);
    storeProblems(store, into);
  },
};

interface NormalisedTables {
  readonly turns: StoreTable;
  readonly blocks: StoreTable;
  readonly membership: StoreTable;
}

/** The shape with blocks by hash: 160a84c6 and later; `runtime_key`, `inference_id`, `updated_at_ms` came one by one. */
function normalised(store: Store): NormalisedTables | null {
  const turns = storeTable(store, "turns", ["conv_id", "session_id", "turn_id", "turn_metadata_json"]);
  const blocks = storeTable(store, "blocks", ["block_id", "content_hash", "kind", "payload_json"]);
  const membership = storeTable(store, "turn_block_membership", [
    "turn_id",
    "phase",
    "ordinal",
    "block_id",
    "content_hash",
  ]);
  return turns === null || blocks === null || membership === null ? null : { turns, blocks, membership };
}

/** Tables that hold whole turns as YAML: `turns` of v0 and v1, `turn_snapshots…` of v2. */
function payloadTables(store: Store): StoreTable[] {
  const columns = ["conv_id", "turn_id", "phase", "created_at_ms", "payload"];
  const tables = ["turns", "turn_snapshots", "turn_snapshots_legacy"].map((name) => storeTable(store, name, columns));
  return tables.filter((table) => table !== null);
}

/** In every shape the first turn is the first row of `turns`, and no column of its key ever changes. */
function noteStoreCopy(store: Store, into: BundleWriter): void {
  const table = storeTable(store, "turns", ["conv_id", "turn_id"]);
  if (table === null) return; // Only old snapshots: nothing tells copies apart.
  const identity = ["conv_id", "session_id", "run_id", "turn_id", "phase", "turn_created_at_ms", "created_at_ms"];
  const timeOf = (row: StoreRow) =>
    timeOfEpochMs(integerOf(row.updated_at_ms) ?? integerOf(row.created_at_ms) ?? integerOf(row.turn_created_at_ms));
  noteCopy(store, { importer: ID, table, identity, timeOf }, into);
}

interface KnownTurn {
  readonly row: StoreRow;
  readonly number: number;
  isPlaced: boolean;
}

interface Snapshot {
  readonly turn: KnownTurn | undefined;
  readonly row: StoreRow;
  readonly number: number;
  blockCount: number;
}

function readNormalised(
  store: Store,
  tables: NormalisedTables,
  recorder: TurnRecorder,
  conversations: ConversationNotes,
  into: BundleWriter,
): void {
  const turns = readTurns(store, conversations, into.inside("turns"));
  const { snapshots, uses } = readMembership(store, turns);
  readBlocks(store, tables.blocks, uses, recorder, into);

  const written = new Map<string, { readonly n: number; readonly snapshot: TurnSnapshot }>();
  for (const [key, found] of snapshots) {
    const member = found.turn === undefined ? "turn_block_membership" : "turns";
    const at = { number: found.turn?.number ?? found.number };
    const snapshot = snapshotOf(found, into.inside(member), at.number);
    written.set(key, { n: recorder.turn(snapshot, into.inside(member), at), snapshot });
  }
  for (const turn of turns.values()) {
    if (turn.isPlaced) continue; // It was written with its snapshots.
    const member = into.inside("turns");
    recorder.turn(
      snapshotOf({ turn, row: turn.row, number: turn.number, blockCount: 0 }, member, turn.number),
      member,
      turn,
    );
  }
  placeBlocks(store, written, recorder, into.inside("turn_block_membership"));
}

function readTurns(store: Store, conversations: ConversationNotes, into: BundleWriter): Map<string, KnownTurn> {
  const turns = new Map<string, KnownTurn>();
  let number = 0;
  for (const row of store.rows("turns")) {
    number += 1;
    turns.set(turnKey(row), { row, number, isPlaced: false });
    conversations.note(
      {
        conversationId: textOf(row.conv_id),
        sessionId: textOf(row.session_id),
        runtimeKey: textOf(row.runtime_key),
        at: timeOfEpochMs(integerOf(row.updated_at_ms) ?? integerOf(row.turn_created_at_ms)),
      },
      into,
      { number },
    );
  }
  return turns;
}

/** The snapshots with their number of blocks, and where in each conversation a block occurs first. */
function readMembership(store: Store, turns: ReadonlyMap<string, KnownTurn>) {
  const snapshots = new Map<string, Snapshot>();
  const uses = new Map<string, Map<string, BlockUse>>();
  let number = 0;
  for (const row of store.rows("turn_block_membership")) {
    number += 1;
    const key = snapshotKey(row);
    let snapshot = snapshots.get(key);
    if (snapshot === undefined) {
      const turn = turns.get(turnKey(row));
      if (turn !== undefined) turn.isPlaced = true;
      snapshot = { turn, row, number, blockCount: 0 };
      snapshots.set(key, snapshot);
    }
    snapshot.blockCount += 1;
    noteUse(uses, row);
  }
  return { snapshots, uses };
}

function noteUse(uses: Map<string, Map<string, BlockUse>>, row: StoreRow): void {
  const key = blockKey(textOf(row.block_id), textOf(row.content_hash) ?? "");
  const identity = identityOf(row);
  const at = timeOfEpochMs(integerOf(row.snapshot_created_at_ms));
  const scopes = uses.get(key) ?? new Map<string, BlockUse>();
  uses.set(key, scopes);
  const earlier = scopes.get(scopeOf(identity));
  if (earlier?.snapshot.at != null && (at === null || earlier.snapshot.at <= at)) return;
  scopes.set(scopeOf(identity), { snapshot: { ...identity, at }, ordinal: integerOf(row.ordinal) });
}

function readBlocks(
  store: Store,
  table: StoreTable,
  uses: ReadonlyMap<string, ReadonlyMap<string, BlockUse>>,
  recorder: TurnRecorder,
  into: BundleWriter,
): void {
  const member = into.inside(table.name);
  let number = 0;
  for (const row of store.rows(table.name)) {
    number += 1;
    const at = { number };
    const content = {
      id: textOf(row.block_id),
      kind: textOf(row.kind),
      role: textOf(row.role),
      payload: jsonOf(row, "payload_json", member, number),
      metadata: jsonOf(row, "block_metadata_json", member, number),
      contentHash: textOf(row.content_hash),
      hashAlgorithm: textOf(row.hash_algorithm),
      firstSeenAt: timeOfEpochMs(integerOf(row.first_seen_at_ms)),
    };
    const key = recorder.block(content, member, at);
    for (const use of uses.get(key)?.values() ?? []) recorder.tell(content, key, use, member, at);
  }
}

function placeBlocks(
  store: Store,
  written: ReadonlyMap<string, { readonly n: number; readonly snapshot: TurnSnapshot }>,
  recorder: TurnRecorder,
  into: BundleWriter,
): void {
  let number = 0;
  for (const row of store.rows("turn_block_membership")) {
    number += 1;
    const turn = written.get(snapshotKey(row));
    if (turn === undefined)
      throw new Error("A row of turn_block_membership was not there when the table was read first.");
    const key = blockKey(textOf(row.block_id), textOf(row.content_hash) ?? "");
    if (recorder.place(turn.n, key, integerOf(row.ordinal), turn.snapshot, into, { number })) continue;
    into.issue(
      {
        severity: "data_loss",
        code: `${ID}.missing-block`,
        message: `A snapshot of turn ${turn.snapshot.turnId ?? "without an id"} holds a block that the store does not have.`,
        raw: key,
      },
      { number },
    );
  }
}

function snapshotOf({ turn, row, blockCount }: Snapshot, into: BundleWriter, number: number): TurnSnapshot {
  const stored: StoreRow = turn?.row ?? {};
  const inMembership = turn === undefined || row !== turn.row;
  return {
    ...identityOf(row),
    phase: inMembership ? textOf(row.phase) : null,
    at: inMembership ? timeOfEpochMs(integerOf(row.snapshot_created_at_ms)) : null,
    createdAt: timeOfEpochMs(integerOf(stored.turn_created_at_ms)),
    updatedAt: timeOfEpochMs(integerOf(stored.updated_at_ms)),
    runtimeKey: textOf(stored.runtime_key),
    inferenceId: textOf(stored.inference_id),
    blockCount,
    metadata: jsonOf(stored, "turn_metadata_json", into, number),
    data: jsonOf(stored, "turn_data_json", into, number),
  };
}

function readPayloads(
  store: Store,
  table: StoreTable,
  recorder: TurnRecorder,
  conversations: ConversationNotes,
  into: BundleWriter,
): void {
  const member = into.inside(table.name);
  let number = 0;
  for (const row of store.rows(table.name)) {
    number += 1;
    const frame = {
      ...identityOf(row),
      phase: textOf(row.phase),
      at: timeOfEpochMs(integerOf(row.created_at_ms)),
      createdAt: null,
      updatedAt: null,
      runtimeKey: textOf(row.runtime_key),
      inferenceId: textOf(row.inference_id),
    };
    const place = { into: member, at: { number }, importer: ID };
    const turn = writeYamlTurn(textOf(row.payload) ?? "", frame, recorder, place);
    conversations.note(turn, member, place.at);
  }
}

function identityOf(row: StoreRow) {
  return {
    conversationId: textOf(row.conv_id),
    sessionId: textOf(row.session_id),
    runId: textOf(row.run_id),
    turnId: textOf(row.turn_id),
  };
}

function turnKey(row: StoreRow): string {
  return JSON.stringify([row.conv_id, row.session_id, row.turn_id], plain);
}

function snapshotKey(row: StoreRow): string {
  const key = [row.conv_id, row.session_id, row.turn_id, row.phase, row.snapshot_created_at_ms];
  return JSON.stringify(key, plain);
}

function plain(_key: string, value: unknown): unknown {
  return typeof value === "bigint" ? value.toString() : value;
}

/** A column of JSON; a text that is none is said and kept. */
function jsonOf(row: StoreRow, column: string, into: BundleWriter, number: number): JsonNode | null {
  const text = textOf(row[column]);
  if (text === null) return null;
  const result = parseJson(text);
  if (result.ok) return result.node;
  into.issue(
    { severity: "data_loss", code: `${ID}.bad-json`, message: `${column} is no JSON: ${result.reason}.`, raw: text },
    { number },
  );
  into.document({ kind: `${ID}.bad-json`, key: column, payload: text }, { number });
  return null;
}
