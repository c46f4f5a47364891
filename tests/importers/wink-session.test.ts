import { describe, expect, test } from "bun:test";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import { Claim } from "../../src/importers/importer.ts";
import { winkLog } from "../../src/importers/wink-log.ts";
import { winkSession } from "../../src/importers/wink-session.ts";
import { RecordingWriter } from "../support/recording-writer.ts";
import { sharedTest } from "../support/shared.ts";
import { textArtifact } from "../support/text-artifact.ts";

const TOOL = "weakincentives.runtime.events.types:ToolInvoked";
const RENDERED = "weakincentives.runtime.events:PromptRendered";
const EXECUTED = "weakincentives.runtime.events:PromptExecuted";
const TOOLS = "weakincentives.runtime.session.rendered_tools:RenderedTools";
const RUN = {
  run_id: "r-1",
  request_id: "q-1",
  session_id: "s-1",
  attempt: 2,
  worker_id: "w",
  trace_id: "t",
  span_id: null,
};
const EVENT = {
  adapter: "openai",
  prompt_name: "p",
  created_at: "2026-03-01T10:00:01+00:00",
  event_id: "e-1",
  session_id: null,
  run_context: RUN,
};

const slice = (type: string, ...items: readonly unknown[]) => ({ item_type: type, items, slice_type: type });

function snapshot(slices: readonly unknown[], more: object = {}): string {
  return JSON.stringify({
    children_ids: [],
    created_at: "2026-03-01T10:00:05+00:00",
    parent_id: null,
    policies: { "shop:Cart": "state", [TOOL]: "log" },
    slices,
    tags: { session_id: "s-1" },
    version: "1",
    ...more,
  });
}

async function read(text: string): Promise<RecordingWriter> {
  const into = new RecordingWriter();
  await winkSession.read(textArtifact(text), into);
  return into;
}

describe("a snapshot", () => {
  test("states its session, with its parent, time, tags and the rest as written", async () => {
    const into = await read(
      snapshot([], { parent_id: "gone", tags: { session_id: "s-1", parent_session_id: "lie", n: 1 } }),
    );
    expect(into.of("session_facts")).toEqual([
      {
        session_id: "s-1",
        parent_session_id: "gone",
        snapshot_at: "2026-03-01T10:00:05.000000Z",
        time_assumed: 0,
        tags: '{"session_id":"s-1","parent_session_id":"lie","n":1}',
        attributes: `{"children_ids":[],"policies":{"shop:Cart":"state","${TOOL}":"log"},"version":"1"}`,
        member: null,
        line: 1,
      },
    ]);
    expect(into.versions).toEqual([
      { series: "wink-session:s-1", at: "2026-03-01T10:00:05.000000Z", eligible: true, member: null, line: 1 },
    ]);
  });

  test("keeps each item as it is written, and its slice names the rows", async () => {
    const odd = '{"big": 12345678901234567890, "nan": NaN, "zero": -0.0, "half": "\\ud83d", "twice": 1, "twice": 2}';
    const line = snapshot([slice("shop:Cart", { n: 1 }, "ODD"), slice("shop:Empty"), slice("shop:Box", 7)]).replace(
      '"ODD"',
      odd,
    );
    const into = await read(line);
    expect(
      into.of("slice_items").map((row) => [row.slice_type, row.item_index, row.policy, row.payload, row.is_event]),
    ).toEqual([
      ["shop:Cart", 0, "state", '{"n":1}', undefined],
      ["shop:Cart", 1, "state", odd, undefined],
      ["shop:Box", 0, null, "7", undefined],
    ]);
    expect(
      into.of("slice_snapshots").map((row) => [row.slice_type, row.item_count, row.first_item, row.trigger]),
    ).toEqual([
      ["shop:Cart", 2, 0, null],
      ["shop:Empty", 0, null, null],
      ["shop:Box", 1, 2, null],
    ]);
  });

  test.each([
    ["half a line", '{"children_ids": []'],
    ["a log line", '{"timestamp": "x", "level": "INFO"}'],
    ["slices by name", snapshot([]).replace('"slices":[]', '"slices":{}')],
    ["no session", snapshot([], { tags: {} })],
  ])("beside %s is read, and that line is an issue", async (_, bad) => {
    const into = await read(`${bad}\n\n${snapshot([])}`);
    expect(into.issues).toMatchObject([{ severity: "data_loss", code: "wink-session.bad-line", line: 1, raw: bad }]);
    expect(into.of("session_facts").map((row) => row.line)).toEqual([3]);
  });

  test("with a damaged slice keeps the others", async () => {
    const into = await read(snapshot([{ slice_type: "a:B", items: 3 }, slice("shop:Box", 1)]));
    expect(into.issues).toMatchObject([{ code: "wink-session.bad-slice", raw: '{"slice_type":"a:B","items":3}' }]);
    expect(into.of("slice_items").length).toBe(1);
  });
});

