// Every figure of the reference cases, asked of bundles that the real operation made of them; then the traps of the format.

import { Database } from "bun:sqlite";
import { expect, test } from "bun:test";
import {
  copyFileSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Rows, withBundle } from "../support/created-bundle.ts";
import { sharedTest } from "../support/shared.ts";

type Ask = (sql: string, ...parameters: (string | number)[]) => Rows;
type Counts = Record<string, number>;

interface ExpectedFile {
  readonly user_version?: number;
  readonly tables?: Record<string, { readonly rows: number; readonly columns: readonly string[] }>;
  readonly snapshots?: number;
  readonly phases?: Counts;
  readonly block_kinds?: Counts;
  readonly conversations?: readonly string[];
  readonly versions?: Record<string, string>;
  readonly kinds?: Counts;
  readonly event_names?: Counts;
  readonly event_types?: Counts;
  readonly size?: number;
  readonly json_lines?: number;
  readonly bad_lines?: number;
  readonly by_event?: Counts;
  readonly frames?: Counts;
  readonly first_seq?: string;
  readonly last_seq?: string;
  readonly duplicate_seqs?: readonly string[];
  readonly gaps?: readonly string[];
  readonly out_of_order?: number;
  readonly items?: number;
  readonly turns?: number;
  readonly entities?: number;
  readonly tool_calls?: number;
}

const LEGACY = ["v0-run_id", "v1-session_id", "v2-turn_snapshots-plus-normalized", "v3-normalized-no-runtime"];
const CASES = [
  "turns-current",
  ...LEGACY.map((shape) => `turns-legacy/${shape}`),
  "timeline-v2",
  "sessionstream-v2",
  "sessionstream-v1",
  "evtstream-v0",
  "sem-frames",
  "debug-api",
  "exports",
  "debug-events-jsonl",
  "artifact-run",
  "simple-agent",
];

for (const name of CASES) {
  sharedTest(`pinocchio ${name}: all figures come out of SQL, and the folder is as it was`, async (folder) => {
    const input = join(folder, "corpus/pinocchio", name, "input");
    const expected: { files: Record<string, ExpectedFile> } = JSON.parse(
      readFileSync(join(input, "../expected.json"), "utf8"),
    );
    const before = contentsOf(input);
    await withBundle([input], (rows) => {
      for (const [path, file] of Object.entries(expected.files)) expectFile(rows, path, file);
    });
    expect(contentsOf(input)).toEqual(before);
  });
}

function expectFile(rows: Ask, path: string, file: ExpectedFile): void {
  const [source] = rows(
    "SELECT source_id, importer, size_bytes FROM sources WHERE path = ? OR path GLOB '*/' || ?",
    path,
    path,
  );
  if (source === undefined) throw new Error(`No source ${path}.`);
  const id = Number(source.source_id);
  expect(source.importer).not.toBe("opaque");
  if (file.size !== undefined) expect(source.size_bytes).toBe(file.size);
  if (file.tables !== undefined) expectStore(rows, id, file);
  if (file.json_lines !== undefined) expectLines(rows, id, file);
  expectDocument(rows, id, String(source.importer), file);
}

/** Rows that are no facts of a table of their own, and where they went. */
const FOLDED: Record<string, string> = {
  turns: "SELECT count(DISTINCT ifnull(conversation_id, '') || '|' || turn_id) FROM turns",
  turn_block_membership: "SELECT count(*) FROM turn_blocks",
  timeline_conversations: "SELECT count(*) FROM _session_facts",
  sessions: "SELECT count(*) FROM _session_facts",
  blocks: "SELECT count(*) FROM _blocks",
  turn_snapshots: "SELECT count(*) FROM turns",
  sessionstream_sessions: "SELECT count(*) FROM _session_facts",
  evtstream_sessions: "SELECT count(*) FROM _session_facts",
  sessionstream_events: "SELECT count(*) FROM events",
  chat_events: "SELECT count(*) FROM events",
  sessionstream_entities: "SELECT count(*) FROM timeline_entities",
  sessionstream_entity_versions: "SELECT count(*) FROM timeline_entities",
  evtstream_entities: "SELECT count(*) FROM timeline_entities",
  timeline_entities: "SELECT count(*) FROM timeline_entities",
  sessionstream_errors: "SELECT count(*) FROM _error_facts",
};

