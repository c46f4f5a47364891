import { expect, test } from "bun:test";
import { join } from "node:path";
import { Claim, type Importer } from "../../src/importers/importer.ts";
import { pinocchioDebugApi } from "../../src/importers/pinocchio-debug-api.ts";
import { pinocchioDebugEvents } from "../../src/importers/pinocchio-debug-events.ts";
import { pinocchioExport } from "../../src/importers/pinocchio-export.ts";
import { pinocchioRunLogs } from "../../src/importers/pinocchio-run-logs.ts";
import { pinocchioSemFrames } from "../../src/importers/pinocchio-sem-frames.ts";
import { pinocchioTurnYaml } from "../../src/importers/pinocchio-turn-yaml.ts";
import { pinocchioTurnsStore } from "../../src/importers/pinocchio-turns-store.ts";
import { sessionstreamStore } from "../../src/importers/sessionstream-store.ts";
import { RecordingWriter } from "../support/recording-writer.ts";
import { storeArtifact } from "../support/store-artifact.ts";
import { textArtifact } from "../support/text-artifact.ts";

async function read(importer: Importer, text: string | Uint8Array): Promise<RecordingWriter> {
  const into = new RecordingWriter();
  await importer.read(textArtifact(text), into);
  return into;
}

async function readStore(importer: Importer, sql: string): Promise<RecordingWriter> {
  const into = new RecordingWriter();
  await importer.read(storeArtifact(sql), into);
  return into;
}

const fixture = (path: string) => Bun.file(join(import.meta.dir, "../fixtures", path)).text();

test("a frame of 2025, whose data lie beside its type, is read alike", async () => {
  const into = await read(
    pinocchioSemFrames,
    '{"sem":true,"event":{"type":"tool.start","id":"c","name":"count","input":{"n":1.0},"seq":"12"}}\n',
  );
  expect(into.of("tool_invocations")).toMatchObject([
    { call_id: "c", tool_name: "count", params: '{"n":1.0}', status: "pending", result_success: null },
  ]);
  expect(into.of("events").map(({ sequence, timestamp }) => [sequence, timestamp ?? null])).toEqual([[12, null]]);
});

test("a tool frame that is done without a result says nothing of success", async () => {
  const frames = ["tool.start", "tool.done"].map(
    (type) => `{"sem":true,"event":{"type":"${type}","id":"c","data":{}}}`,
  );
  const into = await read(pinocchioSemFrames, frames.join("\n"));
  expect(into.of("tool_invocations")).toMatchObject([{ status: "unknown", result_success: null }]);
});

test("a stream of frames is known behind a line of junk, and other JSON lines are not claimed", () => {
  const frame = '{"event":{"type":"log","data":{}},"sem":true}';
  expect(pinocchioSemFrames.sniff(textArtifact(`${frame}\n`))).toBe(Claim.marker);
  expect(pinocchioSemFrames.sniff(textArtifact(`junk\n{"sem":1}\n${frame}\n`))).toBe(Claim.shape);
  expect(pinocchioSemFrames.sniff(textArtifact('{"sem":"true","event":{"type":"log"}}\n'))).toBe(Claim.no);
  expect(pinocchioRunLogs.sniff(textArtifact('{"level":"info","time":"2026-03-01T09:00:00Z","message":"m"}\n'))).toBe(
    Claim.no,
  );
});

test("bytes that are no UTF-8 are said, and the frame is read", async () => {
  const line = Buffer.concat([
    Buffer.from('{"sem":true,"event":{"type":"log","id":"'),
    Buffer.from([0xff]),
    Buffer.from('"}}\n'),
  ]);
  const into = await read(pinocchioSemFrames, line);
  expect(into.issues).toMatchObject([{ code: "pinocchio-sem-frames.invalid-utf8", line: 1 }]);
  expect(into.of("events")).toMatchObject([{ event_id: "\uFFFD" }]);
});

test("a backend event and the page's copy of it are two events, but one message and one run's end", async () => {
  const payload = '{"messageId":"m","role":"user","text":"hi","correlation":{"runId":"r"}}';
  const of = (frame: string, name: string) =>
    `{"version":1,"sessionId":"s","requestId":"q","${frame}":{"ordinal":"7","name":"${name}","payload":${payload}}}`;
  const lines = ["uiEvent", "backendEvent"].flatMap((frame) => [
    of(frame, "ChatUserMessageAccepted"),
    of(frame, "ChatRunFailed"),
  ]);
  const into = await read(pinocchioDebugEvents, lines.join("\n"));
  expect(into.of("events")).toHaveLength(4);
  expect(into.of("messages")).toMatchObject([{ message_id: "m", content: "hi", timestamp: null }]);
  expect(into.of("error_facts")).toMatchObject([{ error_class: "provider", error_code: "pinocchio.run-failed" }]);
  expect(into.of("run_facts")).toMatchObject([
    { run_id: "r", request_id: "q", status: "failed" },
    { run_id: "r", request_id: "q", status: "failed" },
  ]);
});

