// Every figure of the reference cases, asked of bundles that the real operation made of them.

import { expect, test } from "bun:test";
import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { type Rows, withBundle } from "../support/created-bundle.ts";
import { shared, sharedTest } from "../support/shared.ts";

type Ask = (sql: string, ...parameters: (string | number)[]) => Rows;
type Counts = Record<string, number>;

interface Expected {
  readonly files: Record<string, { size: number; json_lines?: number; bad_lines?: number; by_event?: Counts }>;
  readonly dbs: Record<string, ExpectedStore>;
  readonly sessions_json?: { valid: boolean; entries: number; last_wins?: Record<string, readonly string[]> };
  readonly "merge-queue"?: { entries: number };
  readonly groups?: { entries: number };
  readonly "nudge-state"?: { entries: number };
  readonly "mail-check-state"?: { entries: number };
}

interface ExpectedStore {
  readonly tables: Record<string, { rows: number; columns: readonly string[] }>;
  readonly states?: Counts;
  readonly active?: readonly string[];
  readonly by_run?: Counts;
  readonly sessions?: readonly Record<string, unknown>[] | null;
  readonly runs?: readonly {
    id: string;
    status: string;
    agent_count_stored: number;
    agent_count_derived: number;
    completed: boolean;
  }[];
  readonly by_type?: Counts;
  readonly by_level?: Counts;
  readonly run_id_null?: number;
  readonly tool_starts?: Counts;
  readonly data_not_json?: number;
  readonly unread?: number;
  readonly totals?: Record<string, number>;
  readonly by_status?: Counts;
}

const CASES = [
  "full-v0.11.0",
  "wal-live",
  "tz-Los_Angeles",
  "legacy-json-v0.2.0",
  ...["v0.1.0", "v0.3.0", "v0.6.1", "v0.9.1", "v0.11.0"].map((version) => `old-schemas/${version}`),
  ...["all-fields", "beadid-era", "db-wins", "dupes", "taskid-era", "with-empty-db"].map(
    (name) => `legacy-json-edge/${name}`,
  ),
];

/** Cases in which nothing says what it is. */
const UNTOLD = ["empty", "malformed", "nonarray"];

for (const name of CASES) {
  sharedTest(`overstory ${name}: all figures come out of SQL, and the folder is as it was`, async (folder) => {
    const input = join(folder, "corpus/overstory", name, "input");
    const expected: Expected = JSON.parse(readFileSync(join(input, "../expected.json"), "utf8"));
    const before = contentsOf(input);
    await withBundle([input], (rows) => {
      expectFiles(rows, expected);
      for (const [path, store] of Object.entries(expected.dbs)) expectStore(rows, sourceAt(rows, path), store);
      expectJson(rows, expected);
    });
    expect(contentsOf(input)).toEqual(before);
  });
}

sharedTest(
  "overstory: text that does not say what it is gives no agents and is kept as an opaque source",
  async (folder) => {
    for (const name of UNTOLD) {
      const file = join(folder, "corpus/overstory/legacy-json-edge", name, "input/.overstory/sessions.json");
      await withBundle([file], (rows) => {
        expect(rows("SELECT count(*) AS n FROM agents")).toEqual([{ n: 0 }]);
        expect(rows("SELECT count(*) AS n FROM sessions")).toEqual([{ n: 0 }]);
        expect(rows("SELECT status FROM sources")).toEqual([{ status: "opaque" }]);
      });
    }
  },
);

sharedTest("overstory: of a store with rows and the file beside it only the store's agent counts", async (folder) => {
  await withBundle([edge(folder, "db-wins")], (rows) => {
    expect(rows("SELECT agent_name FROM agents")).toEqual([{ agent_name: "original" }]);
    expect(
      rows("SELECT importer, status FROM sources WHERE importer GLOB 'overstory-sessions-*' ORDER BY importer"),
    ).toEqual([
      { importer: "overstory-sessions-json", status: "superseded" },
      { importer: "overstory-sessions-store", status: "imported" },
    ]);
    expect(rows("SELECT session_id FROM sessions")).toEqual([{ session_id: "s-1" }]);
  });
});

