// Any place in the stream of a session can be gone to, however long it is.

import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { join } from "node:path";
import type { SessionDetail, Step, Steps } from "../../src/serve/api/types.ts";
import { Scratch } from "../support/bundles.ts";
import { type Serving, serving } from "./serving.ts";

const fixtures = join(import.meta.dir, "../fixtures");
const scratch = new Scratch();
let server: Serving;
beforeAll(async () => {
  await Bun.write(scratch.path("crowd.log"), crowdedLog());
  const { output } = await scratch.create([
    ...["wink-session", "wink-log", "wink-bundle", "overstory-events-store"].map((name) => join(fixtures, name)),
    scratch.path("crowd.log"),
  ]);
  await Bun.write(scratch.path("b.db"), Bun.file(output));
  server = serving([scratch.path("b.db")]);
});
afterAll(async () => {
  expect(server.bugs).toEqual([]);
  await server.close();
  scratch.remove();
});

/** Most of 9,000 records state one and the same time; the hours before and behind are nearly empty. */
function crowdedLog(): string {
  const record = (n: number, timestamp: string) =>
    JSON.stringify({
      timestamp,
      level: n % 1_000 === 7 ? "ERROR" : "INFO",
      logger: "app",
      event: "app.step",
      message: `step ${n}`,
      context: { session_id: "crowd" },
    });
  const time = (n: number) =>
    n < 500 || n >= 8_500 ? new Date(Date.UTC(2026, 0, 1) + n * 60_000).toISOString() : "2026-01-02T00:00:00.000Z";
  return `${Array.from({ length: 9_000 }, (_, n) => record(n, time(n))).join("\n")}\n`;
}

const asked = async (query: string): Promise<Steps> => server.json(`/b/-/steps.json?${query}`);
const nameOf = ({ kind, id }: Step) => `${kind} ${id}`;
const place = ({ table, id }: Step) => `${table}:${id}`;
const crowd = "session=crowd&kinds=log";

test("a window can begin at any step of a session, also where thousands state one time", async () => {
  for (const start of [0, 1, 499, 500, 4_321, 8_499, 8_500, 8_999]) {
    const found = await asked(`${crowd}&start=${start}&_size=2`);
    expect([start, found.start, found.total]).toEqual([start, start, { count: 9_000, is_exact: true }]);
    expect(found.steps.map(({ text }) => text)).toEqual(
      [`step ${start}`, `step ${start + 1}`].slice(0, start === 8_999 ? 1 : 2),
    );
  }
  const beyond = await asked(`${crowd}&start=9000&_size=2`);
  expect([beyond.steps.length, beyond.next, beyond.previous]).toEqual([0, null, "end"]);
});

test("a fraction leads to that part of the steps", async () => {
  const texts = await Promise.all(
    [0, 0.5, 1].map(async (part) => (await asked(`${crowd}&fraction=${part}&_size=1`)).steps[0]?.text),
  );
  expect(texts).toEqual(["step 0", "step 4500", "step 8999"]);
  for (const wrong of ["", "2", "-1", "half"]) {
    expect((await server.get(`/b/-/steps.json?fraction=${wrong}`)).status).toBe(400);
  }
});

test("the next and the previous failure are one question from any step", async () => {
  const [middle] = (await asked(`${crowd}&start=4500&_size=1`)).steps;
  const next = await asked(`${crowd}&failed=on&_size=1&_next=${place(middle!)}`);
  const previous = await asked(`${crowd}&failed=on&_size=1&_previous=${place(middle!)}`);
  expect([next.steps[0]?.text, previous.steps[0]?.text]).toEqual(["step 5007", "step 4007"]);
  expect((await asked(`${crowd}&failed=on&_total=on`)).total).toEqual({ count: 9, is_exact: true });
});

test("the end of a session is a window like any other", async () => {
  const last = await asked(`${crowd}&_previous=end&_size=3`);
  expect(last.steps.map(({ text }) => text)).toEqual(["step 8997", "step 8998", "step 8999"]);
  expect(last.next).toBeNull();
});

describe("in a bundle of all kinds", () => {
  test("a step stands in the middle of the window around it, whatever filter leaves it out", async () => {
    const { steps } = await asked("_size=1000");
    for (const step of [steps[0], steps[7], steps.at(-1)]) {
      const found = await asked(`around=${place(step!)}&_size=9`);
      expect(nameOf(found.steps[found.around ?? -1]!)).toBe(nameOf(step!));
    }
    const message = steps.find(({ kind }) => kind === "message")!;
    const tools = await asked(`kinds=tool&around=${place(message)}&_size=4`);
    const behind = steps.slice(steps.indexOf(message)).find(({ kind }) => kind === "tool");
    expect(tools.around === null ? undefined : tools.steps[tools.around]?.id).toBe(behind?.id);
    expect((await server.get("/b/-/steps.json?around=tool_calls:1")).status).toBe(404);
    expect((await server.get("/b/-/steps.json?around=sources:1")).status).toBe(400);
  });

  test("the total is the number of steps that the windows hold, also of those that failed", async () => {
    for (const query of ["", "&failed=on", "&kinds=tool", "&failed=on&kinds=tool,answer,error"]) {
      const { steps, total } = await asked(`_size=1000&_total=on${query}`);
      expect([query, total]).toEqual([query, { count: steps.length, is_exact: true }]);
    }
    expect((await asked("")).total).toBeNull();
  });

  test("the failed steps are those that say they failed", async () => {
    const { steps } = await asked("_size=1000");
    const { steps: failed } = await asked("_size=1000&failed=on");
    expect(failed.length).toBeGreaterThan(2);
    expect(failed.map(nameOf)).toEqual(steps.filter(({ is_failed }) => is_failed).map(nameOf));
  });

  test("steps of one time stand as in their source", async () => {
    const { steps } = await asked("_size=1000");
    for (const [at, { timestamp, source_id, source_line }] of steps.entries()) {
      const before = steps[at - 1];
      if (before === undefined || before.timestamp !== timestamp) continue; // Their times order them.
      const rank = (source: number, line: number | null) => source * 1e9 + (line ?? 0);
      expect(rank(before.source_id, before.source_line)).toBeLessThanOrEqual(rank(source_id, source_line));
    }
  });

  test("the counts of a session say how many steps state no time", async () => {
    const detail: SessionDetail = await server.json("/b/-/session.json?buckets=7");
    const drawn = new Map(
      detail.minimap.series.map(({ name, counts }) => [name, counts.reduce((sum, one) => sum + one, 0)]),
    );
    for (const kind of ["prompt", "answer", "message", "tool", "event", "error", "log"] as const) {
      expect([kind, (drawn.get(kind) ?? 0) + detail.timeless_counts[kind]]).toEqual([kind, detail.counts[kind]]);
    }
    expect((drawn.get("failure") ?? 0) + detail.timeless_counts.failure).toBe(detail.failure_count);
  });
});
