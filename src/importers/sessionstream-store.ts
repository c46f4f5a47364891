// Format: docs/formats/sessionstream-store.md

import type { Artifact, Store, StoreRow, StoreTable } from "../artifacts/artifact.ts";
import { type JsonNode, parseJson } from "../base/json.ts";
import type { BundleWriter, Row } from "../bundle/writer.ts";
import { Claim, type Importer } from "./importer.ts";
import { timeColumns } from "./shared/json-fields.ts";
import { ChatRecorder } from "./shared/pinocchio/chat-recorder.ts";
import { noteCopy } from "./shared/store-copies.ts";
import { integerOf, storeTable, textOf } from "./shared/store-fields.ts";
import { documentRows, rowAsJson, storeProblems } from "./shared/store-rows.ts";

const ID = "sessionstream-store";

export const sessionstreamStore: Importer = {
  id: ID,
  title: "Sessionstream store (SQLite: sessionstream v2 and v1, evtstream)",
  spec: "docs/formats/sessionstream-store.md",
  version: 1,
  sniff({ store }) {
    return store !== null && tablesOf(store).length > 0 ? Claim.marker : Claim.no;
  },
  async read({ store }: Artifact, into) {
    if (store === null) throw new Error("The artifact is no SQLite store.");
    const typed = tablesOf(store);
    const times: EventTimes = new Map();
    for (const { table, read } of typed) read({ store, table, times, into: into.inside(table.name), copies: into });
    const names = new Set(typed.map(({ table }) => table.name));
    for (const table of store.tables) if (!names.has(table.name)) documentRows(store, table, into);
    storeProblems(store, into);
  },
};

/** When an event was stored: what sessionstream has of an entity's time. */
type EventTimes = Map<string, string>;

interface Reading {
  readonly store: Store;
  readonly table: StoreTable;
  readonly times: EventTimes;
  readonly into: BundleWriter;
  /** Takes what covers the whole store. */
  readonly copies: BundleWriter;
}

interface TypedTable {
  readonly table: StoreTable;
  readonly read: (reading: Reading) => void;
}

/** Events come before the entities, which take their times from them. */
function tablesOf(store: Store): TypedTable[] {
  const typed = ["sessionstream", "evtstream"].flatMap((prefix) => [
    { table: storeTable(store, `${prefix}_sessions`, ["session_id"]), read: readSessions },
    {
      table: storeTable(store, `${prefix}_events`, ["session_id", "ordinal", "name", "payload_json"]),
      read: readEvents,
    },
    { table: storeTable(store, `${prefix}_entities`, ENTITY_COLUMNS), read: readEntities },
    { table: storeTable(store, `${prefix}_entity_versions`, [...ENTITY_COLUMNS, "ordinal"]), read: readVersions },
    { table: storeTable(store, `${prefix}_errors`, ["kind", "error"]), read: readErrors },
  ]);
  return typed.flatMap(({ table, read }) => (table === null ? [] : [{ table, read }]));
}

const ENTITY_COLUMNS = ["session_id", "kind", "entity_id", "payload_json"];

function readSessions({ store, table, into }: Reading): void {
  let number = 0;
  for (const row of store.rows(table.name)) {
    number += 1;
    into.session({ session_id: textOf(row.session_id), kind: "conversation", attributes: rowAsJson(row) }, { number });
  }
}

function readEvents({ store, table, times, into, copies }: Reading): void {
  const recorder = new ChatRecorder();
  let number = 0;
  for (const row of store.rows(table.name)) {
    number += 1;
    const sessionId = textOf(row.session_id);
    const ordinal = integerOf(row.ordinal);
    const time = timeColumns(textOf(row.created_at));
    if (time.timestamp !== null) times.set(eventKey(sessionId, ordinal), time.timestamp);
    const raw = textOf(row.payload_json);
    const payload = jsonOf(raw, into, number);
    recorder.event(
      {
        sessionId,
        name: textOf(row.name),
        ordinal,
        stream: null,
        timestamp: time.timestamp,
        timeAssumed: time.time_assumed,
        payload,
        raw,
      },
      into,
      { number },
    );
  }
  recorder.finish();
  const timeOf = (row: StoreRow) => timeColumns(textOf(row.created_at)).timestamp;
  noteCopy(store, { importer: ID, table, identity: ["session_id", "ordinal", "name", "created_at"], timeOf }, copies);
}

