import { describe, expect, test } from "bun:test";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import { Claim } from "../../src/importers/importer.ts";
import { winkLog } from "../../src/importers/wink-log.ts";
import { RecordingWriter } from "../support/recording-writer.ts";
import { sharedTest } from "../support/shared.ts";
import { textArtifact } from "../support/text-artifact.ts";

const LINE = {
  timestamp: "2026-03-01T10:00:00.250000+00:00",
  level: "INFO",
  logger: "shop.cart",
  event: "cart.add",
  message: "two apples",
  context: { session_id: "s-1", run_id: "r-1", trace_id: "t-1", span_id: "p-1", n: 2 },
};

async function read(text: string): Promise<RecordingWriter> {
  const into = new RecordingWriter();
  await winkLog.read(textArtifact(text), into);
  return into;
}

const first = async (line: string) => (await read(line)).of("logs")[0];

/** With spaces, as Python's json module writes. */
function python(value: object): string {
  return `{${Object.entries(value)
    .map(([key, item]) => `${JSON.stringify(key)}: ${JSON.stringify(item)}`)
    .join(", ")}}`;
}

describe("a usual line", () => {
  test("gives all columns, and the context as it is written", async () => {
    const line = python(LINE);
    expect(await first(line)).toEqual({
      timestamp: "2026-03-01T10:00:00.250000Z",
      time_assumed: 0,
      level: "INFO",
      severity: 9,
      logger: "shop.cart",
      event: "cart.add",
      message: "two apples",
      context: JSON.stringify(LINE.context),
      session_id: "s-1",
      run_id: "r-1",
      trace_id: "t-1",
      span_id: "p-1",
      member: null,
      line: 1,
    });
  });

  test("reads the same when it is compact, reordered, or written with escapes in its keys", async () => {
    const usual = await first(python(LINE));
    const { context, ...others } = LINE;
    expect(await first(JSON.stringify(LINE))).toEqual(usual!);
    expect(await first(JSON.stringify({ context, ...others }))).toEqual(usual!);
    expect(await first(JSON.stringify(LINE).replace('"context"', '"conte\\u0078t"'))).toEqual(usual!);
  });

  test("keeps what a double cannot hold, in the context's own text", async () => {
    const context = '{"big": 18446744073709551616, "nan": NaN, "minus": -0, "one": 1.0, "twice": 1, "twice": 2}';
    const row = await first(python(LINE).replace(/"context": .*$/, `"context": ${context}}`));
    expect(row).toMatchObject({ context, session_id: null, message: "two apples" });
  });

  test("is not misled by a context inside a context or inside a message", async () => {
    const inner = {
      ...LINE,
      message: 'says "context": {"a": 1}}',
      context: { context: { session_id: "inner" }, z: 1 },
    };
    expect(await first(python(inner))).toMatchObject({
      context: JSON.stringify(inner.context),
      session_id: null,
      message: inner.message,
    });
    const tricky = `${JSON.stringify(LINE).slice(0, -1)},"x":{"context":{"session_id":"s-2"}}}`;
    expect(await first(tricky)).toMatchObject({ session_id: "s-1", context: JSON.stringify(LINE.context) });
  });

  test("has no event when the writer had none", async () => {
    expect(await first(python({ ...LINE, event: "", context: {} }))).toMatchObject({
      event: null,
      context: "{}",
      session_id: null,
    });
  });

  test("keeps NUL, line separators and lone surrogates of its message", async () => {
    const line = python(LINE).replace("two apples", "a\\u0000b\u2028c\\ud83d d");
    expect(await first(line)).toMatchObject({ message: "a\u0000b\u2028c\\ud83d d" });
  });

  test("marks a time without a zone as assumed", async () => {
    expect(await first(python({ ...LINE, timestamp: "2026-03-01T10:00:00" }))).toMatchObject({
      timestamp: "2026-03-01T10:00:00.000000Z",
      time_assumed: 1,
    });
  });

  test("keeps level names that it does not know, without a severity", async () => {
    expect(await first(python({ ...LINE, level: "SHOUT" }))).toMatchObject({ level: "SHOUT", severity: null });
    expect(await first(python({ ...LINE, level: "NOTICE" }))).toMatchObject({ level: "NOTICE", severity: 10 });
  });
});