describe("an event", () => {
  const usage = { input_tokens: 100, output_tokens: 5, cached_tokens: 90 };

  test("of a tool has its outcome from the result alone", async () => {
    const call = (event_id: string, result: unknown) => ({
      ...EVENT,
      event_id,
      name: "ls",
      params: { p: 1 },
      call_id: "c-1",
      rendered_output: "",
      usage,
      result,
    });
    const into = await read(
      snapshot([
        slice(
          TOOL,
          call("good", { message: "ok", success: true, value: [1], exclude_value_from_context: false }),
          call("bad", { message: "no error at all", success: false, value: null }),
          call("native", { stdout: "error" }),
          call("none", null),
        ),
      ]),
    );
    expect(
      into
        .of("tool_invocations")
        .map((row) => [row.event_id, row.status, row.result_success, row.result_message, row.result_value]),
    ).toEqual([
      ["good", "ok", 1, "ok", "[1]"],
      ["bad", "error", 0, "no error at all", null],
      ["native", "unknown", null, null, '{"stdout":"error"}'],
      ["none", "unknown", null, null, null],
    ]);
    expect(into.of("tool_invocations")[0]).toMatchObject({
      session_id: "s-1",
      run_id: "r-1",
      tool_name: "ls",
      call_id: "c-1",
      params: '{"p":1}',
      rendered_output: "",
      input_tokens: 100,
      output_tokens: 5,
      timestamp: "2026-03-01T10:00:01.000000Z",
    });
    expect(into.of("slice_items")[0]).toMatchObject({ is_event: 1, event_id: "good", run_id: "r-1" });
  });

  test("names its run, which is stated once", async () => {
    const into = await read(snapshot([slice(EXECUTED, { ...EVENT }, { ...EVENT }, { ...EVENT, run_context: null })]));
    expect(into.of("run_facts")).toEqual([{ ...RUN, member: null, line: 1 }]);
  });

  test("of an answered prompt counts the tokens that are known", async () => {
    const answer = { prompt_name: "p", text: "done", output: null };
    const into = await read(
      snapshot([
        slice(
          EXECUTED,
          { ...EVENT, result: answer, usage },
          { ...EVENT, usage: { input_tokens: null, output_tokens: 7 } },
          { ...EVENT, usage: null },
        ),
      ]),
    );
    expect(
      into
        .of("prompt_events")
        .map((row) => [
          row.event_type,
          row.input_tokens,
          row.output_tokens,
          row.total_tokens,
          row.cache_read_tokens,
          row.output,
          row.result_type,
        ]),
    ).toEqual([
      ["executed", 100, 5, 105, 90, '"done"', undefined],
      ["executed", null, 7, 7, null, null, undefined],
      ["executed", null, null, null, null, null, undefined],
    ]);
    expect(into.of("prompt_events")[0]).toMatchObject({ usage: JSON.stringify(usage), result: JSON.stringify(answer) });
  });

  test("of a rendered prompt counts characters, and tools only where the snapshot has them", async () => {
    const rendered = {
      ...EVENT,
      prompt_ns: "n",
      prompt_key: "k",
      rendered_prompt: "ab😀",
      descriptor: { tools: [{ name: "one" }] },
    };
    const tools = { render_event_id: "e-2", tools: [{ name: "ls" }, { name: "cat" }] };
    const into = await read(
      snapshot([slice(RENDERED, rendered, { ...rendered, event_id: "e-2" }), slice(TOOLS, tools)]),
    );
    expect(
      into
        .of("prompt_events")
        .map((row) => [
          row.prompt_ns,
          row.prompt_key,
          row.rendered_text,
          row.char_count,
          row.tool_names,
          row.tool_count,
        ]),
    ).toEqual([
      ["n", "k", "ab😀", 3, null, null],
      ["n", "k", "ab😀", 3, '["ls","cat"]', 2],
    ]);
  });

  test("is none when the class is the user's own", async () => {
    const into = await read(snapshot([slice("myapp.events:ToolInvoked", { ...EVENT, name: "x" })]));
    expect(into.of("tool_invocations")).toEqual([]);
    expect(into.of("slice_items").length).toBe(1);
  });
});