function expectStore(rows: Ask, id: number, file: ExpectedFile): void {
  const isPayload = file.tables?.turns?.columns.includes("payload") === true;
  for (const [table, { rows: count }] of Object.entries(file.tables ?? {})) {
    const typed = table === "turns" && isPayload ? "SELECT count(*) FROM turns" : FOLDED[table];
    expect({ table, count: countOf(rows, typed, table, id) }).toEqual({ table, count });
  }
  const { snapshots, phases, block_kinds, conversations, versions, kinds, event_names, event_types } = file;
  if (snapshots !== undefined && (file.tables?.turn_snapshots === undefined || snapshots > 0)) {
    expect(rows("SELECT count(*) AS n FROM turns WHERE phase IS NOT NULL")).toEqual([{ n: snapshots }]);
    expect(counted(rows, "SELECT phase AS k, count(*) AS n FROM turns WHERE phase IS NOT NULL GROUP BY phase")).toEqual(
      phases ?? {},
    );
    expect(counted(rows, "SELECT kind AS k, count(*) AS n FROM _blocks GROUP BY kind")).toEqual(block_kinds ?? {});
    expect(rows("SELECT conversation_id AS c FROM conversations ORDER BY c").map(({ c }) => String(c))).toEqual([
      ...(conversations ?? []),
    ]);
  }
  for (const [conversation, version] of Object.entries(versions ?? {})) {
    const sql = "SELECT CAST(max(version) AS TEXT) AS version FROM timeline_entities WHERE conversation_id = ?";
    expect(rows(sql, conversation)).toEqual([{ version }]);
    const stored =
      "SELECT json_extract(payload, '$.version') || '' AS version FROM documents WHERE kind = 'sqlite.timeline_versions' AND key = ?";
    expect(rows(stored, conversation)).toEqual([{ version }]);
  }
  if (kinds !== undefined) {
    expect(counted(rows, "SELECT kind AS k, count(*) AS n FROM timeline_entities GROUP BY kind")).toEqual(kinds);
  }
  const names = event_names ?? event_types;
  if (names !== undefined) {
    expect(counted(rows, "SELECT event_type AS k, count(*) AS n FROM events GROUP BY event_type")).toEqual(names);
  }
}

function countOf(rows: Ask, typed: string | undefined, table: string, id: number): unknown {
  if (typed === undefined) {
    return rows("SELECT count(*) AS n FROM documents WHERE source_id = ? AND kind = ?", id, `sqlite.${table}`)[0]?.n;
  }
  const [row] = rows(`${typed} WHERE source_member = ?`, table);
  return Object.values(row ?? {})[0];
}

function expectLines(rows: Ask, id: number, file: ExpectedFile): void {
  const events = rows("SELECT count(*) AS n FROM events WHERE source_id = ?", id)[0]?.n;
  const logs = rows("SELECT count(*) AS n FROM logs WHERE source_id = ?", id)[0]?.n;
  expect(Number(events) + Number(logs)).toBe(file.json_lines ?? 0);
  const bad = rows(
    "SELECT count(*) AS n FROM import_issues WHERE source_id = ? AND code GLOB '*.bad-line' AND raw IS NOT NULL",
    id,
  );
  expect(bad).toEqual([{ n: file.bad_lines }]);
  if (file.frames !== undefined) {
    const sql = `SELECT j.key AS k, count(*) AS n FROM events AS e, json_each(e.payload) AS j
      WHERE e.source_id = ? AND j.type = 'object' GROUP BY j.key`;
    expect(counted(rows, sql, id)).toEqual(file.frames);
  } else if (file.by_event !== undefined && logs === 0) {
    const sql =
      "SELECT ifnull(event_type, 'None') AS k, count(*) AS n FROM events WHERE source_id = ? GROUP BY event_type";
    expect(counted(rows, sql, id)).toEqual(file.by_event);
  }
  if (file.first_seq !== undefined) expectSequences(rows, id, file);
}