describe("an unusual line", () => {
  test("with an unreadable time is a row without one, and a warning", async () => {
    const into = await read(python({ ...LINE, timestamp: "yesterday" }));
    expect(into.of("logs")).toMatchObject([{ timestamp: null, message: "two apples" }]);
    expect(into.issues).toMatchObject([{ severity: "warning", code: "wink-log.unreadable-time", line: 1 }]);
  });

  test("shows values that are no strings as their JSON", async () => {
    expect(await first('{"level":"ERROR","message":{"a":1.0},"event":null}')).toMatchObject({
      level: "ERROR",
      message: '{"a":1.0}',
      event: null,
      logger: null,
      timestamp: null,
      context: null,
    });
  });

  test("says which keys stay in the original line, once", async () => {
    const line = JSON.stringify({ ...LINE, color: "red" });
    const into = await read(`${line}\n${line}`);
    expect(into.of("logs").length).toBe(2);
    expect(into.issues.map((issue) => issue.code)).toEqual(["wink-log.other-keys"]);
  });

  test.each([
    ["half a line", '{"timestamp": "2026-03-0'],
    ["an array", "[1, 2]"],
    ["a line separator alone", "\u2028"],
    ["an object of another kind", '{"name": "x"}'],
    ["a line with text after it", `${JSON.stringify(LINE)} tail`],
    ["a line with two closing braces", `${JSON.stringify(LINE)}}`],
  ])("%s is an issue with its text, and the lines around it are read", async (_, bad) => {
    const into = await read(`${python(LINE)}\n${bad}\n\n  \n${python(LINE)}`);
    expect(into.of("logs").map((row) => row.line)).toEqual([1, 5]);
    expect(into.issues).toMatchObject([{ severity: "data_loss", code: "wink-log.bad-line", line: 2, raw: bad }]);
  });
});

describe("transcript lines", () => {
  const entry = (sequence: number, kind: string, detail: object, more: object = {}) =>
    python({
      ...LINE,
      event: "transcript.entry",
      context: {
        entry_type: kind,
        sequence_number: sequence,
        source: "main",
        session_id: "s-1",
        adapter: "claude_agent_sdk",
        detail,
        ...more,
      },
    });
  const use = {
    sdk_entry: {
      message: {
        role: "assistant",
        model: "m-1",
        content: [
          { type: "text", text: "look" },
          { type: "tool_use", id: "c-1", name: "ls", input: { p: 1 } },
        ],
      },
    },
  };
  const result = {
    sdk_entry: {
      message: {
        role: "user",
        content: [{ type: "tool_result", tool_use_id: "c-1", is_error: true, content: [{ type: "text", text: "no" }] }],
      },
    },
  };

  test("among other lines are logs and messages, and a use and its result are one call", async () => {
    const into = await read(
      [entry(1, "assistant_message", use), entry(2, "tool_result", result), python(LINE)].join("\n"),
    );
    expect(into.of("logs").length).toBe(3);
    expect(into.of("messages")).toMatchObject([
      {
        sequence: 1,
        kind: "assistant_message",
        role: "assistant",
        model: "m-1",
        content: 'look\n[tool_use] ls c-1 {"p":1}',
        tool_name: "ls",
        call_id: "c-1",
        content_json: JSON.stringify(use),
      },
      { sequence: 2, kind: "tool_result", content: "no", call_id: "c-1" },
    ]);
    expect(into.of("tool_invocations")).toMatchObject([
      {
        origin: "transcript",
        tool_name: "ls",
        call_id: "c-1",
        params: '{"p":1}',
        status: "error",
        result_success: 0,
        rendered_output: "no",
        agent_source: "main",
        line: 1,
      },
    ]);
  });

  test("alone are messages and no logs", async () => {
    const into = await read([entry(1, "user_message", { text: "hi" }), entry(2, "assistant_message", use)].join("\n"));
    expect(into.of("logs")).toEqual([]);
    expect(into.of("messages")).toMatchObject([{ role: "user", content: "hi" }, { role: "assistant" }]);
  });

  test("a call without a result is pending; one of another agent is not its result", async () => {
    const into = await read(
      [entry(1, "tool_use", use), entry(1, "tool_result", result, { source: "subagent:7" })].join("\n"),
    );
    expect(into.of("tool_invocations")).toMatchObject([
      { agent_source: "subagent:7", status: "error" },
      { agent_source: "main", status: "pending", tool_name: "ls" },
    ]);
  });

  test("of Codex name the call as WINK records it, with outcome and duration", async () => {
    const item = { type: "commandExecution", id: "cmd", command: "make", status: "inProgress" };
    const done = { ...item, status: "completed", exitCode: 2, aggregatedOutput: "boom", durationMs: 12.5 };
    const into = await read(
      [
        entry(1, "tool_use", { notification: { item } }),
        entry(2, "tool_result", { notification: { item: done } }),
      ].join("\n"),
    );
    expect(into.of("tool_invocations")).toMatchObject([
      {
        tool_name: "codex:command",
        params: JSON.stringify(item),
        status: "error",
        rendered_output: "boom",
        duration_ms: 12.5,
      },
    ]);
  });

  test("of an ACP agent, and entries that only have the provider's text, are read too", async () => {
    const acp = { tool_call_id: "a-1", tool_name: "edit", content: "done", status: "completed" };
    const raw = JSON.stringify({ role: "assistant", content: "from raw" });
    const into = await read(
      [entry(1, "tool_result", acp), entry(2, "assistant_message", {}, { detail: null, raw })].join("\n"),
    );
    expect(into.of("tool_invocations")).toMatchObject([{ tool_name: "edit", status: "ok", rendered_output: "done" }]);
    expect(into.of("messages")[1]).toMatchObject({ content: "from raw", content_json: raw });
  });
});