describe("the claim", () => {
  const claim = (text: string) => winkSession.sniff(textArtifact(text));

  test("is a marker for a snapshot, also when its first line is longer than the head", () => {
    expect(claim(snapshot([]))).toBe(Claim.marker);
    expect(claim(snapshot([slice("shop:Cart", "x".repeat(100_000))]))).toBe(Claim.marker);
    expect(claim('{"slices": [], "tags": {"session_id": "s"}}')).toBe(Claim.shape);
    expect(claim('{"slices": {}, "tags": {"session_id": "s"}}')).toBe(Claim.no);
    expect(claim(`{"a": "${"x".repeat(100_000)}"}`)).toBe(Claim.no);
  });
});

describe("real sessions", () => {
  sharedTest("have the sessions, items, calls and tokens that were counted", async (folder) => {
    const root = join(folder, "corpus/wink/old");
    for (const name of readdirSync(root)) {
      const expected = JSON.parse(readFileSync(join(root, name, "expected.json"), "utf8"));
      for (const file of readdirSync(join(root, name, "input"))) {
        const bytes = readFileSync(join(root, name, "input", file));
        const artifact = textArtifact(file.endsWith(".gz") ? gunzipSync(bytes) : bytes);
        if (winkSession.sniff(artifact) === Claim.no) continue;
        expect(winkLog.sniff(artifact)).toBe(Claim.no);
        const into = new RecordingWriter();
        await winkSession.read(artifact, into);
        expect(into.issues).toEqual([]);
        expect(
          Object.fromEntries(into.of("session_facts").map((row) => [row.session_id, row.parent_session_id])),
        ).toEqual(expected.session_tree);
        expect(counts(into.of("slice_items"), "slice_type")).toEqual(expected.slice_items_by_type);
        expect(counts(into.of("tool_invocations"), "tool_name")).toEqual(expected.tool_invocations_by_name);
        expect(counts(into.of("prompt_events"), "event_type")).toEqual(expected.prompt_events);
        expect(new Set(into.of("run_facts").map((row) => row.run_id)).size).toBe(expected.distinct_run_ids);
        const tokens = into.of("prompt_events").map((row) => Number(row.total_tokens ?? 0));
        expect(tokens.reduce((a, b) => a + b, 0)).toBe(expected.tokens_prompt_executed["total_tokens(=input+output)"]);
      }
    }
  });
});

function counts<R>(rows: readonly R[], key: keyof R): Record<string, number> {
  const result: Record<string, number> = {};
  for (const row of rows) result[String(row[key])] = (result[String(row[key])] ?? 0) + 1;
  return result;
}