function expectSequences(rows: Ask, id: number, file: ExpectedFile): void {
  const ends =
    "SELECT CAST(min(sequence) AS TEXT) AS first_seq, CAST(max(sequence) AS TEXT) AS last_seq FROM events WHERE source_id = ?";
  expect(rows(ends, id)).toEqual([{ first_seq: file.first_seq, last_seq: file.last_seq }]);
  const twice = `SELECT CAST(sequence AS TEXT) AS s FROM events WHERE source_id = ? AND sequence IS NOT NULL GROUP BY sequence HAVING count(*) > 1`;
  expect(rows(twice, id).map(({ s }) => String(s))).toEqual([...(file.duplicate_seqs ?? [])]);
  const missing = `WITH RECURSIVE lost (n, last) AS (
      SELECT previous_sequence + 1, sequence - 1 FROM event_anomalies WHERE kind = 'gap'
      UNION ALL SELECT n + 1, last FROM lost WHERE n < last
    ) SELECT CAST(n AS TEXT) AS s FROM lost ORDER BY n`;
  expect(rows(missing).map(({ s }) => String(s))).toEqual([...(file.gaps ?? [])]);
  expect(rows("SELECT count(*) AS n FROM event_anomalies WHERE kind = 'out_of_order'")).toEqual([
    { n: file.out_of_order },
  ]);
}

function expectDocument(rows: Ask, id: number, importer: string, file: ExpectedFile): void {
  const count = (view: string) => Number(rows(`SELECT count(*) AS n FROM ${view} WHERE source_id = ?`, id)[0]?.n);
  const inJson = importer === "minitrace" ? "messages" : "turns";
  if (file.turns !== undefined && importer === "minitrace") {
    expect(rows("SELECT count(DISTINCT sequence) AS n FROM messages WHERE source_id = ?", id)).toEqual([
      { n: file.turns },
    ]);
  } else if (file.turns !== undefined) expect(count(inJson)).toBe(file.turns);
  if (file.entities !== undefined) expect(count("timeline_entities")).toBe(file.entities);
  // The view shows a call once though several exports tell of it.
  if (file.tool_calls !== undefined) expect(count("_tool_invocations")).toBe(file.tool_calls);
  if (file.items !== undefined) expect(count("events") + count("turns") || count("_session_facts")).toBe(file.items);
}

function counted(rows: Ask, sql: string, ...parameters: (string | number)[]): Counts {
  return Object.fromEntries(rows(sql, ...parameters).map(({ k, n }) => [String(k), Number(n)]));
}

/** What lies in a folder: names, sizes, times. */
function contentsOf(folder: string): unknown {
  return readdirSync(folder, { recursive: true, encoding: "utf8" })
    .sort()
    .map((name) => {
      const { size, mtimeMs } = statSync(join(folder, name));
      return [name, size, mtimeMs];
    });
}

sharedTest("pinocchio: every stored content hash is that of the block's content", async (folder) => {
  await withBundle([caseOf(folder, "turns-current")], (rows) => {
    expect(rows("SELECT count(*) AS n, sum(content_hash = computed_hash) AS right FROM _blocks")).toEqual([
      { n: 12, right: 12 },
    ]);
    expect(rows("SELECT count(*) AS n FROM import_issues")).toEqual([{ n: 0 }]);
  });
});

sharedTest(
  "pinocchio: a call that several snapshots repeat is one invocation, and one without a result is pending",
  async (folder) => {
    await withBundle([caseOf(folder, "turns-current")], (rows) => {
      expect(
        rows(
          "SELECT call_id, tool_name, status, result_success, result_message FROM tool_invocations ORDER BY call_id",
        ),
      ).toEqual([
        { call_id: "call_1", tool_name: "weather", status: "ok", result_success: 1, result_message: null },
        { call_id: "call_2", tool_name: "weather", status: "error", result_success: 0, result_message: "upstream 503" },
        { call_id: "call_9", tool_name: "sql_query", status: "pending", result_success: null, result_message: null },
      ]);
    });
  },
);

