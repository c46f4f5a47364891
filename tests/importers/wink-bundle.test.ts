import { describe, expect, test } from "bun:test";
import { sha256Hex } from "../../src/base/digest.ts";
import { winkBundle } from "../../src/importers/wink-bundle.ts";
import { RecordingWriter } from "../support/recording-writer.ts";
import { zipArtifact, zipped } from "../support/zip-artifact.ts";

const T = (second: number) => `2026-03-01T10:00:0${second}+00:00`;
const TOOL = "weakincentives.runtime.events.types:ToolInvoked";

function manifest(request: object = {}, more: object = {}): string {
  return JSON.stringify({
    format_version: "1.0.0",
    bundle_id: "b-1",
    created_at: T(0),
    request: { request_id: "q-1", session_id: "s-1", status: "success", started_at: T(1), ended_at: T(9), ...request },
    ...more,
  });
}

function snapshot(at: number, ...events: readonly object[]): string {
  return JSON.stringify({
    children_ids: [],
    created_at: T(at),
    parent_id: null,
    policies: {},
    slices: [{ item_type: TOOL, items: events, slice_type: TOOL }],
    tags: { session_id: "s-1" },
  });
}

const logLine = (event: string, context: object) =>
  JSON.stringify({ timestamp: T(3), level: "INFO", logger: "l", event, message: "m", context });

const entry = (sequence: number, at: number, kind: string, detail: object) =>
  logLine("transcript.entry", {
    entry_type: kind,
    sequence_number: sequence,
    source: "main",
    timestamp: T(at),
    session_id: "s-1",
    detail,
  });

async function read(files: Readonly<Record<string, string | Uint8Array>>): Promise<RecordingWriter> {
  const into = new RecordingWriter();
  const inFolder = Object.entries(files).map(([name, content]) => [`debug_bundle/${name}`, content]);
  await winkBundle.read(zipArtifact(await zipped(Object.fromEntries(inFolder))), into);
  return into;
}

const codes = (into: RecordingWriter) => into.issues.map((issue) => issue.code);

test("the manifest and the run context state the run and the session", async () => {
  const context = {
    run_id: "r-1",
    request_id: "q-1",
    session_id: "s-1",
    attempt: 1,
    worker_id: "w",
    trace_id: "t",
    span_id: "p",
  };
  const into = await read({
    "manifest.json": manifest({}, { build: { version: "1.2" } }),
    "run_context.json": JSON.stringify(context),
  });
  expect(into.of("run_facts")).toMatchObject([
    {
      ...context,
      status: "completed",
      started_at: "2026-03-01T10:00:01.000000Z",
      ended_at: "2026-03-01T10:00:09.000000Z",
      error_type: null,
    },
  ]);
  expect(into.of("session_facts")).toMatchObject([{ session_id: "s-1", status: "completed" }]);
  expect(into.descriptions).toEqual({ wink_version: "1.2" });
});

test("a failed request has its error, and its state is that before it", async () => {
  const error = { type: "PromptEvaluationError", message: "too long", traceback: ["File a\n", "File b\n"] };
  const into = await read({
    "manifest.json": manifest({ status: "error" }),
    "run_context.json": '{"run_id": "r-1"}',
    "error.json": JSON.stringify(error),
    "session/before.jsonl": snapshot(1, { name: "ls" }),
  });
  expect(into.of("run_facts")).toMatchObject([{ status: "failed", error_type: error.type, error_message: "too long" }]);
  expect(into.of("error_facts")).toMatchObject([
    {
      error_class: "provider",
      error_type: error.type,
      message: "too long",
      stack: "File a\nFile b\n",
      session_id: "s-1",
      run_id: "r-1",
    },
  ]);
  expect(into.versions).toMatchObject([{ series: "wink-session:s-1", eligible: true }]);
  expect(into.of("slice_snapshots")).toMatchObject([{ trigger: "before" }]);
  expect(codes(into)).toEqual(["wink-bundle.state-before"]);
});

test("the state before never stands for the state after", async () => {
  const into = await read({
    "manifest.json": manifest(),
    "session/before.jsonl": snapshot(9),
    "session/after.jsonl": snapshot(5),
  });
  expect(into.versions.map(({ member, eligible }) => [member, eligible])).toEqual([
    ["debug_bundle/session/after.jsonl", true],
    ["debug_bundle/session/before.jsonl", false],
  ]);
});

test("a transcript line that the log has too counts once, one that only either has counts too", async () => {
  const hi = entry(1, 2, "user_message", { text: "hi" });
  const more = entry(2, 3, "user_message", { text: "more" });
  const late = entry(3, 4, "user_message", { text: "late" });
  const into = await read({
    "manifest.json": manifest(),
    "logs/app.jsonl": [hi, logLine("x", {}), more].join("\n"),
    "transcript.jsonl": [hi, late].join("\n"),
  });
  expect(into.of("messages").map((row) => [row.content, row.member])).toEqual([
    ["hi", "debug_bundle/logs/app.jsonl"],
    ["more", "debug_bundle/logs/app.jsonl"],
    ["late", "debug_bundle/transcript.jsonl"],
  ]);
  expect(into.of("logs").length).toBe(3);
});

