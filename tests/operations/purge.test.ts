// A purged bundle lacks the agents' rows and the bytes of what was cut; the bundle that was read stays as it was.

import { Database } from "bun:sqlite";
import { afterAll, expect } from "bun:test";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { type PurgeOptions, purge } from "../../src/operations/purge.ts";
import { verify } from "../../src/operations/verify.ts";
import { Scratch } from "../support/bundles.ts";
import { sharedTest } from "../support/shared.ts";

const scratch = new Scratch();
afterAll(() => scratch.remove());

const nobody: Omit<PurgeOptions, "bundle"> = {
  state: null,
  agent: null,
  all: false,
  output: null,
  overwrite: "refuse",
};

async function orchestrated(shared: string): Promise<string> {
  return (await scratch.create([join(shared, "corpus/overstory/full-v0.11.0/input")])).output;
}

function ask(bundle: string, sql: string): unknown[][] {
  const db = new Database(bundle, { readonly: true });
  try {
    return db.query(sql).values();
  } finally {
    db.close();
  }
}

sharedTest("without a filter nothing is purged, and without an output nothing is written", async (shared) => {
  const bundle = await orchestrated(shared);
  const before = Bun.hash(readFileSync(bundle));
  expect(() => purge({ ...nobody, bundle })).toThrow("Nothing says which agents go");
  const planned = purge({ ...nobody, bundle, state: "zombie" });
  expect(planned.agents).toEqual([{ agentName: "merger-1", state: "zombie" }]);
  expect(planned.output).toBeNull();
  expect(() => purge({ ...nobody, bundle, all: true, output: bundle, overwrite: "replace" })).toThrow(
    "it is the bundle that is read",
  );
  expect(Bun.hash(readFileSync(bundle))).toBe(before);
});

sharedTest("an agent's rows are in no view, its bytes nowhere, and the bundle says what went", async (shared) => {
  const bundle = await orchestrated(shared);
  const output = scratch.path("without.db");
  const report = purge({ ...nobody, bundle, agent: "builder-cart", output });
  expect(report.rowCount).toBeGreaterThan(0);
  expect(ask(output, "SELECT count(*) FROM agents WHERE agent_name = 'builder-cart'")).toEqual([[0]]);
  expect(ask(output, "SELECT count(*) FROM events WHERE agent_name = 'builder-cart'")).toEqual([[0]]);
  expect(ask(output, "SELECT count(*) FROM tool_invocations WHERE agent_name = 'builder-cart'")).toEqual([[0]]);
  expect(ask(output, "SELECT count(*) FROM agent_mail WHERE 'builder-cart' IN (from_agent, to_agent)")).toEqual([[0]]);
  expect(
    ask(output, "SELECT count(*) FROM sessions WHERE agent_name = 'builder-cart' OR session_id GLOB 'purged*'"),
  ).toEqual([[0]]);
  expect(ask(output, "SELECT count(*) FROM agents")).toEqual([[10]]);
  expect(ask(output, "SELECT fidelity FROM bundle_meta")).toEqual([["partial:purged"]]);
  const listed = ask(output, "SELECT path FROM import_issues WHERE code = 'purge.source' ORDER BY path").flat();
  expect(listed).toEqual(report.sources.map(({ path }) => path));
  const kept =
    "SELECT count(*) FROM source_chunks WHERE data IS NOT NULL AND source_id IN (SELECT source_id FROM sources WHERE path GLOB '*/events.db' OR path GLOB '*/builder-cart/*')";
  expect(ask(output, kept)).toEqual([[0]]);
  // The secret that a hook wrote into the store stood in this agent's rows and in the store's bytes only.
  expect(readFileSync(bundle).includes("sk-ant-")).toBe(true);
  expect(readFileSync(output).includes("sk-ant-")).toBe(false);
});

sharedTest("filters add up: only agents of that state and that name go", async (shared) => {
  const bundle = await orchestrated(shared);
  const agents = (filter: Partial<PurgeOptions>) =>
    purge({ ...nobody, bundle, ...filter }).agents.map(({ agentName }) => agentName);
  expect(agents({ state: "completed" })).toEqual(["builder-cart", "reviewer-tax"]);
  expect(agents({ state: "completed", agent: "builder-cart" })).toEqual(["builder-cart"]);
  expect(agents({ state: "zombie", agent: "builder-cart" })).toEqual([]);
  expect(agents({ all: true })).toHaveLength(11);
});

sharedTest("all agents gone leave no agent, and the whole bundle merged in brings them back", async (shared) => {
  const bundle = await orchestrated(shared);
  const output = scratch.path("none.db");
  purge({ ...nobody, bundle, all: true, output });
  expect(ask(output, "SELECT count(*) FROM agents")).toEqual([[0]]);
  const merged = await scratch.merge([output, bundle]);
  const other = await scratch.merge([bundle, output]);
  for (const sql of ["SELECT count(*) FROM agents", "SELECT fidelity FROM bundle_meta", "SELECT count(*) FROM events"])
    expect(ask(merged.output, sql)).toEqual(ask(other.output, sql));
  expect(ask(merged.output, "SELECT count(*) FROM agents")).toEqual([[11]]);
  expect(ask(merged.output, "SELECT count(*) FROM source_chunks WHERE data IS NULL")).toEqual([[0]]);
});

sharedTest("a purged bundle is sealed", async (shared) => {
  const output = scratch.path("sealed.db");
  purge({ ...nobody, bundle: await orchestrated(shared), state: "zombie", output });
  const report = await verify({ bundle: output, depth: "bytes", observer: { step: () => undefined } });
  expect(report.fileDigest).toBe("intact");
  expect(report.damages).toEqual([]);
});
