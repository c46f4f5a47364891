// Format: docs/formats/simple-agent-store.md

import type { Artifact, Store, StoreRow, StoreTable } from "../artifacts/artifact.ts";
import { type JsonNode, parseJson } from "../base/json.ts";
import { severityNumber } from "../base/severity.ts";
import type { BundleWriter } from "../bundle/writer.ts";
import { Claim, type Importer } from "./importer.ts";
import { timeColumns } from "./shared/json-fields.ts";
import { type KeyValues, keyValues } from "./shared/pinocchio/key-value-table.ts";
import { ToolLedger } from "./shared/pinocchio/tool-ledger.ts";
import { blockKindName, writeTurn } from "./shared/pinocchio/turn-payload.ts";
import { scopeOf, TurnRecorder, type TurnSnapshot } from "./shared/pinocchio/turn-recorder.ts";
import { noteCopy } from "./shared/store-copies.ts";
import { integerOf, storeTable, textOf } from "./shared/store-fields.ts";
import { documentRows, rowAsJson, storeProblems } from "./shared/store-rows.ts";

const ID = "simple-agent-store";
const ERROR_SEVERITY = 17;

export const simpleAgentStore: Importer = {
  id: ID,
  title: "Pinocchio simple-agent store (SQLite)",
  spec: "docs/formats/simple-agent-store.md",
  version: 1,
  sniff({ store }) {
    return store !== null && tablesOf(store) !== null ? Claim.marker : Claim.no;
  },
  async read({ store }: Artifact, into) {
    const tables = store === null ? null : tablesOf(store);
    if (store === null || tables === null) throw new Error("The artifact is no store of the simple agent.");
    const tools = new ToolLedger();
    const recorder = new TurnRecorder(ID, tools);
    readSessions(store, into.inside("sessions"));
    const turns = readTurns(store, recorder, into.inside("turns"));
    readBlocks(store, turns, recorder, into.inside("blocks"));
    readSnapshots(store, turns, recorder, into.inside("turn_snapshots"));
    if (tables.events !== null) readEvents(store, tools, into.inside("chat_events"));
    recorder.finish();
    const timeOf = (row: StoreRow) => timeColumns(textOf(row.created_at)).timestamp;
    const identity = ["id", "turn_id", "phase", "created_at"];
    noteCopy(store, { importer: ID, table: tables.snapshots, identity, timeOf }, into);
    const typed = new Set([tables.sessions, tables.turns, tables.blocks, tables.snapshots, tables.events]);
    for (const table of store.tables) if (!typed.has(table)) documentRows(store, table, into);
    storeProblems(store, into);
  },
};

interface Tables {
  readonly sessions: StoreTable;
  readonly turns: StoreTable;
  readonly blocks: StoreTable;
  readonly snapshots: StoreTable;
  readonly events: StoreTable | null;
}

/** `turns` and `blocks` are here other tables than those of a turns store. */
function tablesOf(store: Store): Tables | null {
  const sessions = storeTable(store, "sessions", ["id", "created_at", "metadata"]);
  const turns = storeTable(store, "turns", ["id", "session_id", "created_at", "metadata"]);
  const blocks = storeTable(store, "blocks", ["id", "turn_id", "ord", "kind"]);
  const snapshots = storeTable(store, "turn_snapshots", ["turn_id", "phase", "created_at", "data"]);
  if (sessions === null || turns === null || blocks === null || snapshots === null) return null;
  return { sessions, turns, blocks, snapshots, events: storeTable(store, "chat_events", ["type", "tool_id"]) };
}

function readSessions(store: Store, into: BundleWriter): void {
  let number = 0;
  for (const row of store.rows("sessions")) {
    number += 1;
    const { timestamp, time_assumed } = timeColumns(textOf(row.created_at));
    into.session(
      {
        session_id: textOf(row.id),
        kind: "conversation",
        created_at: timestamp,
        time_assumed,
        attributes: rowAsJson(row),
      },
      { number },
    );
  }
}

