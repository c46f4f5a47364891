// Format: docs/formats/bind-artifact-store.md

import type { Artifact, Store, StoreRow, StoreTable, StoreValue } from "../artifacts/artifact.ts";
import { readTime } from "../base/time.ts";
import type { At, BundleWriter } from "../bundle/writer.ts";
import { Claim, type Importer } from "./importer.ts";
import { documentRows, rowAsJson, storeProblems } from "./shared/store-rows.ts";

const ID = "bind-artifact-store";
const ARTIFACTS = ["id", "sha256", "size", "mime", "filename", "created_at"];
const LINKS = ["artifact_id", "session_id", "run_id", "tool_call_id", "created_at"];

export const bindArtifactStore = {
  id: ID,
  title: "LangGraph sandbox artifact store (SQLite)",
  spec: "docs/formats/bind-artifact-store.md",
  version: 1,
  sniff({ store }) {
    if (store === null) return Claim.no;
    return hasTable(store, "artifacts", ARTIFACTS) && hasTable(store, "links", LINKS) ? Claim.marker : Claim.no;
  },
  async read({ store }: Artifact, into: BundleWriter) {
    if (store === null) throw new Error("The SQLite database cannot be opened.");
    storeProblems(store, into);
    const sessions = linkedSessions(store);
    for (const table of store.tables) {
      if (table.name === "artifacts") readArtifacts(store, table, sessions, into.inside(table.name));
      else if (table.name === "links") readLinks(store, into.inside(table.name));
      else documentRows(store, table, into);
    }
  },
} satisfies Importer;

function hasTable(store: Store, name: string, columns: readonly string[]): boolean {
  const table = store.tables.find((candidate) => candidate.name === name);
  return table !== undefined && columns.every((column) => table.columns.includes(column));
}

/** The session of each artifact that the links give to one session only. */
function linkedSessions(store: Store): ReadonlyMap<string, string | null> {
  const sessions = new Map<string, string | null>();
  for (const row of store.rows("links")) {
    const artifact = asText(row.artifact_id);
    const session = asText(row.session_id);
    if (artifact === null) continue; // stands as a document with its row; ties no artifact to a session
    const known = sessions.get(artifact);
    sessions.set(artifact, known === undefined || known === session ? session : null);
  }
  return sessions;
}

function readArtifacts(
  store: Store,
  table: StoreTable,
  sessions: ReadonlyMap<string, string | null>,
  into: BundleWriter,
): void {
  const hasMore = table.columns.some((column) => !ARTIFACTS.includes(column));
  let number = 0;
  for (const row of store.rows("artifacts")) {
    number += 1;
    const archive_id = asText(row.id);
    const time = timeOf(row, into, { number });
    const session_id = archive_id === null ? null : sessions.get(archive_id);
    into.file(
      {
        session_id,
        archive_id,
        path: asText(row.filename),
        size_bytes: typeof row.size === "bigint" ? row.size : null,
        content_type: asText(row.mime),
        content_hash: asText(row.sha256),
        captured_at: time.timestamp,
        time_assumed: time.time_assumed,
      },
      { number },
    );
    if (hasMore || !isTyped(row)) {
      into.document(
        { kind: "bind.artifact", key: archive_id, session_id, ...time, payload: rowAsJson(row) },
        { number },
      );
    }
  }
}

function readLinks(store: Store, into: BundleWriter): void {
  let number = 0;
  for (const row of store.rows("links")) {
    number += 1;
    into.document(
      {
        session_id: asText(row.session_id),
        run_id: asText(row.run_id),
        kind: "bind.artifact_link",
        key: asText(row.artifact_id),
        ...timeOf(row, into, { number }),
        payload: rowAsJson(row),
      },
      { number },
    );
  }
}

/** Whether the typed columns of `files` hold all that the row says. */
function isTyped(row: StoreRow): boolean {
  return typeof row.size === "bigint" && ARTIFACTS.every((column) => column === "size" || isTextOrNull(row[column]));
}

function timeOf(row: StoreRow, into: BundleWriter, at: At) {
  const text = asText(row.created_at);
  const time = text === null ? null : readTime(text);
  if (text !== null && time === null) {
    const message = '"created_at" states no readable time.';
    into.issue({ severity: "warning", code: `${ID}.bad-time`, message, raw: text }, at);
  }
  return { timestamp: time?.utc ?? null, time_assumed: time?.zone === "assumed" ? 1 : 0 };
}

function isTextOrNull(value: StoreValue | undefined): boolean {
  return value === null || value === undefined || typeof value === "string";
}

function asText(value: StoreValue | undefined): string | null {
  return typeof value === "string" ? value : null;
}
