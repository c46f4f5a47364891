import { expect, test } from "bun:test";
import type { Importer } from "../../src/importers/importer.ts";
import { Claim } from "../../src/importers/importer.ts";
import { overstoryEventsStore } from "../../src/importers/overstory-events-store.ts";
import { overstoryMailStore } from "../../src/importers/overstory-mail-store.ts";
import { overstoryMergeQueueStore } from "../../src/importers/overstory-merge-queue-store.ts";
import { overstoryMetricsStore } from "../../src/importers/overstory-metrics-store.ts";
import { overstorySessionsStore } from "../../src/importers/overstory-sessions-store.ts";
import { importers } from "../../src/importers/registry.ts";
import { RecordingWriter } from "../support/recording-writer.ts";
import { storeArtifact } from "../support/store-artifact.ts";

const AGENTS = `CREATE TABLE sessions (id TEXT PRIMARY KEY, agent_name TEXT UNIQUE, capability TEXT, worktree_path TEXT,
  branch_name TEXT, task_id TEXT, tmux_session TEXT, state TEXT, pid INTEGER, parent_agent TEXT, depth INTEGER, run_id TEXT,
  started_at TEXT, last_activity TEXT, escalation_level INTEGER, stalled_since TEXT, transcript_path TEXT, prompt_version TEXT,
  claude_session_id TEXT);`;
const RUNS = `CREATE TABLE runs (id TEXT PRIMARY KEY, started_at TEXT, completed_at TEXT, agent_count INTEGER,
  coordinator_session_id TEXT, status TEXT);`;
const EVENTS = `CREATE TABLE events (id INTEGER PRIMARY KEY AUTOINCREMENT, run_id TEXT, agent_name TEXT, session_id TEXT, event_type TEXT,
  tool_name TEXT, tool_args TEXT, tool_duration_ms INTEGER, level TEXT DEFAULT 'info', data TEXT, created_at TEXT);`;
const METRICS = `CREATE TABLE sessions (agent_name TEXT, task_id TEXT, capability TEXT, started_at TEXT, completed_at TEXT,
  duration_ms INTEGER, exit_code INTEGER, merge_result TEXT, parent_agent TEXT, PRIMARY KEY (agent_name, task_id));`;

async function read(importer: Importer, sql: string): Promise<RecordingWriter> {
  const into = new RecordingWriter();
  await importer.read(storeArtifact(sql), into);
  return into;
}

const claimants = (sql: string) => {
  const artifact = storeArtifact(sql);
  return importers.filter((importer) => importer.sniff(artifact) !== Claim.no).map(({ id }) => id);
};

test("a table is told by its columns, whatever it is called", () => {
  expect(claimants(AGENTS)).toEqual(["overstory-sessions-store"]);
  expect(claimants(METRICS)).toEqual(["overstory-metrics-store"]);
  expect(claimants(EVENTS.replace("TABLE events", "TABLE e"))).toEqual(["overstory-events-store"]);
  expect(claimants("CREATE TABLE sessions (id TEXT, user TEXT, token TEXT)")).toEqual([]);
});

test("an agent is a session under its parent's, with its row as written and the session of its coding agent below", async () => {
  const into = await read(
    overstorySessionsStore,
    `${AGENTS}
    INSERT INTO sessions (id, agent_name, state, task_id, started_at) VALUES ('s-1', 'lead', 'working', '', '2026-05-10T09:00:00.000Z');
    INSERT INTO sessions (id, agent_name, state, parent_agent, run_id, claude_session_id, pid)
      VALUES ('s-2', 'builder', 'dreaming', 'lead', 'r-1', 'c-2', 9007199254740993);`,
  );
  expect(into.of("session_facts")).toMatchObject([
    {
      session_id: "s-1",
      parent_session_id: null,
      kind: "agent",
      status: "working",
      created_at: "2026-05-10T09:00:00.000000Z",
    },
    { session_id: "s-2", parent_session_id: "s-1", kind: "agent", status: "dreaming", run_id: "r-1" },
    { session_id: "c-2", parent_session_id: "s-2", agent_name: "builder" },
  ]);
  expect(into.of("session_facts")[1]?.attributes).toContain('"pid":9007199254740993');
  expect(into.of("agents")).toMatchObject([
    { agent_name: "lead", task_id: "", pid: null, run_id: null, stalled_since: null, transcript_path: null },
    { agent_name: "builder", state: "dreaming", pid: 9007199254740993n, member: "sessions", line: 2 },
  ]);
});

test("a parent that is not in the store is no session", async () => {
  const into = await read(
    overstorySessionsStore,
    `${AGENTS} INSERT INTO sessions (id, agent_name, parent_agent) VALUES ('s', 'a', 'gone')`,
  );
  expect(into.of("session_facts")).toMatchObject([{ session_id: "s", parent_session_id: null }]);
  expect(into.of("agents")).toMatchObject([{ parent_agent: "gone" }]);
});

test("a Claude session that several agents name has no parent", async () => {
  const into = await read(
    overstorySessionsStore,
    `${AGENTS} INSERT INTO sessions (id, agent_name, claude_session_id) VALUES ('s-1', 'a', 'c'), ('s-2', 'b', 'c')`,
  );
  expect(into.of("session_facts").map((fact) => fact.session_id)).toEqual(["s-1", "s-2"]);
});