sharedTest("overstory: beside an empty store the file counts", async (folder) => {
  await withBundle([edge(folder, "with-empty-db")], (rows) => {
    expect(rows("SELECT agent_name, state FROM agents")).toEqual([
      { agent_name: "orphaned-coordinator", state: "booting" },
    ]);
  });
});

sharedTest("overstory: all fields of the old file are read", async (folder) => {
  await withBundle([edge(folder, "all-fields")], (rows) => {
    expect(
      rows(
        "SELECT capability, task_id, state, pid, parent_agent, depth, escalation_level, stalled_since, run_id FROM agents",
      ),
    ).toEqual([
      {
        capability: "scout",
        task_id: "task-42",
        state: "stalled",
        pid: 99999,
        parent_agent: "lead-agent",
        depth: 2,
        escalation_level: 3,
        stalled_since: "2026-02-01T08:50:00.000000Z",
        run_id: null,
      },
    ]);
  });
});

sharedTest("overstory: a duration that is wrong by a time zone is computed anew", async (folder) => {
  await withBundle([join(folder, "corpus/overstory/tz-Los_Angeles/input")], (rows) => {
    expect(rows("SELECT duration_ms FROM tool_invocations")).toEqual([{ duration_ms: 224 }]);
    expect(
      rows("SELECT json_extract(payload, '$.tool_duration_ms') AS ms FROM events WHERE event_type = 'tool_start'"),
    ).toEqual([{ ms: -28799770 }]);
    expect(rows("SELECT code FROM import_issues")).toEqual([{ code: "overstory-events-store.wrong-duration" }]);
  });
});

sharedTest("overstory: agents, runs, timeline and errors are those that its own code gives", async (folder) => {
  for (const name of ["full-v0.11.0", "wal-live", "old-schemas/v0.11.0", "old-schemas/v0.3.0"]) {
    const input = join(folder, "corpus/overstory", name, "input");
    const api = JSON.parse(readFileSync(join(input, "../api_output.json"), "utf8"));
    await withBundle([input], (rows) => {
      expect(rows("SELECT count(*) AS n FROM agents")).toEqual([{ n: api.count }]);
      expect(column(rows, "SELECT run_id FROM runs WHERE started_at IS NOT NULL ORDER BY started_at DESC")).toEqual(
        api.listRuns.map((run: { id: string }) => run.id),
      );
      expect(column(rows, "SELECT run_id FROM runs WHERE status = 'running' ORDER BY started_at DESC")).toEqual(
        api.listRunsActive,
      );
      expect(rows("SELECT count(*) AS n FROM events WHERE source_member = 'events'")).toEqual([
        { n: api.timelineCount },
      ]);
      const starts = rows(
        "SELECT tool_name, count(*) AS n FROM events_of_tools GROUP BY 1".replace("events_of_tools", TOOL_STARTS),
      );
      const stats: { toolName: string; count: number }[] = api.toolStats;
      expect(Object.fromEntries(starts.map((row) => [row.tool_name, row.n]))).toEqual(
        Object.fromEntries(stats.map((stat) => [stat.toolName, stat.count])),
      );
    });
  }
});

const TOOL_STARTS =
  "(SELECT json_extract(payload, '$.tool_name') AS tool_name FROM events WHERE event_type = 'tool_start' AND source_member = 'events')";

test.skipIf(shared === null)("every reference case of overstory is asked", () => {
  const root = join(shared ?? "", "corpus/overstory");
  const found = readdirSync(root, { recursive: true, encoding: "utf8" }).filter((path) =>
    path.endsWith("expected.json"),
  );
  expect(found.map((path) => path.replace("/expected.json", "")).sort()).toEqual(
    [...CASES, ...UNTOLD.map((name) => `legacy-json-edge/${name}`)].sort(),
  );
});

function edge(folder: string, name: string): string {
  return join(folder, "corpus/overstory/legacy-json-edge", name, "input");
}

function column(rows: Ask, sql: string): unknown[] {
  return rows(sql).map((row) => Object.values(row)[0]);
}

/** Counts by the first column; NULL is "None" as in the figures. */
function counts(rows: Ask, sql: string, ...parameters: (string | number)[]): Counts {
  return Object.fromEntries(
    rows(sql, ...parameters).map((row) => [row.key === null ? "None" : String(row.key), Number(row.n)]),
  );
}

