// One stream in true time order over bundles of four systems, and what it says of times that it cannot compare.

import { afterAll, expect } from "bun:test";
import { join } from "node:path";
import { conversations } from "../../src/operations/conversations.ts";
import { errors } from "../../src/operations/errors.ts";
import { logs } from "../../src/operations/logs.ts";
import { raw } from "../../src/operations/raw.ts";
import { type TimelineOptions, timeline } from "../../src/operations/timeline.ts";
import { Scratch } from "../support/bundles.ts";
import { sharedTest } from "../support/shared.ts";

const scratch = new Scratch();
afterAll(() => scratch.remove());

let merged: Promise<string> | undefined;

/** A WINK, an orchestrator's, two of Pinocchio's and a sandbox's artifacts, each in a bundle, then merged. */
function mergedOf(shared: string): Promise<string> {
  merged ??= (async () => {
    const cases = [
      "wink/head/success",
      "overstory/full-v0.11.0",
      "pinocchio/sessionstream-v2",
      "pinocchio/turns-current",
      "bind/normal",
    ];
    const bundles: string[] = [];
    for (const name of cases) bundles.push((await scratch.create([join(shared, "corpus", name, "input")])).output);
    return (await scratch.merge(bundles)).output;
  })();
  return merged;
}

const nothing: Omit<TimelineOptions, "bundle"> = {
  conversation: null,
  session: null,
  run: null,
  tool: null,
  model: null,
  provider: null,
  status: null,
  class: null,
  level: null,
  since: null,
  until: null,
  events: false,
  logs: false,
  messages: false,
  order: "oldest",
  limit: null,
};

sharedTest("four systems stand in one stream in the order of time", async (shared) => {
  const bundle = await mergedOf(shared);
  const { rows, total, untimed_count } = timeline({ bundle, ...nothing, events: true, logs: true, messages: true });
  const timed = rows.filter(({ timestamp }) => timestamp !== null).map(({ timestamp }) => timestamp ?? "");
  expect(timed).toEqual(timed.toSorted());
  expect(rows).toHaveLength(total);
  expect(rows.length - timed.length).toBe(untimed_count);
  expect(rows.slice(timed.length).every(({ timestamp }) => timestamp === null)).toBe(true);
  expect(new Set(rows.map(({ kind }) => kind))).toEqual(
    new Set(["event", "log", "message", "tool", "prompt", "model_call", "error"]),
  );
});

sharedTest("a difference between a stated and an assumed zone is not given as exact", async (shared) => {
  const bundle = await mergedOf(shared);
  const { rows } = timeline({ bundle, ...nothing });
  const zones = rows.map(({ time_zone }) => time_zone);
  expect(zones).toContain("assumed");
  const across = rows.filter((row, index) => index > 0 && row.timestamp !== null && zones[index - 1] !== row.time_zone);
  expect(across.length).toBeGreaterThan(1);
  expect(across.every(({ since_previous_exact }) => since_previous_exact === 0)).toBe(true);
  const inSandbox = rows.filter((row, index) => row.time_zone === "assumed" && zones[index - 1] === "assumed");
  expect(inSandbox.every(({ since_previous_exact }) => since_previous_exact === 1)).toBe(true);
});

sharedTest("a limit gives the first rows of the whole stream, and the newest ones when asked", async (shared) => {
  const bundle = await mergedOf(shared);
  const all = timeline({ bundle, ...nothing, events: true, logs: true });
  const first = timeline({ bundle, ...nothing, events: true, logs: true, limit: 25 });
  expect(first.rows.map(({ timestamp }) => timestamp)).toEqual(all.rows.slice(0, 25).map(({ timestamp }) => timestamp));
  expect(first.total).toBe(all.total);
  const newest = timeline({ bundle, ...nothing, events: true, logs: true, limit: 5, order: "newest" });
  const times = all.rows.map(({ timestamp }) => timestamp).filter((time) => time !== null);
  expect(newest.rows.map(({ timestamp }) => timestamp)).toEqual(times.slice(-5).reverse());
});

sharedTest("filters by tool, model, provider, status and class show just such rows", async (shared) => {
  const bundle = await mergedOf(shared);
  const shown = (filter: Partial<TimelineOptions>) => timeline({ bundle, ...nothing, ...filter }).rows;
  expect(new Set(shown({ tool: "lint" }).map(({ kind, name }) => `${kind} ${name}`))).toEqual(new Set(["tool lint"]));
  expect(new Set(shown({ model: "gpt-5-mini" }).map(({ kind, name }) => `${kind} ${name}`))).toEqual(
    new Set(["model_call gpt-5-mini"]),
  );
  expect(shown({ provider: "openai" }).every(({ kind }) => kind === "model_call")).toBe(true);
  expect(shown({ provider: "openai" }).length).toBeGreaterThan(0);
  expect(new Set(shown({ status: "error" }).map(({ status }) => status))).toEqual(new Set(["error"]));
  expect(new Set(shown({ class: "projection" }).map(({ name }) => name))).toEqual(new Set(["projection"]));
  expect(shown({ session: "conv" }).every(({ session_id }) => session_id === "conv")).toBe(true);
  const one = shown({ conversation: "conv-1" });
  expect(new Set(one.map(({ kind }) => kind))).toEqual(new Set(["turn", "message", "tool", "model_call", "error"]));
});

sharedTest(
  "conversations come by their latest activity and can be asked for by class, tool and provider",
  async (shared) => {
    const bundle = await mergedOf(shared);
    const none = {
      session: null,
      status: null,
      class: null,
      tool: null,
      model: null,
      provider: null,
      since: null,
      limit: null,
    };
    const all = conversations({ bundle, ...none }).rows;
    const times = all.map(({ last_activity_at }) => last_activity_at).filter((time) => time !== null);
    expect(times).toEqual(times.toSorted().reverse());
    expect(all.slice(times.length).every(({ last_activity_at }) => last_activity_at === null)).toBe(true);
    const ids = (filter: object) =>
      conversations({ bundle, ...none, ...filter }).rows.map(({ conversation_id }) => conversation_id);
    expect(ids({ class: "projection" })).toEqual(["session-2"]);
    expect(ids({ tool: "sql_query" })).toEqual(["conv-3"]);
    expect(ids({ provider: "openai" })).toContain("conv-1");
    expect(ids({ provider: "nobody" })).toEqual([]);
  },
);

sharedTest("every row of the timeline and of errors leads to its original record", async (shared) => {
  const bundle = await mergedOf(shared);
  const rows = [
    ...timeline({ bundle, ...nothing }).rows,
    ...timeline({ bundle, ...nothing, conversation: "conv-1" }).rows,
    ...errors({ ...nothing, bundle, order: "newest" }).rows,
  ];
  for (const address of new Set(rows.map(({ raw_address }) => raw_address))) {
    let size = 0;
    for await (const bytes of raw({ bundle, address })) size += bytes.byteLength;
    expect({ address, isEmpty: size === 0 }).toEqual({ address, isEmpty: false });
  }
});

sharedTest("logs from a level up count severities, whatever the levels are called", async (shared) => {
  const bundle = await mergedOf(shared);
  const none = {
    session: null,
    run: null,
    event: null,
    logger: null,
    since: null,
    until: null,
    order: "oldest",
    limit: null,
  } as const;
  const found = logs({ bundle, ...none, level: "warning" }).rows;
  expect(found.every(({ severity }) => (severity ?? 0) >= 13)).toBe(true);
  expect(new Set(found.map(({ level }) => level?.toLowerCase()))).toContain("warn");
  expect(() => logs({ bundle, ...none, level: "loudly" })).toThrow('--level cannot be "loudly"');
});