test("an export gives the same turns, blocks and entities as JSON and as YAML", async () => {
  const document: unknown = JSON.parse(await fixture("pinocchio-export/full.json"));
  const yaml = Bun.YAML.stringify(document, null, 2);
  expect(pinocchioExport.sniff(textArtifact(yaml))).toBe(Claim.marker);
  const [json, again] = [await read(pinocchioExport, JSON.stringify(document)), await read(pinocchioExport, yaml)];
  for (const table of [
    "turns",
    "blocks",
    "turn_blocks",
    "tool_invocations",
    "prompt_events",
    "messages",
    "timeline_entities",
  ] as const) {
    expect(again.of(table)).toEqual(json.of(table));
    expect(json.of(table).length).toBeGreaterThan(0);
  }
});

test("a turn that only Go's printed form has is read from it, with kinds by number", async () => {
  const into = await read(pinocchioDebugApi, await fixture("pinocchio-debug-api/turn.json"));
  expect(into.of("turns")).toMatchObject([{ conversation_id: "c-1", turn_id: "t-9", phase: "final", block_count: 1 }]);
  expect(into.of("blocks")).toMatchObject([{ block_id: "b-9", kind: "llm_text", role: "assistant" }]);
});

test("of turns that come newest first, a call has the time of its oldest snapshot", async () => {
  const into = await read(pinocchioDebugApi, await fixture("pinocchio-debug-api/turns.json"));
  expect(into.of("turns").map(({ phase, line }) => [phase, line])).toEqual([
    ["pre_inference", 2],
    ["final", 1],
  ]);
  expect(into.of("tool_invocations")).toMatchObject([{ status: "error", timestamp: "2026-03-01T09:00:00.000000Z" }]);
});

test("members that no column holds are kept", async () => {
  const into = await read(pinocchioTurnYaml, "id: t\nmood: good\nblocks:\n  - id: b\n    kind: user\n    color: 7.0\n");
  expect(into.of("documents")).toMatchObject([
    { kind: "pinocchio.other-turn-members", key: "t", payload: '{"mood":"good","blocks":[{"ordinal":0,"color":7.0}]}' },
  ]);
});

test("a turn's file states neither phase nor time, and other YAML is not claimed", async () => {
  const text = await fixture("pinocchio-turn-yaml/tool-error.yaml");
  const into = await read(pinocchioTurnYaml, text);
  expect(into.of("turns")).toMatchObject([
    { session_id: "s-yaml", conversation_id: null, phase: null, timestamp: null },
  ]);
  expect(pinocchioTurnYaml.sniff(textArtifact("blocks:\n  - kind: house\n"))).toBe(Claim.no);
});

test("a result without its call keeps the result", async () => {
  const into = await readStore(
    pinocchioTurnsStore,
    `CREATE TABLE turns (conv_id, session_id, turn_id, phase, created_at_ms INTEGER, payload);
     INSERT INTO turns VALUES ('c', 's', 't', 'final', 1772355600000, 'id: t
blocks:
  - {id: b, kind: tool_use, payload: {id: call, result: "[1]"}}
');`,
  );
  expect(into.of("tool_invocations")).toMatchObject([
    { call_id: "call", tool_name: null, status: "ok", result_value: "[1]", rendered_output: "[1]" },
  ]);
});

test("calls of models without an id are told apart by their start", async () => {
  const events = [
    ["ChatProviderCallStarted", "{}"],
    ["ChatProviderCallFinished", '{"usage":{"inputTokens":1}}'],
    ["ChatProviderCallStarted", "{}"],
    ["ChatProviderCallMetadataUpdated", '{"usage":{"inputTokens":2}}'],
    ["ChatProviderCallFinished", '{"usage":{"inputTokens":3}}'],
  ];
  const rows = events.map(
    ([name, payload], index) => `('s', ${index + 1}, '${name}', '${payload}', '2026-03-01T09:00:0${index}.000Z')`,
  );
  const into = await readStore(
    sessionstreamStore,
    `CREATE TABLE sessionstream_events (session_id, ordinal INTEGER, name, payload_json, created_at);
     INSERT INTO sessionstream_events VALUES ${rows.join(", ")};`,
  );
  expect(into.of("prompt_events").map(({ input_tokens, timestamp }) => [Number(input_tokens), timestamp])).toEqual([
    [1, "2026-03-01T09:00:00.000000Z"],
    [3, "2026-03-01T09:00:02.000000Z"],
  ]);
});
