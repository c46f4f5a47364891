// One conversation taken out and imported again gives the same rows, whatever artifact it came from.

import { Database } from "bun:sqlite";
import { afterAll, expect } from "bun:test";
import { rmSync } from "node:fs";
import { join } from "node:path";
import { replay } from "../../src/operations/replay.ts";
import { describeViews } from "../../src/schema/describe.ts";
import { Scratch } from "../support/bundles.ts";
import { sharedTest } from "../support/shared.ts";

const scratch = new Scratch();
afterAll(() => scratch.remove());

/** Where rows come from, which differs after an import. */
const provenance = new Set([
  "id",
  "source_id",
  "source_member",
  "source_line",
  "session_inferred",
  "origin_id",
  "turn_row",
  "block_row",
  "execution_id",
  "archive_id",
]);

/** Its rows compare a cursor with all events of a store; a run may have many sessions; the index has no columns of its own. */
const notOfOneConversation = new Set(["projection_lag", "runs", "search"]);

const PINOCCHIO = [
  "artifact-run",
  "debug-api",
  "debug-events-jsonl",
  "evtstream-v0",
  "exports",
  "sem-frames",
  "sessionstream-v1",
  "sessionstream-v2",
  "simple-agent",
  "timeline-v2",
  "turns-current",
  "turns-legacy/v0-run_id",
  "turns-legacy/v1-session_id",
];

for (const name of PINOCCHIO) {
  sharedTest(`pinocchio ${name}: every conversation comes back with its rows`, async (shared) => {
    const { output } = await scratch.create([join(shared, "corpus/pinocchio", name, "input")]);
    const all = names(output, "SELECT conversation_id AS name FROM conversations ORDER BY 1");
    expect(all.length).toBeGreaterThan(0);
    for (const conversation of all) await expectSame(output, conversation);
  });
}

for (const name of ["success", "failed"]) {
  sharedTest(`a WINK session of ${name} comes back with its rows`, async (shared) => {
    const { output } = await scratch.create([join(shared, "corpus/wink/head", name, "input")]);
    for (const session of names(output, "SELECT session_id AS name FROM sessions ORDER BY 1"))
      await expectSame(output, session);
  });
}

sharedTest("an orchestrator's agents come back with their rows, one by one", async (shared) => {
  const { output } = await scratch.create([join(shared, "corpus/overstory/full-v0.11.0/input")]);
  for (const agent of names(output, "SELECT DISTINCT agent_name AS name FROM agents ORDER BY 1"))
    await expectSame(output, agent);
});

sharedTest("a conversation comes back out of a bundle with others, of which nothing comes along", async (shared) => {
  const inputs = ["sessionstream-v2", "turns-current"].map((name) => join(shared, "corpus/pinocchio", name, "input"));
  const { output } = await scratch.create(inputs);
  const again = await expectSame(output, "conv-1");
  expect(names(again, "SELECT conversation_id AS name FROM conversations")).toEqual(["conv-1"]);
});

let count = 0;

async function expectSame(bundle: string, conversation: string): Promise<string> {
  const folder = scratch.path(`replay-${++count}`);
  const { sessions, files } = await replay({ bundle, conversation, output: folder, overwrite: "refuse" });
  expect(files.length).toBeGreaterThan(0);
  const { output } = await scratch.create([folder]);
  const [wanted, got] = [rowsOf(bundle, conversation, sessions), rowsOf(output, conversation, sessions)];
  expect(Object.values(wanted).flat().length).toBeGreaterThan(0);
  for (const [view, rows] of Object.entries(wanted)) expect({ view, rows: got[view] }).toEqual({ view, rows });
  rmSync(folder, { recursive: true });
  return output;
}

function rowsOf(bundle: string, conversation: string, sessions: readonly string[]): Record<string, string[]> {
  const db = new Database(bundle, { readonly: true, safeIntegers: true });
  try {
    const views = describeViews().filter(({ name }) => !notOfOneConversation.has(name));
    return Object.fromEntries(views.map(({ name }) => [name, rowsIn(db, name, conversation, sessions)]));
  } finally {
    db.close();
  }
}

function rowsIn(db: Database, view: string, conversation: string, sessions: readonly string[]): string[] {
  const columns = db.prepare(`SELECT * FROM ${view}`).columnNames;
  const conditions = [
    ...(columns.includes("session_id") ? ["session_id IN (SELECT value FROM json_each(?1))"] : []),
    ...(columns.includes("conversation_id") ? ["conversation_id = ?2"] : []),
  ];
  if (conditions.length === 0) return []; // Of the whole bundle, not of a conversation.
  const shown = columns
    .filter((column) => !provenance.has(column) && !(view === "event_anomalies" && column === "event_id"))
    .map((column) => `"${column}"`);
  return db
    .query<Record<string, unknown>, [string, string]>(
      `SELECT ${shown.join(", ")} FROM ${view} WHERE ?1 IS NOT NULL AND ?2 IS NOT NULL AND (${conditions.join(" OR ")})`,
    )
    .all(JSON.stringify(sessions), conversation)
    .map((row) => JSON.stringify(Object.values(row).map((value) => (typeof value === "bigint" ? `${value}n` : value))))
    .sort();
}

function names(bundle: string, sql: string): string[] {
  const db = new Database(bundle, { readonly: true });
  try {
    return db
      .query<{ name: string }, []>(sql)
      .all()
      .map(({ name }) => name);
  } finally {
    db.close();
  }
}
