import { expect, test } from "bun:test";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { bindSessionLog } from "../../src/importers/bind-session-log.ts";
import { Claim } from "../../src/importers/importer.ts";
import { RecordingWriter } from "../support/recording-writer.ts";
import { textArtifact } from "../support/text-artifact.ts";

const FIXTURES = join(import.meta.dir, "../fixtures/bind-session-log");
const FIRST = "a".repeat(64);
const SECOND = "b".repeat(64);

async function read(text: string) {
  const written = new RecordingWriter();
  await bindSessionLog.read(textArtifact(text), written);
  return written;
}
const readFixture = (name: string) => read(readFileSync(join(FIXTURES, name), "utf8"));
const claim = (text: string) => bindSessionLog.sniff(textArtifact(text));

test("the first line decides: an event of the sandbox with its own keys, and no level", () => {
  expect(claim(readFileSync(join(FIXTURES, "two-containers.log"), "utf8"))).toBe(Claim.marker);
  expect(claim('{"timestamp": "2024-01-15T10:30:15", "event": "code_execution", "code": "1"}\n')).toBe(Claim.marker);
  expect(claim('{"event": "code_execution", "code": "1", "level": "INFO"}\n')).toBe(Claim.no);
  expect(claim('{"event": "code_execution", "timestamp": "2024-01-15T10:30:15"}\n')).toBe(Claim.no);
  expect(claim("2024-01-15 session_started container_id\n")).toBe(Claim.no);
  expect(claim("")).toBe(Claim.no);
});

test("a first execution whose code is longer than the head is recognised", () => {
  expect(claim(`{"event": "code_execution", "code": "${"x".repeat(100_000)}", "success": true}\n`)).toBe(Claim.shape);
});

test("an execution is a tool invocation in the container that was started last", async () => {
  const invocations = (await readFixture("two-containers.log")).of("tool_invocations");
  expect(invocations.map((row) => [row.line, row.run_id, row.status, row.result_success, row.rendered_output])).toEqual(
    [
      [2, FIRST, "ok", 1, "5\n"],
      [3, FIRST, "ok", 1, "città ☃\n"],
      [6, SECOND, "error", 0, ""],
    ],
  );
  expect(invocations.every((row) => row.session_id === undefined && row.duration_ms === undefined)).toBe(true);
});

test("the parameters are the line's own text", async () => {
  const [, second] = (await readFixture("two-containers.log")).of("tool_invocations");
  expect(second!.params).toBe('{"code": "print(\'citt\\u00e0 \\u2603\')\\nsave()", "timeout": 30}');
});

test("a failed execution names the exception that its traceback ends with and keeps the whole text", async () => {
  const failed = (await readFixture("two-containers.log")).of("tool_invocations").at(-1)!;
  expect(failed.error_type).toBe("demo.errors.Failed");
  expect(failed.result_message).toBe("demo.errors.Failed: the sum\ncannot be taken");
  const whole: unknown = JSON.parse(failed.result_value!);
  expect(whole).toEqual({ error: expect.stringContaining("ZeroDivisionError: division by zero") });
});

test("a time without a zone is read as UTC and marked", async () => {
  const [first] = (await readFixture("two-containers.log")).of("tool_invocations");
  expect([first!.timestamp, first!.time_assumed]).toEqual(["2026-03-01T09:00:01.250000Z", 1]);
});

test("each container is a run that has a start and no end", async () => {
  const runs = (await readFixture("two-containers.log")).of("run_facts");
  expect(runs.map((run) => [run.run_id, run.started_at, run.ended_at, run.status])).toEqual([
    [FIRST, "2026-03-01T09:00:00.000001Z", undefined, undefined],
    [SECOND, "2026-03-01T09:10:00.000000Z", undefined, undefined],
  ]);
});

test("a logged artifact is a file without bytes; one that the sandbox did not keep is said", async () => {
  const written = await readFixture("two-containers.log");
  const kept = "art_000000000000000000000001";
  expect(written.of("files").map((file) => [file.archive_id, file.path, file.size_bytes, file.content])).toEqual([
    [kept, "table.csv", 8, undefined],
    [kept, "copy of table.csv", 8, undefined],
    [null, "huge.bin", 900000000, undefined],
  ]);
  expect(written.issues.map((issue) => [issue.code, issue.line])).toEqual([["bind-session-log.artifact-not-kept", 4]]);
});

test("each line becomes a row or an issue, and what is unknown is kept", async () => {
  const written = await readFixture("unusual-lines.log");
  expect(written.of("events").map((event) => [event.line, event.event_type, event.payload])).toEqual([
    [1, "code_execution", '{"memory_mb": 12}'],
    [2, "session_paused", expect.stringContaining('"reason": "lunch"')],
    [3, "session_started", expect.stringContaining('"yesterday"')],
    [4, "session_stopped", expect.any(String)],
    [5, "artifacts_created", expect.any(String)],
  ]);
  expect(written.issues.map((issue) => [issue.line, issue.code.replace("bind-session-log.", "")])).toEqual([
    [2, "unknown-event"],
    [3, "bad-time"],
    [5, "artifact-count"],
    [6, "bad-line"],
    [8, "bad-line"],
  ]);
});

test("a run ends only where a stop is written", async () => {
  const ends = (await readFixture("unusual-lines.log")).of("run_facts").map((run) => run.ended_at);
  expect(ends).toEqual([undefined, "2026-03-01T09:00:03.000000Z"]);
});

test("an execution that does not say whether it succeeded stays unknown", async () => {
  const [row] = (await read('{"event": "code_execution", "code": "1", "success": "yes"}\n')).of("tool_invocations");
  expect([row!.status, row!.result_success, row!.timestamp]).toEqual(["unknown", null, null]);
});