interface WrittenTurn {
  readonly n: number;
  readonly snapshot: TurnSnapshot;
}

/** A row of `turns` is a turn without a phase; its snapshots follow as turns of their own. */
function readTurns(store: Store, recorder: TurnRecorder, into: BundleWriter): Map<string, WrittenTurn> {
  const values = keyValues(store, "turn_kv", (row) => JSON.stringify([textOf(row.turn_id), textOf(row.section)]));
  const counts = new Map<string, number>();
  for (const row of store.rows("blocks"))
    counts.set(textOf(row.turn_id) ?? "", (counts.get(textOf(row.turn_id) ?? "") ?? 0) + 1);
  const turns = new Map<string, WrittenTurn>();
  let number = 0;
  for (const row of store.rows("turns")) {
    number += 1;
    const id = textOf(row.id) ?? "";
    const { timestamp, time_assumed } = timeColumns(textOf(row.created_at));
    const stored = jsonOf(textOf(row.metadata), "metadata", into, number);
    const metadata = withMembers(stored, values.get(JSON.stringify([id, "metadata"])));
    const snapshot: TurnSnapshot = {
      conversationId: null,
      sessionId: textOf(row.session_id),
      runId: null,
      turnId: id,
      phase: null,
      at: timestamp,
      timeAssumed: time_assumed,
      createdAt: timestamp,
      updatedAt: null,
      runtimeKey: null,
      inferenceId: metadata?.get("geppetto.inference_id@v1")?.string() ?? null,
      blockCount: counts.get(id) ?? 0,
      metadata,
      data: withMembers(null, values.get(JSON.stringify([id, "data"]))),
    };
    turns.set(id, { n: recorder.turn(snapshot, into, { number }), snapshot });
  }
  return turns;
}

function readSnapshots(
  store: Store,
  turns: ReadonlyMap<string, WrittenTurn>,
  recorder: TurnRecorder,
  into: BundleWriter,
): void {
  let number = 0;
  for (const row of store.rows("turn_snapshots")) {
    number += 1;
    const at = { number };
    const turnId = textOf(row.turn_id);
    const { timestamp, time_assumed } = timeColumns(textOf(row.created_at));
    const data = jsonOf(textOf(row.data), "data", into, number);
    const frame = {
      conversationId: null,
      sessionId: data?.get("session_id")?.string() ?? turns.get(turnId ?? "")?.snapshot.sessionId ?? null,
      runId: null,
      turnId,
      phase: textOf(row.phase),
      at: timestamp,
      timeAssumed: time_assumed,
      createdAt: null,
      updatedAt: null,
      runtimeKey: null,
      inferenceId: data?.get("inference_id")?.string() ?? null,
    };
    if (data !== null && data.kind === "object") writeTurn(data, frame, recorder, { into, at, importer: ID });
    else recorder.turn({ ...frame, blockCount: null, metadata: null, data: null }, into, at);
  }
}

/** The payload of a block lies in a table of keys and values, once a phase; the `post` phase is the later one. */
function readBlocks(
  store: Store,
  turns: ReadonlyMap<string, WrittenTurn>,
  recorder: TurnRecorder,
  into: BundleWriter,
): void {
  const keyOf = (row: StoreRow) => JSON.stringify([textOf(row.turn_id), textOf(row.block_id), textOf(row.phase)]);
  const payloads = keyValues(store, "block_payload_kv", keyOf);
  const metadata = keyValues(store, "block_metadata_kv", keyOf);
  let number = 0;
  for (const row of store.rows("blocks")) {
    number += 1;
    const at = { number };
    const turnId = textOf(row.turn_id);
    const latest = (values: KeyValues) =>
      values.get(JSON.stringify([turnId, textOf(row.id), "post"])) ??
      values.get(JSON.stringify([turnId, textOf(row.id), "pre"]));
    const { timestamp, time_assumed } = timeColumns(textOf(row.created_at));
    const content = {
      id: textOf(row.id),
      kind: blockKindName(integerOf(row.kind)),
      role: textOf(row.role),
      payload: withMembers(null, latest(payloads)),
      metadata: withMembers(null, latest(metadata)),
      contentHash: null,
      hashAlgorithm: null,
      firstSeenAt: timestamp,
      timeAssumed: time_assumed,
    };
    const key = recorder.block(content, into, at);
    const turn = turns.get(turnId ?? "");
    if (turn === undefined) {
      const message = `The block belongs to turn ${turnId ?? "without an id"}, which the store does not have.`;
      into.issue({ severity: "warning", code: `${ID}.missing-turn`, message, raw: rowAsJson(row) }, at);
      continue;
    }
    const ordinal = integerOf(row.ord);
    recorder.place(turn.n, key, ordinal, turn.snapshot, into, at);
    const use = { ...turn.snapshot, at: timestamp ?? turn.snapshot.at };
    recorder.tell(content, key, { snapshot: use, ordinal }, into, at);
  }
}