describe("the claim", () => {
  const claim = (text: string) => winkLog.sniff(textArtifact(text));

  test("is a marker for the six keys in order, a shape for the right fields, none for others", () => {
    expect(claim(`\ufeff${python(LINE)}`)).toBe(Claim.marker);
    expect(claim(python({ level: "INFO", timestamp: LINE.timestamp, logger: "x", message: "y" }))).toBe(Claim.shape);
    expect(claim('{"timestamp":"x","event":"y"}')).toBe(Claim.no);
    expect(claim("")).toBe(Claim.no);
  });

  test("holds for a first line that is longer than the head, and behind a foreign first line", () => {
    expect(claim(python({ ...LINE, message: "x".repeat(100_000) }))).toBe(Claim.marker);
    expect(claim(`rotated\n${python(LINE)}`)).toBe(Claim.marker);
    expect(claim(`{"a":1}\n${python(LINE)}`)).toBe(Claim.shape);
  });
});

describe("real logs", () => {
  sharedTest("every line of every log is a row or an issue", async (folder) => {
    const root = join(folder, "corpus/wink/old");
    for (const name of readdirSync(root)) {
      const expected = JSON.parse(readFileSync(join(root, name, "expected.json"), "utf8"));
      for (const file of readdirSync(join(root, name, "input"))) {
        const bytes = readFileSync(join(root, name, "input", file));
        const artifact = textArtifact(file.endsWith(".gz") ? gunzipSync(bytes) : bytes);
        if (winkLog.sniff(artifact) === Claim.no) continue;
        const into = new RecordingWriter();
        await winkLog.read(artifact, into);
        const logs = into.of("logs");
        expect(into.issues).toEqual([]);
        expect(logs.length).toBe(expected.logs.records);
        expect(logs.filter((row) => row.session_id !== null).length).toBe(
          expected.logs["with_context.session_id"] ?? 0,
        );
        expect(
          Object.fromEntries(
            Map.groupBy(logs, (row) => row.level)
              .entries()
              .map(([level, rows]) => [level, rows.length]),
          ),
        ).toEqual(expected.logs_by_level);
      }
    }
  });
});