function sourceAt(rows: Ask, path: string): number {
  const found = rows("SELECT source_id FROM bundle_sources WHERE path = ? OR path LIKE '%/' || ?", path, path);
  expect(found).toHaveLength(1);
  return Number(found[0]?.source_id);
}

function expectFiles(rows: Ask, expected: Expected): void {
  for (const [path, file] of Object.entries(expected.files)) {
    const source = sourceAt(rows, path);
    if (!path.endsWith(".db"))
      expect(rows("SELECT size_bytes FROM sources WHERE source_id = ?", source)).toEqual([{ size_bytes: file.size }]);
    if (file.by_event === undefined || path.startsWith("claude-projects/")) continue; // Transcripts have importers of their own.
    // A tools.ndjson may be the beginning of its events.ndjson, and of a hook's two lines one is hidden: all are counted here.
    const [table, name] = path.endsWith("stdout.log") ? ["_events", "event_type"] : ["_logs", "event"];
    expect(
      counts(rows, `SELECT ${name} AS key, count(*) AS n FROM ${table} WHERE source_id = ? GROUP BY 1`, source),
    ).toEqual(file.by_event);
    const bad = rows("SELECT count(*) AS n FROM import_issues WHERE source_id = ? AND severity = 'data_loss'", source);
    expect(bad).toEqual([{ n: file.bad_lines }]);
  }
}

const TABLE_OF: Readonly<Record<string, string>> = {
  runs: "_run_facts",
  events: "_events",
  token_snapshots: "_documents",
  messages: "_documents",
  merge_queue: "_documents",
};

function expectStore(rows: Ask, source: number, store: ExpectedStore): void {
  for (const [table, { rows: count, columns }] of Object.entries(store.tables)) {
    const facts = TABLE_OF[table] ?? (columns.includes("tmux_session") ? "_agents" : "_documents");
    const found = rows(`SELECT count(*) AS n FROM ${facts} WHERE source_id = ? AND source_member = ?`, source, table);
    expect(found).toEqual([{ n: count }]);
  }
  if (store.states !== undefined) expectAgents(rows, source, store);
  if (store.tool_starts !== undefined) expectEvents(rows, source, store);
  if (store.unread !== undefined) {
    expect(counts(rows, "SELECT type AS key, count(*) AS n FROM agent_mail GROUP BY 1")).toEqual(store.by_type ?? {});
    expect(rows("SELECT count(*) AS n FROM agent_mail WHERE is_read = 0")).toEqual([{ n: store.unread }]);
  }
  if (store.by_status !== undefined) {
    expect(counts(rows, "SELECT status AS key, count(*) AS n FROM merge_queue GROUP BY 1")).toEqual(store.by_status);
  }
  if (store.totals !== undefined) expectTotals(rows, store.totals);
}

function expectAgents(rows: Ask, source: number, store: ExpectedStore): void {
  expect(counts(rows, "SELECT state AS key, count(*) AS n FROM agents WHERE source_id = ? GROUP BY 1", source)).toEqual(
    store.states ?? {},
  );
  expect(
    counts(rows, "SELECT run_id AS key, count(*) AS n FROM agents WHERE source_id = ? GROUP BY 1", source),
  ).toEqual(store.by_run ?? {});
  const active = rows(
    "SELECT agent_name FROM agents WHERE source_id = ? AND is_active = 1 ORDER BY started_at, source_line",
    source,
  );
  expect(active.map((row) => row.agent_name)).toEqual([...(store.active ?? [])]);
  for (const agent of store.sessions ?? []) {
    const [found] = rows("SELECT attributes, status, agent_name FROM sessions WHERE session_id = ?", String(agent.id));
    expect(JSON.parse(String(found?.attributes))).toEqual(agent);
    expect(found).toMatchObject({ status: agent.state, agent_name: agent.agent_name });
  }
  for (const run of store.runs ?? []) {
    const [found] = rows("SELECT status, stored_agent_count, agent_count, ended_at FROM runs WHERE run_id = ?", run.id);
    expect(found).toMatchObject({
      status: run.status === "active" ? "running" : run.status,
      stored_agent_count: run.agent_count_stored,
      agent_count: run.agent_count_derived,
    });
    expect(found?.ended_at !== null).toBe(run.completed);
  }
}