sharedTest("pinocchio: phases, edits and reuse of a conversation can be asked for", async (folder) => {
  await withBundle([caseOf(folder, "turns-current")], (rows) => {
    expect(
      rows("SELECT phase, since_previous_ms FROM turn_phase_timings WHERE turn_id = 'turn-1' ORDER BY first_at"),
    ).toEqual([
      { phase: "pre_inference", since_previous_ms: null },
      { phase: "post_inference", since_previous_ms: 1500 },
      { phase: "post_tools", since_previous_ms: 1000 },
      { phase: "final", since_previous_ms: 1500 },
    ]);
    const edited =
      "SELECT version, previous_hash IS NOT NULL AS edited, snapshot_count FROM block_lineage WHERE block_id = 'b-l1' ORDER BY version";
    expect(rows(edited)).toEqual([
      { version: 1, edited: 0, snapshot_count: 1 },
      { version: 2, edited: 1, snapshot_count: 1 },
    ]);
    const reused = "SELECT snapshot_count, turn_count FROM block_lineage WHERE block_id = 'b-sys'";
    expect(rows(reused)).toEqual([{ snapshot_count: 5, turn_count: 2 }]);
  });
});

sharedTest("pinocchio: usage of a call is its last statement, and each failure has its class", async (folder) => {
  await withBundle([caseOf(folder, "sessionstream-v2")], (rows) => {
    expect(
      rows("SELECT event_id, input_tokens, output_tokens, cache_read_tokens, duration_ms FROM prompt_events"),
    ).toEqual([{ event_id: "pc-1", input_tokens: 120, output_tokens: 34, cache_read_tokens: null, duration_ms: 2345 }]);
    expect(
      rows("SELECT error_class, error_code, session_id FROM errors WHERE origin_table = 'errors' ORDER BY timestamp"),
    ).toEqual([
      { error_class: "provider", error_code: "pinocchio.run-failed", session_id: "session-2" },
      { error_class: "projection", error_code: "sessionstream.timeline-projection", session_id: "session-2" },
      { error_class: "validation", error_code: "sessionstream.decode", session_id: null },
    ]);
    expect(rows("SELECT session_id, cursor, last_sequence FROM projection_lag ORDER BY session_id")).toEqual([
      { session_id: "session-1", cursor: 14, last_sequence: 14 },
      { session_id: "session-2", cursor: 1, last_sequence: 2 },
    ]);
  });
});

sharedTest(
  "pinocchio: a conversation of a turns store and an event store is one, and statuses are only those stated",
  async (folder) => {
    const inputs = ["turns-current", "timeline-v2", "sessionstream-v2"].map((name) => caseOf(folder, name));
    await withBundle(inputs, (rows) => {
      expect(rows("SELECT conversation_id, status FROM conversations WHERE status IS NOT NULL ORDER BY 1")).toEqual([
        { conversation_id: "conv-1", status: "active" },
        { conversation_id: "conv-2", status: "error" },
        { conversation_id: "conv-old", status: "evicted" },
      ]);
      expect(
        rows(
          "SELECT session_id, has_timeline, has_turns, has_raw_events, runtime_key, runtime_count FROM conversations WHERE conversation_id = 'conv-1'",
        ),
      ).toEqual([
        {
          session_id: "sess-1",
          has_timeline: 1,
          has_turns: 1,
          has_raw_events: 0,
          runtime_key: "planner",
          runtime_count: 2,
        },
      ]);
      const kinds =
        "SELECT kind AS k, count(*) AS n FROM conversation_timeline WHERE conversation_id = 'session-1' GROUP BY kind";
      expect(counted(rows, kinds)).toEqual({ entity: 5, event: 14, message: 2, model_call: 1, tool: 1 });
    });
  },
);