test("a tool that was recorded without a call id gets that of the call shown around its time", async () => {
  const use = (id: string, p: number) => ({ notification: { callId: id, tool: "lint", arguments: { p } } });
  const event = (at: number, p: number) => ({
    name: "lint",
    call_id: null,
    params: { p },
    created_at: T(at),
    result: { success: true, message: "" },
  });
  const into = await read({
    "manifest.json": manifest(),
    "logs/app.jsonl": [
      entry(1, 2, "tool_use", use("c-1", 1)),
      entry(2, 4, "tool_result", { ...use("c-1", 1), result: { success: true } }),
      entry(3, 5, "tool_use", use("c-2", 1)),
      entry(4, 5, "tool_use", use("c-3", 2)),
      entry(5, 7, "tool_result", { ...use("c-2", 1), result: { success: false } }),
      entry(6, 7, "tool_result", { ...use("c-3", 2), result: { success: true } }),
    ].join("\n"),
    "session/after.jsonl": snapshot(9, event(3, 1), event(6, 2), event(8, 2)),
  });
  const calls = into.of("tool_invocations");
  expect(calls.filter((row) => row.origin === "transcript").map((row) => [row.call_id, row.status])).toEqual([
    ["c-1", "ok"],
    ["c-2", "error"],
    ["c-3", "ok"],
  ]);
  expect(calls.filter((row) => row.origin !== "transcript").map((row) => row.call_id)).toEqual(["c-1", "c-3", null]);
});

test("files lose the folder of the bundle, and everything else is a document as written", async () => {
  const into = await read({
    "manifest.json": manifest(),
    "filesystem/src/a.py": "x = 1",
    "environment/system.json": ' {"cpu_count": 2.0} ',
    "environment/git.diff": "+ a\n",
    "README.txt": "Debug Bundle\n",
    "own/extra.json": '{"big": 12345678901234567890}',
    "odd.bin": Uint8Array.of(0xff),
  });
  expect(into.of("files").map((row) => [row.path, row.archive_id, row.session_id])).toEqual([
    ["src/a.py", "b-1", "s-1"],
    ["odd.bin", "b-1", "s-1"],
  ]);
  expect(
    into
      .of("documents")
      .map((row) => [row.kind, row.key, row.payload])
      .slice(1),
  ).toEqual([
    ["wink.environment.system", "environment/system.json", '{"cpu_count": 2.0}'],
    ["wink.environment.git.diff", "environment/git.diff", "+ a\n"],
    ["wink.readme", "README.txt", "Debug Bundle\n"],
    ["wink.own.extra", "own/extra.json", '{"big": 12345678901234567890}'],
  ]);
});

test("an evaluation names the experiment, and its failure is an error", async () => {
  const into = await read({
    "manifest.json": manifest({ session_id: "" }),
    "eval.json": '{"experiment_name": "baseline", "error": "judge failed"}',
    "request/input.json": '{"experiment": {"name": "other", "overrides_tag": "v2"}}',
  });
  expect(into.descriptions).toEqual({ experiment_name: "baseline", experiment_tag: "v2" });
  expect(into.of("error_facts")).toMatchObject([{ error_class: "runtime", message: "judge failed", session_id: null }]);
  expect(into.of("run_facts")).toEqual([]);
});

describe("damage", () => {
  test("a changed entry is read and said", async () => {
    const integrity = {
      algorithm: "sha256",
      checksums: { "config.json": sha256Hex("{}"), "README.txt": sha256Hex("hello") },
    };
    const into = await read({
      "manifest.json": manifest({}, { integrity }),
      "config.json": '{"a": 1}',
      "README.txt": "hello",
    });
    expect(into.issues).toMatchObject([
      { severity: "warning", code: "wink-bundle.checksum", member: "debug_bundle/config.json" },
    ]);
    expect(into.of("documents").length).toBe(3);
  });

  test("names that are listed twice, or listed and missing, are said", async () => {
    const into = await read({
      "manifest.json": manifest({}, { files: ["filesystem/env", "filesystem/env", "gone.json"] }),
      "filesystem/env": "A=1",
    });
    expect(codes(into)).toEqual(["wink-bundle.duplicate-name", "wink-bundle.missing-entry"]);
  });

  test("a manifest and a config that are no JSON keep their text, and the rest is read", async () => {
    const into = await read({
      "manifest.json": "{nothing",
      "config.json": "{not json",
      "logs/app.jsonl": logLine("x", {}),
      "session/after.jsonl": snapshot(1),
    });
    expect(codes(into).sort()).toEqual(["wink-bundle.bad-json", "wink-bundle.bad-json", "wink-bundle.no-manifest"]);
    expect(into.of("logs").length).toBe(1);
    expect(into.of("session_facts").map((row) => row.session_id)).toEqual(["s-1"]);
    expect(into.of("documents").map((row) => row.payload)).toEqual(["{nothing", "{not json"]);
  });

  test("bad lines of a log and of a session are issues of their members", async () => {
    const into = await read({
      "manifest.json": manifest(),
      "logs/app.jsonl": `oops\n${logLine("x", {})}`,
      "session/after.jsonl": "{}",
    });
    expect(into.issues.map((issue) => [issue.code, issue.member, issue.line])).toEqual([
      ["wink-log.bad-line", "debug_bundle/logs/app.jsonl", 1],
      ["wink-session.bad-line", "debug_bundle/session/after.jsonl", 1],
    ]);
  });
});