function expectEvents(rows: Ask, source: number, store: ExpectedStore): void {
  const by = (key: string) =>
    counts(rows, `SELECT ${key} AS key, count(*) AS n FROM events WHERE source_id = ? GROUP BY 1`, source);
  expect(by("event_type")).toEqual(store.by_type ?? {});
  expect(by("level")).toEqual(store.by_level ?? {});
  expect(by("run_id IS NULL")["1"] ?? 0).toBe(store.run_id_null ?? 0);
  const starts = counts(
    rows,
    "SELECT tool_name AS key, count(*) AS n FROM tool_invocations AS t WHERE source_id = ?1 AND source_line IN (SELECT source_line FROM events WHERE source_id = ?1 AND event_type = 'tool_start') GROUP BY 1",
    source,
  );
  expect(starts).toEqual(store.tool_starts ?? {});
  const texts = rows(
    "SELECT count(*) AS n FROM events WHERE source_id = ? AND json_extract(payload, '$.data') IS NOT NULL AND NOT json_valid(json_extract(payload, '$.data'))",
    source,
  );
  expect(texts).toEqual([{ n: store.data_not_json ?? 0 }]);
  const errors = rows("SELECT count(*) AS n FROM errors WHERE source_id = ?", source);
  expect(errors).toEqual([{ n: store.by_level?.error ?? 0 }]);
}

function expectTotals(rows: Ask, totals: Record<string, number>): void {
  const [found] = rows(
    "SELECT sum(input_tokens) AS input, sum(output_tokens) AS output, sum(cache_read_tokens) AS cache_read, sum(cache_creation_tokens) AS cache_creation, sum(estimated_cost_usd) AS cost FROM agent_metrics",
  );
  const { cost, ...tokens } = totals;
  expect(found).toMatchObject(tokens);
  if (cost != null) expect(Number(found?.cost)).toBeCloseTo(cost, 9);
  expect(rows("SELECT count(*) AS n FROM prompt_events")).toEqual([{ n: 0 }]);
}

function expectJson(rows: Ask, expected: Expected): void {
  const old = expected.sessions_json;
  if (old !== undefined) {
    const source = sourceAt(rows, ".overstory/sessions.json");
    const agents = rows(
      "SELECT agent_name, session_id, state, task_id FROM _agents WHERE source_id = ? ORDER BY source_line",
      source,
    );
    const found = Object.fromEntries(agents.map((row) => [row.agent_name, [row.session_id, row.state, row.task_id]]));
    expect(found).toEqual(
      Object.fromEntries(Object.entries(old.last_wins ?? {}).map(([name, values]) => [name, [...values]])),
    );
    const replaced = rows(
      "SELECT count(*) AS n FROM _documents WHERE source_id = ? AND kind = 'overstory.replaced_agent'",
      source,
    );
    expect(agents.length + Number(replaced[0]?.n)).toBe(old.entries);
  }
  if (expected.groups !== undefined) {
    expect(rows("SELECT count(*) AS n FROM documents WHERE kind = 'overstory.group'")).toEqual([
      { n: expected.groups.entries },
    ]);
  }
  if (expected["merge-queue"] !== undefined) {
    expect(rows("SELECT count(*) AS n FROM merge_queue")).toEqual([{ n: expected["merge-queue"].entries }]);
  }
  for (const name of ["nudge-state", "mail-check-state"] as const) {
    const entries = expected[name]?.entries;
    if (entries === undefined) continue; // The case has no such file.
    const source = sourceAt(rows, `.overstory/${name}.json`);
    expect(
      rows("SELECT count(*) AS n FROM documents AS d, json_each(d.payload) WHERE d.source_id = ?", source),
    ).toEqual([{ n: entries }]);
  }
}

/** Every name under a folder with size, modification time and bytes. */
function contentsOf(folder: string): Record<string, string> {
  const names = readdirSync(folder, { recursive: true, encoding: "utf8" }).sort();
  return Object.fromEntries(
    names.map((name) => {
      const stat = statSync(join(folder, name));
      const bytes = stat.isFile() ? Bun.hash(readFileSync(join(folder, name))) : 0n;
      return [name, `${stat.size} ${stat.mtimeMs} ${bytes}`];
    }),
  );
}