test("bead_id is the task of stores before v0.6", async () => {
  const into = await read(
    overstorySessionsStore,
    `${AGENTS.replace("task_id", "bead_id")} INSERT INTO sessions (id, bead_id) VALUES ('s', 'b-7')`,
  );
  expect(into.of("agents")).toMatchObject([{ task_id: "b-7" }]);
});

test("a run that is active runs, and its stored count is kept apart", async () => {
  const into = await read(
    overstorySessionsStore,
    `${AGENTS} ${RUNS} INSERT INTO runs VALUES ('r', '2026-05-10T09:00:00Z', NULL, 5, 'c-1', 'active')`,
  );
  expect(into.of("run_facts")).toMatchObject([
    { run_id: "r", status: "running", stored_agent_count: 5n, coordinator: "c-1", ended_at: null },
  ]);
  expect(into.of("documents")).toMatchObject([{ kind: "overstory.run", key: "r" }]);
});

test("a value of another type is NULL, an issue, and still in the row as written", async () => {
  const into = await read(
    overstorySessionsStore,
    `${AGENTS} INSERT INTO sessions (id, depth, started_at) VALUES ('s', 'deep', 'today')`,
  );
  expect(into.of("agents")).toMatchObject([{ depth: null, started_at: null }]);
  expect(into.issues.map(({ code, raw, line }) => [code, raw, line])).toEqual([
    ["overstory-sessions-store.bad-time", "today", 1],
    ["overstory-sessions-store.unexpected-value", "deep", 1],
  ]);
  expect(into.of("session_facts")[0]?.attributes).toContain('"depth":"deep"');
});

test("rows of tables that have no type stay whole", async () => {
  const into = await read(
    overstorySessionsStore,
    `${AGENTS} CREATE TABLE notes (id INTEGER PRIMARY KEY, t TEXT); INSERT INTO notes VALUES (7, 'x')`,
  );
  expect(into.of("documents")).toMatchObject([
    { kind: "sqlite.notes", key: "7", payload: '{"id":7,"t":"x"}', member: "notes", line: 1 },
  ]);
});

const call = (start: string, end: string, stored: string) => `${EVENTS}
  INSERT INTO events (agent_name, session_id, event_type, tool_name, tool_args, tool_duration_ms, created_at)
    VALUES ('a', 's', 'tool_start', 'Bash', '{"command":"ls"}', ${stored}, '${start}');
  INSERT INTO events (agent_name, session_id, event_type, tool_name, tool_args, created_at) VALUES ('a', 's', 'tool_end', 'Bash', '{}', '${end}');`;

test("start and end are one call; its stamps have no zone because they are UTC", async () => {
  const into = await read(overstoryEventsStore, call("2026-11-21T07:57:56.656", "2026-11-21T07:57:57.092", "456"));
  expect(into.of("tool_invocations")).toMatchObject([
    {
      tool_name: "Bash",
      duration_ms: 456,
      params: '{"command":"ls"}',
      status: "unknown",
      result_success: null,
      session_id: "s",
      line: 1,
    },
  ]);
  expect(into.of("tool_invocations")[0]?.timestamp).toBe("2026-11-21T07:57:56.656000Z");
  expect(into.of("events")).toHaveLength(2);
  expect(into.of("events")[0]?.time_assumed).toBeUndefined();
  expect(into.issues).toEqual([]);
});

test("a duration that is off by a time zone is computed anew, said once, and kept in the row", async () => {
  for (const stored of [-28799770, 32400224]) {
    const into = await read(
      overstoryEventsStore,
      call("2026-11-21T07:58:40.946", "2026-11-21T07:58:41.170", String(stored)),
    );
    expect(into.of("tool_invocations")).toMatchObject([{ duration_ms: 224 }]);
    expect(into.issues).toMatchObject([
      { code: "overstory-events-store.wrong-duration", severity: "warning", line: 1 },
    ]);
    expect(into.of("events")[0]?.payload).toContain(`"tool_duration_ms":${stored}`);
  }
});

test("a duration on the end row is the runtime's own, though both rows were written in one moment", async () => {
  const into = await read(
    overstoryEventsStore,
    `${EVENTS} INSERT INTO events (agent_name, event_type, tool_name, tool_duration_ms, data, created_at) VALUES
      ('a', 'tool_start', 'Read', NULL, '{"args":{"n":1.0}}', '2026-11-21T07:57:54.669'),
      ('a', 'tool_end', 'Read', 37, '{"success":true}', '2026-11-21T07:57:54.669')`,
  );
  expect(into.of("tool_invocations")).toMatchObject([
    { duration_ms: 37, params: '{"n":1.0}', status: "ok", result_success: 1 },
  ]);
});

