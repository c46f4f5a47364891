// What a bundle's page asks, of bundles made from artifacts.

import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { join } from "node:path";
import type {
  ErrorGroup,
  Errors,
  Files,
  LogHistogram,
  Overview,
  Raw,
  Schema,
  SearchResults,
  SessionDetail,
  Sessions,
  Step,
  Steps,
} from "../../src/serve/api/types.ts";
import { Scratch } from "../support/bundles.ts";
import { type Serving, serving } from "./serving.ts";

const fixtures = join(import.meta.dir, "../fixtures");
const scratch = new Scratch();
let server: Serving;
beforeAll(async () => {
  const { output } = await scratch.create(
    ["wink-session", "wink-log", "wink-bundle", "wink-archive", "overstory-events-store"].map((name) =>
      join(fixtures, name),
    ),
  );
  await Bun.write(scratch.path("b.db"), Bun.file(output));
  server = serving([scratch.path("b.db")]);
});
afterAll(async () => {
  expect(server.bugs).toEqual([]);
  await server.close();
  scratch.remove();
});

// biome-ignore lint/suspicious/noExplicitAny: what comes is what the types of the API say
const ask = async <T>(path: string): Promise<T> => (await server.json(`/b/-/${path}`)) as any;
const count = async (table: string, filter = "") =>
  (await server.json(`/b/${table}.json?_size=0&_extra=count${filter}`)).count as number;

describe("steps", () => {
  async function through(query: string): Promise<Step[]> {
    const steps: Step[] = [];
    let next: string | null = null;
    do {
      const from: string = next === null ? "" : `&_next=${encodeURIComponent(next)}`;
      const page: Steps = await ask(`steps.json?_size=7${query}${from}`);
      steps.push(...page.steps);
      next = page.next;
    } while (next !== null);
    return steps;
  }
  const nameOf = ({ kind, id }: Step) => `${kind} ${id}`;

  test("hold every row of every kind once, in the order of time, those without a time last", async () => {
    const steps = await through("&logs=debug");
    const of = (kind: string) => steps.filter((step) => step.kind === kind).length;
    expect(new Set(steps.map(nameOf)).size).toBe(steps.length);
    expect(of("log")).toBe(await count("logs"));
    expect(of("tool")).toBe(await count("tool_calls"));
    expect(of("message")).toBe(await count("messages"));
    expect(of("prompt") + of("answer")).toBe(await count("prompt_events"));
    const times = steps.flatMap(({ timestamp }) => (timestamp === null ? [] : [timestamp]));
    expect(times).toEqual(times.toSorted());
    const firstTimeless = steps.findIndex(({ timestamp }) => timestamp === null);
    if (firstTimeless >= 0) expect(steps.slice(firstTimeless).every(({ timestamp }) => timestamp === null)).toBe(true);
  });
  test("are the same in windows of any size and direction", async () => {
    const whole: Steps = await ask("steps.json?_size=1000&logs=debug");
    expect(whole.next).toBeNull();
    expect((await through("&logs=debug")).map(nameOf)).toEqual(whole.steps.map(nameOf));
    for (const [at, step] of whole.steps.entries()) {
      const before: Steps = await ask(`steps.json?_size=5&logs=debug&_previous=${encodeURIComponent(step.token)}`);
      expect(before.steps.map(nameOf)).toEqual(whole.steps.slice(Math.max(0, at - 5), at).map(nameOf));
      expect(before.previous === null).toBe(at <= 5);
    }
  }, 30_000);
  test("show an event that is a tool call once", async () => {
    const steps = await through("");
    expect(steps.some(({ name }) => name?.includes("ToolInvoked"))).toBe(false);
    expect(await count("events", "&event_type__contains=ToolInvoked")).toBeGreaterThan(0);
  });
  test("can be the failed ones of a kind, or begin at a time", async () => {
    const failed = await through("&failed=on&kinds=tool");
    expect(failed.length).toBe(await count("tool_calls", "&status__in=error,denied"));
    const [, , third] = (await through("")).filter(({ timestamp }) => timestamp !== null);
    const { steps } = await ask<Steps>(`steps.json?at=${third?.timestamp}&_size=1`);
    expect(steps[0]?.timestamp).toBe(third?.timestamp ?? "");
  });
  test("of a kind that does not exist are a mistake", async () => {
    expect((await server.get("/b/-/steps.json?kinds=tools")).status).toBe(400);
    expect((await server.get("/b/-/steps.json?_next=nonsense")).status).toBe(400);
  });
});