test("trap: a store whose rows are all in its write-ahead log is read with it, and neither file changes", async () => {
  await inFolder(async (folder) => {
    const live = join(folder, "live.db");
    const writer = new Database(live);
    writer.exec("PRAGMA journal_mode = WAL; PRAGMA wal_autocheckpoint = 0;");
    writer.exec(
      "CREATE TABLE turns (conv_id TEXT, session_id TEXT, turn_id TEXT, phase TEXT, created_at_ms INTEGER, payload TEXT)",
    );
    writer.prepare("INSERT INTO turns VALUES ('c', 's', 't', 'final', 1772355600000, ?)").run("id: t\nblocks: []\n");
    const copy = join(folder, "copy");
    writeFileSync(copy, readFileSync(live));
    copyFileSync(`${live}-wal`, `${copy}-wal`);
    writer.close();
    const before = [readFileSync(copy), readFileSync(`${copy}-wal`)];
    await withBundle([copy], (rows) => {
      expect(rows("SELECT importer, status FROM sources")).toEqual([
        { importer: "pinocchio-turns-store", status: "imported" },
      ]);
      expect(rows("SELECT turn_id, timestamp FROM turns")).toEqual([
        { turn_id: "t", timestamp: "2026-03-01T09:00:00.000000Z" },
      ]);
    });
    expect([readFileSync(copy), readFileSync(`${copy}-wal`)]).toEqual(before);
    expect(existsSync(`${copy}-shm`)).toBe(false);
  });
});

test("trap: numbers beyond 2^53 keep their last digit in stores, frames and exports", async () => {
  await withBundle([fixture("pinocchio-sem-timeline-store"), fixture("pinocchio-sem-frames")], (rows) => {
    expect(rows("SELECT CAST(version AS TEXT) AS v FROM timeline_entities WHERE conversation_id = 'c-1'")).toEqual([
      { v: "1772355600123000009" },
    ]);
    expect(rows("SELECT CAST(min(sequence) AS TEXT) AS v FROM events")).toEqual([{ v: "1772355600123000001" }]);
    expect(rows("SELECT payload FROM documents WHERE kind = 'sqlite.timeline_versions'")).toEqual([
      { payload: '{"conv_id":"c-1","version":1772355600123000009}' },
    ]);
  });
});

test("trap: stores are told by their columns, not by the names of their tables", async () => {
  const stores = [
    "pinocchio-turns-store",
    "simple-agent-store",
    "pinocchio-sem-timeline-store",
    "sessionstream-store",
    "agent-mode-store",
  ];
  await withBundle(stores.map(fixture), (rows) => {
    const found = counted(rows, "SELECT importer AS k, count(*) AS n FROM sources GROUP BY importer");
    expect(found).toEqual({
      "agent-mode-store": 1,
      "pinocchio-sem-timeline-store": 1,
      "pinocchio-turns-store": 2,
      "sessionstream-store": 2,
      "simple-agent-store": 1,
    });
  });
});

test("trap: each format's own clock is read, and a record without a time has none", async () => {
  const folders = ["simple-agent-store", "pinocchio-run-logs", "agent-mode-store", "pinocchio-debug-events"].map(
    fixture,
  );
  await withBundle(folders, (rows) => {
    expect(rows("SELECT timestamp, time_zone FROM logs ORDER BY source_line")).toEqual([
      { timestamp: "2026-03-01T09:00:00.000000Z", time_zone: "stated" },
      { timestamp: "2026-03-01T09:00:05.000000Z", time_zone: "stated" },
    ]);
    expect(rows("SELECT DISTINCT timestamp FROM events WHERE source_member = 'chat_events'")).toEqual([
      { timestamp: "2026-03-01T09:00:00.123456Z" },
    ]);
    expect(rows("SELECT timestamp FROM events WHERE event_type = 'agent.mode'")).toEqual([
      { timestamp: "2026-03-01T09:00:00.500000Z" },
    ]);
    expect(rows("SELECT DISTINCT timestamp, time_zone FROM events WHERE source_member IS NULL")).toEqual([
      { timestamp: null, time_zone: null },
    ]);
  });
});

