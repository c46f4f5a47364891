import { expect, test } from "bun:test";
import { join } from "node:path";
import { withBundle } from "../support/created-bundle.ts";

const fixtures = join(import.meta.dir, "../fixtures");
const store = join(fixtures, "overstory-sessions-store/hundred-agents.db");

test("each small artifact is read by the importer that its folder names", async () => {
  const ids = [...new Bun.Glob("overstory-*").scanSync({ cwd: fixtures, onlyFiles: false })];
  expect(ids.length).toBeGreaterThan(10);
  for (const id of ids) {
    await withBundle([join(fixtures, id)], (rows) => {
      expect(rows("SELECT DISTINCT importer FROM sources")).toEqual([{ importer: id }]);
    });
  }
});

test("a run's agents are counted, whatever count is stored", async () => {
  await withBundle([store], (rows) => {
    expect(
      rows("SELECT run_id, status, agent_count, stored_agent_count, coordinator FROM runs ORDER BY run_id"),
    ).toEqual([
      { run_id: "run-1", status: "running", agent_count: 100, stored_agent_count: 5, coordinator: null },
      { run_id: "run-2", status: "completed", agent_count: 0, stored_agent_count: 7, coordinator: "c-1" },
    ]);
  });
});

test("active agents are those that have not completed; blanks in paths and an empty task stay", async () => {
  await withBundle([store], (rows) => {
    expect(rows("SELECT is_active, count(*) AS n FROM agents GROUP BY 1 ORDER BY 1")).toEqual([
      { is_active: 0, n: 34 },
      { is_active: 1, n: 66 },
    ]);
    expect(rows("SELECT worktree_path, task_id FROM agents WHERE agent_name = 'agent-7'")).toEqual([
      { worktree_path: "/w/a path with blanks/7", task_id: "" },
    ]);
    expect(rows("SELECT parent_session_id FROM sessions WHERE session_id = 's-7'")).toEqual([
      { parent_session_id: "s-0" },
    ]);
    expect(rows("SELECT 1 FROM agents WHERE agent_name = 'nobody'")).toEqual([]);
  });
});

test("a hook's call is listed once", async () => {
  await withBundle([join(fixtures, "overstory-ndjson-log")], (rows) => {
    expect(rows("SELECT event, json_extract(context, '$.durationMs') AS ms FROM logs ORDER BY source_line")).toEqual([
      { event: "tool.start", ms: null },
      { event: "tool.end", ms: 456 },
    ]);
  });
});

test("integers of metrics keep all digits", async () => {
  await withBundle([join(fixtures, "overstory-metrics-store")], (rows) => {
    expect(rows("SELECT CAST(input_tokens AS TEXT) AS tokens, estimated_cost_usd FROM agent_metrics")).toEqual([
      { tokens: "9007199254740993", estimated_cost_usd: 0.5 },
    ]);
  });
});