function readEntities({ store, table, times, into }: Reading): void {
  let number = 0;
  for (const row of store.rows(table.name)) {
    number += 1;
    jsonOf(textOf(row.payload_json), into, number);
    into.timelineEntity({ ...entity(row, times), is_current: 1 }, { number });
  }
}

function readVersions({ store, table, times, into }: Reading): void {
  let number = 0;
  for (const row of store.rows(table.name)) {
    number += 1;
    jsonOf(textOf(row.payload_json), into, number);
    const ordinal = integerOf(row.ordinal);
    into.timelineEntity(
      {
        ...entity(row, times),
        version: ordinal,
        updated_at: times.get(eventKey(textOf(row.session_id), ordinal)) ?? null,
        is_tombstone: integerOf(row.tombstone),
        is_current: 0,
      },
      { number },
    );
  }
}

/** Session and conversation are one here; an entity's times are those of the events that made and last changed it. */
function entity(row: StoreRow, times: EventTimes): Row<"timeline_entities"> {
  const sessionId = textOf(row.session_id);
  const created = integerOf(row.created_ordinal);
  const last = integerOf(row.last_event_ordinal);
  return {
    session_id: sessionId,
    entity_id: textOf(row.entity_id),
    kind: textOf(row.kind),
    timestamp: times.get(eventKey(sessionId, created)) ?? null,
    updated_at: times.get(eventKey(sessionId, last)) ?? null,
    created_ordinal: created,
    last_event_ordinal: last,
    payload: textOf(row.payload_json),
  };
}

/** What part of the program failed, by sessionstream's kind of error. */
const CLASSES = new Map<string, NonNullable<Row<"error_facts">["error_class"]>>([
  ["decode", "validation"],
  ["ordinal", "validation"],
  ["ui-projection", "projection"],
  ["timeline-projection", "projection"],
  ["fanout", "transport"],
  ["store", "storage"],
]);

function readErrors({ store, table, into }: Reading): void {
  let number = 0;
  for (const row of store.rows(table.name)) {
    number += 1;
    const kind = textOf(row.kind);
    const known = kind !== null && CLASSES.has(kind);
    into.error(
      {
        session_id: textOf(row.session_id),
        error_class: (kind === null ? undefined : CLASSES.get(kind)) ?? "runtime",
        error_code: `sessionstream.${known ? kind : "other"}`,
        error_type: kind,
        message: textOf(row.error),
        ...timeColumns(textOf(row.created_at)),
      },
      { number },
    );
    // The rest of the row (ordinal, event name, the raw message) has no columns.
    into.document(
      {
        kind: `sqlite.${table.name}`,
        key: String(row.id ?? number),
        session_id: textOf(row.session_id),
        ...timeColumns(textOf(row.created_at)),
        payload: rowAsJson(row),
      },
      { number },
    );
  }
}

function eventKey(sessionId: string | null, ordinal: number | bigint | null): string {
  return `${ordinal} ${sessionId}`;
}

/** Undefined when there is no JSON; the text itself is in the row all the same. */
function jsonOf(text: string | null, into: BundleWriter, number: number): JsonNode | undefined {
  const result = parseJson(text ?? "");
  if (result.ok) return result.node;
  into.issue(
    { severity: "warning", code: `${ID}.bad-json`, message: `payload_json is no JSON: ${result.reason}.`, raw: text },
    { number },
  );
  return undefined;
}