test("sessions have their parents, and one of them its children, counts and minimap", async () => {
  const { sessions, truncated }: Sessions = await ask("sessions.json");
  expect([sessions.length, truncated]).toEqual([await count("sessions"), false]);
  const child = sessions.find(({ parent_session_id }) =>
    sessions.some(({ session_id }) => session_id === parent_session_id),
  );
  const detail: SessionDetail = await ask(`session.json?session=${child?.parent_session_id}`);
  expect(detail.children.map(({ session_id }) => session_id)).toContain(child?.session_id ?? "");
  const { counts, minimap } = await ask<SessionDetail>("session.json?buckets=10");
  expect(counts.tool).toBe(await count("tool_calls"));
  const timed = await count("tool_calls", "&timestamp__notnull=1");
  const drawn = minimap.series.find(({ name }) => name === "tool")?.counts ?? [];
  expect([drawn.length, drawn.reduce((sum, one) => sum + one, 0)]).toEqual([10, timed]);
});

test("the overview counts what the tables hold", async () => {
  const overview: Overview = await ask("overview.json");
  expect(overview.counts.log_count).toBe(await count("logs"));
  expect(overview.first_failure?.timestamp).toBe(
    (await server.json("/b/errors.json?_sort=timestamp&timestamp__notnull=1&_size=1")).rows[0].timestamp,
  );
  expect(overview.sources.reduce((sum, one) => sum + one.source_count, 0)).toBe(await count("sources"));
  const durations = overview.slowest_steps.map(({ duration_ms }) => duration_ms ?? 0);
  expect(durations).toEqual(durations.toSorted((one, other) => other - one));
  expect(overview.slowest_steps.every(({ kind }) => kind === "tool" || kind === "answer")).toBe(true);
});

test("a kind of error tells its first and its last time, and shows the first of them", async () => {
  const record = (second: number) => ({
    timestamp: `2026-01-15T10:00:0${second}.000000+00:00`,
    level: "ERROR",
    logger: "lint",
    event: "lint.failed",
    message: `lint failed after ${second} files`,
    context: {},
  });
  await Bun.write(scratch.path("failing/run.log"), [5, 2, 8].map((at) => `${JSON.stringify(record(at))}\n`).join(""));
  const { output } = await scratch.create([scratch.path("failing")]);
  await Bun.write(scratch.path("failing.db"), Bun.file(output));
  const other = serving([scratch.path("failing.db")]);
  const { groups } = await other.json("/failing/-/errors.json");
  await other.close();
  expect(
    groups.map(({ error_count, first_at, last_at, message }: ErrorGroup) => [error_count, first_at, last_at, message]),
  ).toEqual([[3, "2026-01-15T10:00:02.000000Z", "2026-01-15T10:00:08.000000Z", "lint failed after 2 files"]]);
});

test("errors are folded, and none is left out", async () => {
  const { groups }: Errors = await ask("errors.json");
  expect(groups.reduce((sum, { error_count }) => sum + error_count, 0)).toBe(await count("errors"));
  const [first] = groups;
  const narrow: Errors = await ask(`errors.json?class=${first?.error_class}`);
  expect(new Set(narrow.groups.map(({ error_class }) => error_class))).toEqual(new Set([first?.error_class ?? ""]));
});

test("the histogram of logs counts every record that states a time, with and without filters", async () => {
  for (const filter of ["", "&level=INFO", "&message__notnull=1"]) {
    const { series }: LogHistogram = await ask(`log-histogram.json?buckets=4${filter}`);
    const drawn = series.flatMap(({ counts }) => counts).reduce((sum, one) => sum + one, 0);
    expect(drawn).toBe(await count("logs", `${filter}&timestamp__notnull=1`));
  }
});