test("a start without an end is pending, and does not take the end of a later call", async () => {
  const into = await read(
    overstoryEventsStore,
    `${EVENTS} INSERT INTO events (agent_name, event_type, tool_name, tool_duration_ms, created_at) VALUES
      ('a', 'tool_start', 'Edit', NULL, '2026-11-21T07:00:00.000'),
      ('a', 'tool_start', 'Edit', 100, '2026-11-21T08:00:00.000'),
      ('a', 'tool_end', 'Edit', NULL, '2026-11-21T08:00:00.110'),
      ('b', 'tool_end', 'Edit', NULL, '2026-11-21T08:00:00.120')`,
  );
  expect(into.of("tool_invocations")).toMatchObject([
    { line: 2, status: "unknown", duration_ms: 100 },
    { line: 4, agent_name: "b", status: "unknown", duration_ms: null },
    { line: 1, status: "pending", duration_ms: null },
  ]);
});

test("an event of level error is an error with its message; data may be any text", async () => {
  const into = await read(
    overstoryEventsStore,
    `${EVENTS} INSERT INTO events (agent_name, event_type, level, data) VALUES
      ('a', 'error', 'error', '{"message":"database is locked","attempts":5}'), ('a', 'turn_end', 'error', 'this is not json'), ('a', 'custom', 'warn', NULL)`,
  );
  expect(into.of("error_facts")).toMatchObject([
    { message: "database is locked", error_code: "overstory.error" },
    { message: "this is not json", error_code: "overstory.turn_end" },
  ]);
});

test("many unfinished calls of one tool are given up in order, none is lost", async () => {
  const into = await read(
    overstoryEventsStore,
    `${EVENTS} INSERT INTO events (agent_name, event_type, tool_name)
      SELECT 'a', 'tool_start', 'Bash' FROM (WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 1000) SELECT i FROM n)`,
  );
  expect(into.of("tool_invocations")).toHaveLength(1000);
});

test("totals that grow stay documents and are no calls", async () => {
  const into = await read(
    overstoryMetricsStore,
    `${METRICS} INSERT INTO sessions (agent_name, task_id, started_at) VALUES ('a', 't', '2026-05-11T14:33:20.000Z');
    CREATE TABLE token_snapshots (id INTEGER PRIMARY KEY, agent_name TEXT, input_tokens INTEGER, output_tokens INTEGER, cache_read_tokens INTEGER,
      cache_creation_tokens INTEGER, estimated_cost_usd REAL, model_used TEXT, created_at TEXT);
    INSERT INTO token_snapshots VALUES (1, 'a', 1, 2, 3, 4, 0.5, 'm', '2026-05-11T14:40:00.000')`,
  );
  expect(into.of("documents")).toMatchObject([
    { kind: "overstory.metrics.session", key: '["a","t"]', timestamp: "2026-05-11T14:33:20.000000Z" },
    { kind: "overstory.metrics.token_snapshot", key: "1", timestamp: "2026-05-11T14:40:00.000000Z" },
  ]);
  expect(into.of("prompt_events")).toEqual([]);
});

test("mail and the merge queue are documents by their ids", async () => {
  const mail = await read(
    overstoryMailStore,
    `CREATE TABLE messages (id TEXT PRIMARY KEY, from_agent TEXT, to_agent TEXT, subject TEXT, body TEXT, type TEXT, priority TEXT, thread_id TEXT,
      read INTEGER, created_at TEXT); INSERT INTO messages VALUES ('msg-1', 'a', 'b', 's', 'two\nlines', 'status', 'low', NULL, 0, '2026-05-11 14:40:00')`,
  );
  expect(mail.of("documents")).toMatchObject([
    { kind: "overstory.mail", key: "msg-1", timestamp: "2026-05-11T14:40:00.000000Z" },
  ]);
  const queue = await read(
    overstoryMergeQueueStore,
    `CREATE TABLE merge_queue (id INTEGER PRIMARY KEY, branch_name TEXT, bead_id TEXT, agent_name TEXT, files_modified TEXT, enqueued_at TEXT, status TEXT,
      resolved_tier TEXT); INSERT INTO merge_queue VALUES (1, 'b', 'x', 'a', '[]', '2026-05-11T14:40:00.000', 'pending', NULL)`,
  );
  expect(queue.of("documents")).toMatchObject([{ kind: "overstory.merge_queue", key: "1" }]);
});

test("two copies of one store are of one series, ordered by their newest inner time; other stores are of others", async () => {
  const first =
    "INSERT INTO events (agent_name, event_type, created_at) VALUES ('a', 'session_start', '2026-05-11T14:40:00.123');";
  const more =
    "INSERT INTO events (agent_name, event_type, created_at) VALUES ('a', 'session_end', '2026-05-11T15:00:00.000');";
  const [older] = (await read(overstoryEventsStore, EVENTS + first)).versions;
  const [newer] = (await read(overstoryEventsStore, EVENTS + first + more)).versions;
  const [other] = (await read(overstoryEventsStore, EVENTS + more)).versions;
  expect(newer?.series).toBe(older?.series ?? "");
  expect([older?.at, newer?.at]).toEqual(["2026-05-11T14:40:00.123000Z", "2026-05-11T15:00:00.000000Z"]);
  expect(other?.series).not.toBe(older?.series ?? "");
  expect((await read(overstoryEventsStore, EVENTS)).versions).toEqual([]);
});
