// Format: docs/formats/pinocchio-sem-timeline-store.md

import type { Artifact, Store, StoreRow, StoreTable } from "../artifacts/artifact.ts";
import { parseJson } from "../base/json.ts";
import type { BundleWriter } from "../bundle/writer.ts";
import { Claim, type Importer } from "./importer.ts";
import { timeOfEpochMs } from "./shared/json-fields.ts";
import { noteCopy } from "./shared/store-copies.ts";
import { integerOf, storeTable, textOf } from "./shared/store-fields.ts";
import { documentRows, rowAsJson, storeProblems } from "./shared/store-rows.ts";

const ID = "pinocchio-sem-timeline-store";

export const pinocchioSemTimelineStore: Importer = {
  id: ID,
  title: "Pinocchio SEM timeline store (SQLite, until 2026-05)",
  spec: "docs/formats/pinocchio-sem-timeline-store.md",
  version: 1,
  sniff({ store }) {
    return store !== null && entitiesOf(store) !== null ? Claim.marker : Claim.no;
  },
  async read({ store }: Artifact, into) {
    const entities = store === null ? null : entitiesOf(store);
    if (store === null || entities === null) throw new Error("The artifact is no SQLite store with timeline_entities.");
    const index = storeTable(store, "timeline_conversations", ["conv_id", "session_id", "status"]);
    const sessions = index === null ? new Map<string, string>() : readConversations(store, index, into);
    readEntities(store, entities, sessions, into);
    const timeOf = (row: StoreRow) => timeOfEpochMs(integerOf(row.updated_at_ms));
    const identity = ["conv_id", "entity_id", "kind", "created_at_ms"];
    noteCopy(store, { importer: ID, table: entities, identity, timeOf }, into);
    for (const table of store.tables) if (table !== entities && table !== index) documentRows(store, table, into);
    storeProblems(store, into);
  },
};

function entitiesOf(store: Store): StoreTable | null {
  return storeTable(store, "timeline_entities", ["conv_id", "entity_id", "kind", "version", "entity_json"]);
}

/** The session of each conversation that the index names. */
function readConversations(store: Store, table: StoreTable, into: BundleWriter): Map<string, string> {
  const sessions = new Map<string, string>();
  const member = into.inside(table.name);
  let number = 0;
  for (const row of store.rows(table.name)) {
    number += 1;
    const conversation = textOf(row.conv_id);
    const session = textOf(row.session_id);
    if (conversation !== null && session !== null) sessions.set(conversation, session);
    const lastActivity = timeOfEpochMs(integerOf(row.last_activity_ms));
    member.session(
      {
        session_id: session ?? conversation,
        kind: "conversation",
        runtime_key: textOf(row.runtime_key),
        created_at: timeOfEpochMs(integerOf(row.created_at_ms)),
        last_activity_at: lastActivity,
        status: textOf(row.status),
        attributes: rowAsJson(row),
      },
      { number },
    );
    const error = textOf(row.last_error);
    if (error === null) continue; // The usual case: no error was ever noted.
    member.error(
      {
        session_id: session ?? conversation,
        error_class: "runtime",
        error_code: "pinocchio.conversation-last-error",
        message: error,
        timestamp: lastActivity,
      },
      { number },
    );
  }
  return sessions;
}

function readEntities(
  store: Store,
  table: StoreTable,
  sessions: ReadonlyMap<string, string>,
  into: BundleWriter,
): void {
  const member = into.inside(table.name);
  let number = 0;
  for (const row of store.rows(table.name)) {
    number += 1;
    const conversation = textOf(row.conv_id);
    const payload = textOf(row.entity_json);
    const session = conversation === null ? null : (sessions.get(conversation) ?? null);
    member.timelineEntity(
      {
        session_id: session,
        conversation_id: conversation,
        entity_id: textOf(row.entity_id),
        kind: textOf(row.kind),
        timestamp: timeOfEpochMs(integerOf(row.created_at_ms)),
        updated_at: timeOfEpochMs(integerOf(row.updated_at_ms)),
        version: integerOf(row.version),
        is_current: 1,
        payload,
      },
      { number },
    );
    const result = parseJson(payload ?? "");
    if (result.ok) continue; // Nothing to complain of.
    member.issue(
      {
        severity: "warning",
        code: `${ID}.bad-json`,
        message: `entity_json is no JSON: ${result.reason}.`,
        raw: payload,
      },
      { number },
    );
  }
}
