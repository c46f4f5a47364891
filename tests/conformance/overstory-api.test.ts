// What the orchestrator's own store API answered is what the viewing operations answer of a bundle.

import { Database } from "bun:sqlite";
import { expect } from "bun:test";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import * as v from "valibot";
import { errors } from "../../src/operations/errors.ts";
import { type RunsOptions, run, runs } from "../../src/operations/runs.ts";
import { session } from "../../src/operations/sessions/show.ts";
import { type SessionsOptions, sessions } from "../../src/operations/sessions.ts";
import { timeline } from "../../src/operations/timeline.ts";
import { Scratch } from "../support/bundles.ts";
import { sharedTest } from "../support/shared.ts";

const Agent = v.object({
  id: v.string(),
  agentName: v.string(),
  capability: v.string(),
  state: v.string(),
  taskId: v.string(),
  pid: v.nullable(v.number()),
  parentAgent: v.nullable(v.string()),
  depth: v.number(),
  runId: v.nullable(v.string()),
  startedAt: v.string(),
  escalationLevel: v.number(),
});

const Api = v.object({
  count: v.number(),
  getAll: v.array(Agent),
  getActive: v.array(v.string()),
  getByRun: v.record(v.string(), v.array(v.string())),
  listRuns: v.array(v.object({ id: v.string(), agentCount: v.number(), status: v.string() })),
  listRunsActive: v.array(v.string()),
  listRunsLimit1: v.array(v.string()),
  getActiveRun: v.nullable(v.string()),
  getActiveRunForCoordinator: v.optional(v.nullable(v.string())),
  errors: v.array(v.number()),
  timelineCount: v.number(),
});

const everything: Omit<SessionsOptions, "bundle"> = {
  name: null,
  active: false,
  run: null,
  status: null,
  kind: "agent",
  since: null,
  limit: null,
};
const allRuns: Omit<RunsOptions, "bundle"> = {
  active: false,
  status: null,
  coordinator: null,
  since: null,
  limit: null,
};

for (const name of ["full-v0.11.0", "wal-live", "old-schemas/v0.11.0", "old-schemas/v0.3.0"]) {
  sharedTest(`${name}: sessions, runs, timeline and errors are the store API's`, async (shared) => {
    const input = join(shared, "corpus/overstory", name, "input");
    const api = v.parse(Api, JSON.parse(readFileSync(join(input, "../api_output.json"), "utf8")));
    const scratch = new Scratch();
    try {
      const { output: bundle } = await scratch.create([input]);
      expectSessions(bundle, api);
      expectRuns(bundle, api);
      expectEvents(bundle, api);
    } finally {
      scratch.remove();
    }
  });
}

type Answers = v.InferOutput<typeof Api>;

function expectSessions(bundle: string, api: Answers): void {
  const all = sessions({ bundle, ...everything });
  expect(all.total).toBe(api.count);
  expect(all.rows.map(({ session_id }) => session_id).sort()).toEqual(api.getAll.map(({ id }) => id).sort());
  const starts = all.rows.map(({ started_at }) => started_at ?? "");
  expect(starts).toEqual(starts.toSorted());
  const active = sessions({ bundle, ...everything, active: true });
  expect(active.rows.map(({ agent_name }) => agent_name ?? "").sort()).toEqual(api.getActive.toSorted());
  for (const [id, names] of Object.entries(api.getByRun)) {
    const found = sessions({ bundle, ...everything, run: id });
    expect(found.rows.map(({ agent_name }) => agent_name ?? "").sort()).toEqual(names.toSorted());
  }
  for (const agent of api.getAll) {
    const shown = session({ bundle, name: agent.agentName, limit: 10, state: true, artifacts: true });
    expect(shown.session.session_id).toBe(agent.id);
    expect(shown.agent).toMatchObject({
      agent_name: agent.agentName,
      capability: agent.capability,
      state: agent.state,
      task_id: agent.taskId,
      pid: agent.pid,
      parent_agent: agent.parentAgent,
      depth: agent.depth,
      run_id: agent.runId,
      escalation_level: agent.escalationLevel,
    });
  }
}

function expectRuns(bundle: string, api: Answers): void {
  const told = (options: Partial<RunsOptions>) =>
    runs({ bundle, ...allRuns, ...options })
      .rows.filter(({ started_at }) => started_at !== null) // A run that is only mentioned has no row in the store.
      .map(({ run_id }) => run_id);
  expect(told({})).toEqual(api.listRuns.map(({ id }) => id));
  expect(told({ active: true })).toEqual(api.listRunsActive);
  expect(told({ status: "active" })).toEqual(api.listRunsActive);
  expect(told({ limit: 1 })).toEqual(api.listRunsLimit1);
  expect(told({ active: true, limit: 1 })).toEqual(api.getActiveRun === null ? [] : [api.getActiveRun]);
  const led = api.getActiveRunForCoordinator ?? null;
  if (led !== null) expect(told({ active: true, coordinator: "coordinator", limit: 1 })).toEqual([led]);
  for (const { id, agentCount, status } of api.listRuns) {
    const shown = run(bundle, id);
    expect(shown.agents).toHaveLength(agentCount);
    expect(shown.run).toMatchObject({ agent_count: agentCount, status: status === "active" ? "running" : status });
  }
}

function expectEvents(bundle: string, api: Answers): void {
  const shown = timeline({ ...noFilter, bundle, events: true });
  const fromStore = shown.rows.filter(({ raw_address }) => raw_address.startsWith("events/"));
  expect(fromStore.length).toBeGreaterThanOrEqual(api.timelineCount);
  const times = shown.rows.map(({ timestamp }) => timestamp).filter((time) => time !== null);
  expect(times).toEqual(times.toSorted());
  const failures = errors({ ...noErrorFilter, bundle });
  const stores = storesOf(bundle);
  expect(failures.rows.filter(({ source_id }) => stores.includes(source_id))).toHaveLength(api.errors.length);
  const errorTimes = failures.rows.map(({ timestamp }) => timestamp ?? "");
  expect(errorTimes).toEqual(errorTimes.toSorted().reverse());
}

function storesOf(bundle: string): number[] {
  const db = new Database(bundle, { readonly: true });
  try {
    const sql = "SELECT source_id AS id FROM sources WHERE importer = 'overstory-events-store'";
    return db
      .query<{ id: number }, []>(sql)
      .all()
      .map(({ id }) => id);
  } finally {
    db.close();
  }
}

const noErrorFilter = {
  session: null,
  run: null,
  class: null,
  tool: null,
  model: null,
  provider: null,
  since: null,
  order: "newest",
  limit: null,
} as const;

const noFilter = {
  ...noErrorFilter,
  conversation: null,
  status: null,
  level: null,
  until: null,
  events: false,
  logs: false,
  messages: false,
  order: "oldest",
} as const;

sharedTest("a name or a run that is not there is refused with what there is", async (shared) => {
  const scratch = new Scratch();
  try {
    const { output: bundle } = await scratch.create([join(shared, "corpus/overstory/full-v0.11.0/input")]);
    expect(() => session({ bundle, name: "nobody", limit: 1, state: true, artifacts: true })).toThrow(
      'No session or agent is called "nobody"',
    );
    expect(() => sessions({ bundle, ...everything, run: "run-nowhere" })).toThrow('No run is called "run-nowhere"');
    expect(() => run(bundle, "run-nowhere")).toThrow('No run is called "run-nowhere"');
  } finally {
    scratch.remove();
  }
});