test("trap: lines that cannot be read are issues with their text, and the lines after them are rows", async () => {
  await withBundle([fixture("pinocchio-sem-frames"), fixture("pinocchio-run-logs")], (rows) => {
    expect(rows("SELECT code, source_line, raw FROM import_issues ORDER BY code")).toEqual([
      { code: "pinocchio-run-logs.bad-line", source_line: 3, raw: "panic: half a li" },
      {
        code: "pinocchio-sem-frames.bad-line",
        source_line: 11,
        raw: '{"sem":true,"event":{"type":"llm.delta","id":"m-1","da',
      },
      { code: "pinocchio-sem-frames.not-sem", source_line: 12, raw: '{"neither":"frame"}' },
    ]);
    expect(rows("SELECT count(*) AS n FROM events")).toEqual([{ n: 11 }]);
  });
});

test("trap: 64-bit integers that are written as strings are integers", async () => {
  await withBundle(
    [fixture("pinocchio-debug-events"), fixture("pinocchio-debug-api"), fixture("pinocchio-sem-frames")],
    (rows) => {
      expect(rows("SELECT sequence FROM events WHERE stream_id = 'uiEvent' ORDER BY source_line")).toEqual([
        { sequence: 1 },
        { sequence: 3 },
      ]);
      expect(rows("SELECT created_ordinal FROM timeline_entities WHERE entity_id = 'm-0'")).toEqual([
        { created_ordinal: 1 },
      ]);
      expect(rows("SELECT timestamp FROM timeline_entities WHERE entity_id = 'm-1'")).toEqual([
        { timestamp: "2026-03-01T09:00:00.000000Z" },
      ]);
      expect(rows("SELECT duration_ms FROM prompt_events WHERE event_id = 'm-1'")).toEqual([{ duration_ms: 20 }]);
    },
  );
});

test("anomalies of a stream are told once each, and a tool's two last frames may share their number", async () => {
  await withBundle([fixture("pinocchio-sem-frames")], (rows) => {
    expect(
      rows(
        "SELECT kind, sequence % 10 AS n, previous_sequence % 10 AS before FROM event_anomalies ORDER BY event_id, kind",
      ),
    ).toEqual([
      { kind: "missing_sequence", n: null, before: null },
      { kind: "out_of_order", n: 4, before: 5 },
      { kind: "duplicate", n: 5, before: 5 },
      { kind: "gap", n: 8, before: 5 },
    ]);
    expect(rows("SELECT conversation_id, has_raw_events, event_count FROM conversations")).toEqual([
      { conversation_id: "c-1", has_raw_events: 1, event_count: 11 },
    ]);
  });
});

test("an older copy of a store is hidden behind the newer one, whatever the files are called", async () => {
  await inFolder(async (folder) => {
    const [older, newer] = [join(folder, "b.sqlite"), join(folder, "a")];
    copyFileSync(join(fixture("pinocchio-turns-store"), "edited-block-and-orphan-call.db"), older);
    copyFileSync(older, newer);
    const db = new Database(newer);
    db.exec("INSERT INTO turns VALUES ('c-1', 's-1', 't-late', 1772355700000, '{}', '{}', '', '', 1772355700000)");
    db.close();
    await withBundle([older, newer], (rows) => {
      expect(rows("SELECT count(*) AS n, count(DISTINCT source_id) AS sources FROM turns")).toEqual([
        { n: 5, sources: 1 },
      ]);
      expect(rows("SELECT count(*) AS n FROM turns WHERE turn_id = 't-late'")).toEqual([{ n: 1 }]);
    });
  });
});

function caseOf(folder: string, name: string): string {
  return join(folder, "corpus/pinocchio", name, "input");
}

function fixture(importer: string): string {
  return join(import.meta.dir, "../fixtures", importer);
}

async function inFolder(use: (folder: string) => Promise<void>): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), "dbundle-pinocchio-"));
  try {
    await use(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