const STARTS = new Set(["tool-call", "tool-call-execute", "tool-call-requested"]);
const ENDS = new Set(["tool-result", "tool-call-execution-result", "tool-result-ready"]);

function readEvents(store: Store, tools: ToolLedger, into: BundleWriter): void {
  let number = 0;
  for (const row of store.rows("chat_events")) {
    number += 1;
    const at = { number };
    const type = textOf(row.type);
    const level = textOf(row.level);
    const callId = textOf(row.tool_id);
    const common = {
      session_id: textOf(row.session_id),
      turn_id: textOf(row.turn_id),
      ...timeColumns(textOf(row.created_at)),
    };
    into.event(
      {
        ...common,
        event_type: type,
        sequence: integerOf(row.id),
        level,
        call_id: callId,
        payload: rowAsJson(row),
      },
      at,
    );
    if (callId !== null && type !== null) {
      const scope = scopeOf({ conversationId: null, sessionId: common.session_id, runId: null });
      const key = { scope, callId };
      const record = { ...common, into, at };
      const name = textOf(row.tool_name);
      if (STARTS.has(type)) tools.started(key, { name, params: asJson(textOf(row.input)) }, record);
      if (ENDS.has(type)) {
        const text = textOf(row.result);
        tools.ended(key, { value: asJson(text), text, error: null }, record, name);
      }
    }
    const severity = level === null ? null : severityNumber(level);
    if (severity === null || severity < ERROR_SEVERITY) continue; // No failure.
    const { turn_id: _, ...error } = common;
    const message = textOf(row.message);
    into.error({ ...error, error_class: "runtime", error_code: "simple-agent.log-error", message }, at);
  }
}

/** A text that is JSON as it is, another one as a JSON string. */
function asJson(text: string | null): string | null {
  if (text === null) return null;
  const result = parseJson(text);
  return result.ok && result.strict ? text : JSON.stringify(text);
}

function withMembers(node: JsonNode | null, members: ReadonlyMap<string, string> | undefined): JsonNode | null {
  if (members === undefined) return node;
  const own = (node?.members() ?? []).filter(({ key }) => !members.has(key));
  const texts = own.map(({ key, value }) => `${JSON.stringify(key)}:${value.raw}`);
  for (const [key, value] of members) texts.push(`${JSON.stringify(key)}:${value}`);
  const result = parseJson(`{${texts.join(",")}}`);
  return result.ok ? result.node : node;
}

/** Null when there is no JSON; a text that is none is said and kept. */
function jsonOf(text: string | null, column: string, into: BundleWriter, number: number): JsonNode | null {
  if (text === null) return null;
  const result = parseJson(text);
  if (result.ok) return result.node;
  const message = `${column} is no JSON: ${result.reason}.`;
  into.issue({ severity: "data_loss", code: `${ID}.bad-json`, message, raw: text }, { number });
  into.document({ kind: `${ID}.bad-json`, key: column, payload: text }, { number });
  return null;
}
