// Behaviours of WINK's own tests, and inputs at which its reader fails, replayed on small bundles through `create` and SQL.

import { describe, expect, test } from "bun:test";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Rows, withBundle } from "../support/created-bundle.ts";
import { zipped } from "../support/zip-artifact.ts";

const MANIFEST = JSON.stringify({
  format_version: "1.0.0",
  bundle_id: "b-1",
  created_at: "2026-03-01T10:00:00+00:00",
  request: { request_id: "q-1", session_id: "s-1", status: "success" },
});

/** Asks a bundle made of a debug bundle with these files. */
async function asked(files: Readonly<Record<string, string | Uint8Array>>, use: (ask: (sql: string) => Rows) => void) {
  const folder = mkdtempSync(join(tmpdir(), "dbundle-test-"));
  try {
    const inFolder = Object.entries({ "manifest.json": MANIFEST, ...files }).map(([name, content]) => [
      `debug_bundle/${name}`,
      content,
    ]);
    const path = join(folder, "unknown");
    writeFileSync(path, await zipped(Object.fromEntries(inFolder)));
    await withBundle([path], use);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

const log = (...lines: readonly string[]) => ({ "logs/app.jsonl": lines.join("\n") });

function session(...items: readonly string[]) {
  const slices = items.map((item, at) => `{"slice_type":"m${at}:Plan","item_type":"m${at}:Plan","items":[${item}]}`);
  const rest = '"created_at":"2026-03-01T10:00:00Z","tags":{"session_id":"s-1"}';
  return { "session/after.jsonl": `{"slices":[${slices.join(",")}],${rest}}\n\n` };
}

const entry = (sequence: number, source: string, kind: string, detail: object) =>
  JSON.stringify({
    timestamp: "2026-03-01T10:00:00Z",
    level: "DEBUG",
    logger: "l",
    event: "transcript.entry",
    message: "m",
    context: { source, sequence_number: sequence, entry_type: kind, detail },
  });

describe("as WINK's tests want it", () => {
  test("bad JSON lines of a log are set aside, blank ones ignored, the rest is read", () =>
    asked(log('{"level":"INFO","message":"a"}', "not json", "", "  ", '{"level":"INFO","message":"b"}'), (ask) => {
      expect(ask("SELECT message, source_line FROM logs")).toEqual([
        { message: "a", source_line: 1 },
        { message: "b", source_line: 5 },
      ]);
      expect(ask("SELECT code, source_line, source_member FROM import_issues")).toEqual([
        { code: "wink-log.bad-line", source_line: 2, source_member: "debug_bundle/logs/app.jsonl" },
      ]);
    }));

  test("blank lines between snapshots are ignored", () =>
    asked(session('{"x":1}'), (ask) => {
      expect(ask("SELECT payload FROM slice_items")).toEqual([{ payload: '{"x":1}' }]);
      expect(ask("SELECT * FROM import_issues")).toEqual([]);
    }));

  test("an ERROR whose context is no object is an error too, and so is a CRITICAL one", () =>
    asked(log('{"level":"ERROR","message":"a","context":"text"}', '{"level":"CRITICAL","message":"b"}'), (ask) => {
      expect(ask("SELECT message FROM errors ORDER BY message")).toEqual([{ message: "a" }, { message: "b" }]);
      expect(ask("SELECT context FROM logs WHERE message = 'a'")).toEqual([{ context: '"text"' }]);
    }));

  test("a log line about a tool makes no call: the session and the transcript have the calls", () =>
    asked(
      log(
        '{"level":"INFO","event":"tool.execution.complete","message":"m","context":{"tool_name":"w","success":false}}',
      ),
      (ask) => {
        expect(ask("SELECT * FROM tool_calls")).toEqual([]);
        expect(ask("SELECT context ->> '$.success' AS success FROM logs")).toEqual([{ success: 0 }]);
      },
    ));

  test("a file that is no UTF-8 gives its exact bytes", () =>
    asked({ "filesystem/binary.bin": Uint8Array.of(0, 1, 2, 255, 254) }, (ask) => {
      const [file] = ask(
        "SELECT f.path, f.size_bytes, hex(b.content) AS hex FROM files AS f JOIN blobs AS b ON b.sha256 = f.content_hash",
      );
      expect(file).toEqual({ path: "binary.bin", size_bytes: 5, hex: "000102FFFE" });
    }));

  test("a tool's use and result meet within one agent only; an unanswered call has no result", () => {
    const use = {
      type: "assistant",
      message: { role: "assistant", content: [{ type: "tool_use", id: "t-1", name: "bash", input: {} }] },
    };
    const result = { type: "tool_result", tool_use_id: "t-1", content: "hello" };
    const lines = [
      entry(1, "main", "assistant_message", use),
      entry(2, "main", "tool_result", result),
      entry(1, "subagent:7", "tool_use", use),
    ];
    return asked(log(...lines), (ask) => {
      expect(ask("SELECT agent_source, status, rendered_output FROM tool_calls ORDER BY agent_source")).toEqual([
        { agent_source: "main", status: "unknown", rendered_output: "hello" },
        { agent_source: "subagent:7", status: "pending", rendered_output: null },
      ]);
    });
  });

  test("lines of the transcript file that are no entries are no messages", () =>
    asked(
      { "transcript.jsonl": `${entry(1, "main", "user_message", { text: "hi" })}\n{"level":"INFO","message":"x"}` },
      (ask) => {
        expect(ask("SELECT content FROM messages")).toEqual([{ content: "hi" }]);
      },
    ));

  test.each([
    ['["line 1", "line 2"]', "line 1\nline 2"],
    ['"one text"', "one text"],
  ])("an error's traceback %s is its stack", (traceback, stack) =>
    asked({ "error.json": `{"type":"ValueError","message":"m","traceback":${traceback}}` }, (ask) => {
      expect(ask("SELECT error_type, message, stack FROM errors")).toEqual([
        { error_type: "ValueError", message: "m", stack },
      ]);
    }),
  );
});

describe("what WINK cannot open", () => {
  test("integers beyond 2^63 keep their digits", () =>
    asked(
      {
        ...session('{"n": 12345678901234567890}'),
        ...log('{"level":"INFO","message":"m","context":{"sequence_number":18446744073709551616}}'),
      },
      (ask) => {
        expect(ask("SELECT payload FROM slice_items")).toEqual([{ payload: '{"n": 12345678901234567890}' }]);
        expect(ask("SELECT context FROM logs")).toEqual([{ context: '{"sequence_number":18446744073709551616}' }]);
      },
    ));

  test("a sequence number beyond int64 is unknown, its message is there", () =>
    asked(
      log(
        entry(1, "main", "user_message", { text: "hi" }).replace(
          '"sequence_number":1',
          '"sequence_number":18446744073709551616',
        ),
      ),
      (ask) => {
        expect(ask("SELECT sequence, content FROM messages")).toEqual([{ sequence: null, content: "hi" }]);
      },
    ));

  test("two slices of one class name, keys that differ in case, quotes in keys, and 2,001 keys", () => {
    const many = `{${Array.from({ length: 2001 }, (_, at) => `"k${at}":${at}`).join(",")}}`;
    return asked(session('{"x":1}', '{"y":1}', '{"Name":1,"name":2}', '{"a\\"b":1}', many), (ask) => {
      expect(ask("SELECT slice_type, payload FROM slice_items ORDER BY slice_type")).toEqual([
        { slice_type: "m0:Plan", payload: '{"x":1}' },
        { slice_type: "m1:Plan", payload: '{"y":1}' },
        { slice_type: "m2:Plan", payload: '{"Name":1,"name":2}' },
        { slice_type: "m3:Plan", payload: '{"a\\"b":1}' },
        { slice_type: "m4:Plan", payload: many },
      ]);
    });
  });

  test.each([
    ['{"level":"ERROR","message":{"a":1},"event":"x"}', { message: '{"a":1}', event: "x" }],
    ['{"level":"INFO","message":"m","event":null}', { message: "m", event: null }],
    ['{"level":"INFO","message":"m","event":5}', { message: "m", event: "5" }],
    [
      '{"level":"INFO","message":"m","event":"tool.x","context":{"duration_ms":"12ms"}}',
      { message: "m", event: "tool.x" },
    ],
  ])("the log line %s is a row", (line, row) =>
    asked(log(line), (ask) => {
      expect(ask("SELECT message, event FROM logs")).toEqual([row]);
      expect(ask("SELECT * FROM import_issues WHERE severity IN ('data_loss', 'error')")).toEqual([]);
    }),
  );

  test("a config that is no JSON is a warning, and the rest is read", () =>
    asked({ "config.json": "{not json", ...log('{"level":"INFO","message":"m"}') }, (ask) => {
      expect(ask("SELECT code, severity FROM import_issues")).toEqual([
        { code: "wink-bundle.bad-json", severity: "warning" },
      ]);
      expect(ask("SELECT payload FROM documents WHERE key = 'config.json'")).toEqual([{ payload: "{not json" }]);
      expect(ask("SELECT count(*) AS n FROM logs")).toEqual([{ n: 1 }]);
    }));

  test("an entry that the transcript file has torn at a line separator is whole, from the log", () => {
    const whole = entry(1, "main", "user_message", { text: "a\u2028b" });
    const torn = whole.split("\u2028").join("\n");
    return asked({ ...log(whole), "transcript.jsonl": torn }, (ask) => {
      expect(ask("SELECT content FROM messages")).toEqual([{ content: "a\u2028b" }]);
      expect(
        ask("SELECT count(*) AS n FROM import_issues WHERE source_member = 'debug_bundle/transcript.jsonl'"),
      ).toEqual([{ n: 2 }]);
    });
  });

  test("the word error in a result is no failure", () =>
    asked(
      log(
        '{"level":"INFO","event":"tool.execution.complete","message":"m","context":{"tool_name":"g","result":"no Error found"}}',
      ),
      (ask) => {
        expect(ask("SELECT * FROM errors")).toEqual([]);
      },
    ));

  test("the state before, the request, tags and parents, the readme and own files can be asked for", () => {
    const before = session('{"old":1}')["session/after.jsonl"].replace(
      '"session_id":"s-1"',
      '"session_id":"s-1","team":"x"',
    );
    const files = {
      "session/before.jsonl": before,
      ...session('{"new":1}'),
      "request/input.json": '{"task":1}',
      "README.txt": "read me",
      "own.json": "[1]",
    };
    return asked(files, (ask) => {
      expect(ask("SELECT payload FROM slice_items")).toEqual([{ payload: '{"new":1}' }]);
      expect(ask("SELECT payload FROM slice_history ORDER BY payload")).toEqual([
        { payload: '{"new":1}' },
        { payload: '{"old":1}' },
      ]);
      expect(ask("SELECT trigger, items FROM slice_snapshots ORDER BY trigger")).toEqual([
        { trigger: "after", items: '[{"new":1}]' },
        { trigger: "before", items: '[{"old":1}]' },
      ]);
      expect(ask("SELECT key, payload FROM documents WHERE key <> 'manifest.json' ORDER BY key")).toEqual([
        { key: "README.txt", payload: "read me" },
        { key: "own.json", payload: "[1]" },
        { key: "request/input.json", payload: '{"task":1}' },
      ]);
    });
  });
});