test("the tree of files leads to every file and its content", async () => {
  const found: number[] = [];
  const walk = async (folder: string): Promise<void> => {
    const { folders, files }: Files = await ask(`files.json?folder=${encodeURIComponent(folder)}`);
    found.push(...files.map(({ id }) => id));
    for (const { name } of folders) await walk(folder === "" ? name : `${folder}/${name}`);
  };
  await walk("");
  expect(new Set(found).size).toBe(await count("files"));
  for (const id of found) {
    const { file, text, image } = await ask<{ file: { is_binary: number }; text: string | null; image: string | null }>(
      `file.json?id=${id}`,
    );
    expect(text === null).toBe(file.is_binary === 1);
    if (image !== null) expect(file.is_binary).toBe(1);
  }
});

test("the original record of a row is the artifact's own text", async () => {
  const { rows } = await server.json("/b/logs.json?_size=3&event__notnull=1");
  for (const { id, event } of rows) {
    const raw: Raw = await ask(`raw.json?table=logs&id=${id}`);
    expect(raw.text).toContain(event);
    expect(raw.truncated).toBe(false);
  }
  const missing = await server.get("/b/-/raw.json?table=logs&id=1");
  expect([missing.status, await missing.text()]).toEqual([404, expect.stringContaining("There is no row 1 in logs.")]);
});

test("search finds rows, and marks the words", async () => {
  const { rows } = await server.json("/b/messages.json?content__notnull=1&_size=1");
  const word = /[a-z]{4,}/i.exec(rows[0].content)?.[0] ?? "";
  const { hits }: SearchResults = await ask(`search.json?q=${word}`);
  const hit = hits.find(({ table, id }) => table === "messages" && id === rows[0].id);
  expect(hit?.snippet.some(({ text, is_match }) => is_match && text.toLowerCase() === word.toLowerCase())).toBe(true);
  expect(await count("messages", `&_search=${word}`)).toBeGreaterThan(0);
  expect((await server.get("/b/-/search.json?q=%22")).status).toBe(400);
  expect((await server.get("/b/-/search.json?q=a%22%20OR%20NEAR(")).status).toBe(200);
});

test("the schema says of each column what it means, and where it leads", async () => {
  const { tables, questions }: Schema = await ask("schema.json");
  const logs = tables.find(({ name }) => name === "logs");
  expect(logs?.columns.find(({ name }) => name === "session_id")?.comment).toBeString();
  expect(logs?.links.map(({ column, table }) => [column, table])).toEqual([
    ["source_id", "sources"],
    ["session_id", "sessions"],
    ["run_id", "runs"],
  ]);
  for (const { id } of questions) {
    expect((await server.get(`/b/${id}.json`)).status).toBe(200);
  }
});

test("every view has pages, pages by key, row pages and labels", async () => {
  const { views } = await server.json("/b.json");
  for (const { name } of views) {
    if (name === "search") continue; // It is asked with MATCH only.
    const whole = await server.json(`/b/${name}.json?_size=max&_shape=arrays&_extra=columns,primary_keys`);
    expect([name, whole.ok]).toEqual([name, true]);
    const half = await server.json(`/b/${name}.json?_size=${Math.ceil(whole.rows.length / 2)}&_shape=arrays`);
    if (half.next === null) continue; // One page holds it all.
    const rest = await server.json(`/b/${name}.json?_size=max&_shape=arrays&_next=${encodeURIComponent(half.next)}`);
    expect([name, [...half.rows, ...rest.rows].length]).toEqual([name, whole.rows.length]);
    expect((await server.json(`/b/${name}.json?_size=2&_labels=on`)).ok).toBe(true);
  }
}, 30_000);

test("a session's row tells what points to it", async () => {
  const { sessions }: Sessions = await ask("sessions.json");
  const { foreign_key_tables } = await server.json(
    `/b/sessions/${sessions[0]?.session_id.replaceAll(".", "~2E")}.json?_extra=foreign_key_tables`,
  );
  const logs = foreign_key_tables.find(({ other_table }: { other_table: string }) => other_table === "logs");
  expect(logs.count).toBe(await count("logs", `&session_id=${sessions[0]?.session_id}`));
});
