// The WINK corpus, through `create` and SQL, against what was counted from its bytes without code of ours.

import { describe, expect } from "bun:test";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { type Rows, withBundle } from "../support/created-bundle.ts";
import { shared, sharedTest } from "../support/shared.ts";

type Ask = (sql: string) => Rows;
type Counts = Record<string, number>;

interface Expected {
  readonly session_tree: Record<string, string | null>;
  readonly slice_items_total: number;
  readonly slice_items_by_type: Counts;
  readonly tool_invocations: Counts;
  readonly tool_invocations_by_name: Counts;
  readonly prompt_events: Counts;
  readonly event_ids: Counts;
  readonly tokens_prompt_executed: Counts;
  readonly tokens_tool_invoked_do_not_add: Counts;
  readonly distinct_run_ids: number;
  readonly logs: Counts;
  readonly logs_by_level: Counts;
  readonly logs_by_event: Counts;
  readonly loggers: number;
  readonly transcript_by_source_type: Counts | null;
  readonly transcript_entries: number;
  readonly files: Counts;
  readonly file_list: readonly (string | { path: string; size: number; utf8: boolean; sha256: string })[];
}

interface ExpectedBundle extends Expected {
  readonly bundle_id: string;
  readonly status: string;
  readonly trigger: string;
  readonly session_id: string;
  readonly prompt: object;
  readonly artifacts_present: readonly string[];
  readonly metrics: object | null;
  readonly error: { readonly type: string; readonly message: string } | null;
}

interface Query {
  readonly input: string;
  readonly sql_on_seed001_schema?: string;
  readonly expect?: unknown;
}

const corpus = shared === null ? null : join(shared, "corpus/wink");

/** Each is an own test, so that one that fails does not hide the others. */
const cases = (kind: "old" | "head") => (corpus === null ? [] : readdirSync(join(corpus, kind)));

describe("files of early WINK", () => {
  for (const name of cases("old")) {
    sharedTest(
      `${name} has what was counted`,
      async () => {
        const folder = join(corpus ?? "", "old", name);
        const expected: Expected = JSON.parse(readFileSync(join(folder, "expected.json"), "utf8"));
        await withBundle([join(folder, "input")], (ask) => {
          expectState(ask, expected);
          expectLogsAndFiles(ask, expected);
          expect(ask("SELECT * FROM import_issues")).toEqual([]);
          expectNothingLost(ask);
        });
      },
      60_000,
    );
  }
});

describe("debug bundles", () => {
  for (const name of cases("head")) {
    const folder = join(corpus ?? "", "head", name);
    const { per_bundle }: { per_bundle: Record<string, ExpectedBundle> } = JSON.parse(
      readFileSync(join(folder, "expected.json"), "utf8"),
    );
    for (const [path, expected] of Object.entries(per_bundle)) {
      sharedTest(
        `${name} ${expected.bundle_id} has what was counted`,
        async () => {
          await withBundle([join(folder, "input", path)], (ask) => {
            if (expected.artifacts_present.includes("session/after.jsonl")) expectState(ask, expected);
            else expectStateBefore(ask, expected);
            expectLogsAndFiles(ask, expected);
            expectManifest(ask, expected);
            expectNothingLost(ask);
          });
        },
        60_000,
      );
    }
  }

  sharedTest("four in one folder stay apart", async () => {
    await withBundle([join(corpus ?? "", "head/directory-of-bundles/input")], (ask) => {
      expect(ask("SELECT count(*) AS n FROM sessions")).toEqual([{ n: 4 }]);
      expect(ask("SELECT session_id IS NULL AS lost, count(*) AS n FROM logs GROUP BY 1")).toEqual([
        { lost: 0, n: 336 },
      ]);
      expect(ask("SELECT count(DISTINCT archive_id) AS archives, count(*) AS n FROM files")).toEqual([
        { archives: 4, n: 4 },
      ]);
      expect(ask("SELECT status, count(*) AS n FROM runs GROUP BY 1")).toEqual([{ status: "completed", n: 4 }]);
    });
  });

  sharedTest("a success shows the calls of its session and the three that only its transcript has", async () => {
    await withBundle([join(corpus ?? "", "head/success/input")], (ask) => {
      expect(ask("SELECT count(*) AS n FROM tool_calls")).toEqual([{ n: 10 }]);
      expect(
        ask("SELECT tool_name, call_id, status FROM tool_calls WHERE origin = 'transcript' ORDER BY call_id"),
      ).toEqual([
        { tool_name: "lint", call_id: "call_3", status: "error" },
        { tool_name: "lint", call_id: "call_4", status: "error" },
        { tool_name: "no_such_tool", call_id: "call_5", status: "error" },
      ]);
    });
  });
});

describe("the cases of conformance.json", () => {
  if (corpus === null) return;
  const { artifact_cases }: { artifact_cases: readonly Query[] } = JSON.parse(
    readFileSync(join(corpus, "conformance.json"), "utf8"),
  );
  // The other cases are counts of debug bundles, which are compared above.
  const queries = artifact_cases.filter((item) => item.sql_on_seed001_schema !== undefined);
  const byInput = Map.groupBy(queries, (item) => item.input);
  for (const [input, items] of byInput) {
    sharedTest(
      `${input}: the queries of the second draft answer as written`,
      async () => {
        await withBundle([join(corpus, input)], (ask) => {
          for (const { sql_on_seed001_schema: sql = "", expect: wanted } of items) {
            const answer = ask(sql).map((row) => Object.values(row));
            expect({ sql, answer }).toEqual({ sql, answer: Array.isArray(wanted) ? wanted : [[wanted]] });
          }
        });
      },
      60_000,
    );
  }
});

function expectState(ask: Ask, expected: Expected): void {
  expect(pairs(ask("SELECT session_id, parent_session_id FROM sessions"))).toEqual(expected.session_tree);
  expect(pairs(ask("SELECT slice_type, count(*) FROM slice_items GROUP BY 1"))).toEqual(expected.slice_items_by_type);
  expect(number(ask("SELECT count(*) FROM slice_items"))).toBe(expected.slice_items_total);
  const [tools] = ask(
    `SELECT count(*) AS total, sum(result_success = 1) AS success, sum(result_success = 0) AS failure,
      sum(result_success IS NULL) AS unknown_no_success_key FROM tool_invocations`,
  );
  expect(withoutZeros(tools)).toEqual(expected.tool_invocations);
  expect(pairs(ask("SELECT tool_name, count(*) FROM tool_invocations GROUP BY 1"))).toEqual(
    expected.tool_invocations_by_name,
  );
  expect(pairs(ask("SELECT event_type, count(*) FROM prompt_events GROUP BY 1"))).toEqual(expected.prompt_events);
  const [events] = ask("SELECT count(event_id) AS rows, count(DISTINCT event_id) AS 'distinct' FROM events");
  expect(events).toEqual(expected.event_ids);
  const [tokens] = ask(
    `SELECT sum(input_tokens) AS input_tokens, sum(output_tokens) AS output_tokens, sum(cache_read_tokens) AS cached_tokens,
      sum(total_tokens) AS 'total_tokens(=input+output)' FROM prompt_events WHERE event_type = 'executed'`,
  );
  expect(withZeros(tokens)).toEqual(
    withZeros({ input_tokens: 0, output_tokens: 0, cached_tokens: 0, ...expected.tokens_prompt_executed }),
  );
  const [toolTokens] = ask(
    "SELECT sum(input_tokens) AS input_tokens, sum(output_tokens) AS output_tokens FROM tool_invocations",
  );
  const { input_tokens = 0, output_tokens = 0 } = expected.tokens_tool_invoked_do_not_add;
  expect(withZeros(toolTokens)).toEqual({ input_tokens, output_tokens });
  expect(number(ask("SELECT count(DISTINCT run_id) FROM events WHERE run_id IS NOT NULL"))).toBe(
    expected.distinct_run_ids,
  );
}

/** Counted was the state after a request only; a failed one has that before it, and we show it and say so. */
function expectStateBefore(ask: Ask, expected: ExpectedBundle): void {
  expect(expected.slice_items_total).toBe(0);
  expect(ask("SELECT session_id FROM sessions")).toEqual([{ session_id: expected.session_id }]);
  expect(number(ask("SELECT count(*) FROM slice_items"))).toBeGreaterThan(0);
  expect(ask("SELECT DISTINCT trigger FROM slice_snapshots")).toEqual([{ trigger: "before" }]);
  expect(ask("SELECT code FROM import_issues")).toEqual([{ code: "wink-bundle.state-before" }]);
}

function expectLogsAndFiles(ask: Ask, expected: Expected): void {
  expect(number(ask("SELECT count(*) FROM logs"))).toBe(expected.logs.records ?? 0);
  const stated = "session_id IS NOT NULL AND session_inferred = 0";
  expect(number(ask(`SELECT count(*) FROM _logs WHERE ${stated}`))).toBe(expected.logs["with_context.session_id"] ?? 0);
  expect(number(ask("SELECT count(run_id) FROM logs"))).toBe(expected.logs["with_context.run_id"] ?? 0);
  expect(pairs(ask("SELECT level, count(*) FROM logs GROUP BY 1"))).toEqual(expected.logs_by_level);
  const events = pairs(ask("SELECT coalesce(event, ''), count(*) FROM logs GROUP BY 1"));
  expect(events).toMatchObject(expected.logs_by_event);
  expect(number(ask("SELECT count(DISTINCT logger) FROM logs"))).toBe(expected.loggers);
  const entries = pairs(ask("SELECT agent_source || '|' || kind, count(*) FROM messages GROUP BY 1"));
  expect(entries).toEqual(expected.transcript_by_source_type ?? {});
  const [files] = ask(
    `SELECT count(*) AS count, coalesce(sum(size_bytes), 0) AS bytes, coalesce(sum(is_binary = 0), 0) AS utf8_text,
      coalesce(sum(is_binary = 1), 0) AS binary, count(DISTINCT content_hash) AS distinct_sha256 FROM files`,
  );
  expect(files).toEqual(expected.files);
  const rows = ask(
    "SELECT path, size_bytes AS size, is_binary = 0 AS utf8, content_hash AS sha256, content FROM files",
  );
  for (const file of expected.file_list) {
    if (typeof file === "string") continue; // "…": the list was cut.
    const { path, size, utf8, sha256 } = file;
    const row = rows.find((candidate) => candidate.path === path);
    expect<object>({ ...row, content: typeof row?.content }).toEqual({
      path,
      size,
      utf8: utf8 ? 1 : 0,
      sha256,
      content: utf8 ? "string" : "object",
    });
  }
}

function expectManifest(ask: Ask, expected: ExpectedBundle): void {
  const [manifest] = ask(
    `SELECT payload ->> '$.bundle_id' AS bundle_id, payload ->> '$.request.status' AS status, payload ->> '$.capture.trigger' AS trigger,
      payload ->> '$.request.session_id' AS session_id, json_extract(payload, '$.prompt') AS prompt
      FROM documents WHERE kind = 'wink.manifest'`,
  );
  const { bundle_id, status, trigger, session_id, prompt } = expected;
  expect<object>({ ...manifest, prompt: JSON.parse(String(manifest?.prompt)) }).toEqual({
    bundle_id,
    status,
    trigger,
    session_id,
    prompt,
  });
  const ended = status === "success" ? "completed" : "failed";
  expect(ask("SELECT session_id, status FROM sessions")).toEqual([{ session_id, status: ended }]);
  // An evaluation's bundle names no run.
  for (const run of ask("SELECT status FROM runs")) expect(run).toEqual({ status: ended });
  const metrics = ask("SELECT payload FROM documents WHERE kind = 'wink.metrics'");
  expect(metrics.length === 0 ? null : JSON.parse(String(metrics[0]?.payload))).toEqual(expected.metrics);
  const errors = ask("SELECT error_type AS type, message FROM errors WHERE origin_table = 'errors'");
  expect(errors).toEqual(expected.error === null ? [] : [{ ...expected.error }]);
  expect(ask("SELECT * FROM import_issues WHERE code = 'wink-bundle.checksum'")).toEqual([]);
  const documents = ask("SELECT key FROM documents").map((row) => row.key);
  const inOwnRows = new Set(["logs/app.jsonl", "session/after.jsonl", "session/before.jsonl", "transcript.jsonl"]);
  expect(documents.sort()).toEqual(expected.artifacts_present.filter((name) => !inOwnRows.has(name)).sort());
}

/** Every line of a source of lines is a row or an issue (none of these has blank lines). */
function expectNothingLost(ask: Ask): void {
  const told =
    "SELECT source_line FROM _logs WHERE source_id = s.source_id UNION SELECT source_line FROM _messages WHERE source_id = s.source_id";
  const others =
    "SELECT source_line FROM _session_facts WHERE source_id = s.source_id UNION SELECT source_line FROM _issues WHERE source_id = s.source_id";
  const lost = ask(
    `SELECT s.importer, s.line_count, (SELECT count(*) FROM (${told} UNION ${others})) AS told
      FROM _sources AS s WHERE s.importer IN ('wink-log', 'wink-session')`,
  ).filter((row) => row.line_count !== row.told);
  expect(lost).toEqual([]);
}

function pairs(rows: Rows): Record<string, unknown> {
  return Object.fromEntries(rows.map((row) => Object.values(row)));
}

function number(rows: Rows): unknown {
  return Object.values(rows[0] ?? {})[0];
}

function withoutZeros(row: Record<string, unknown> | undefined): Record<string, unknown> {
  return Object.fromEntries(Object.entries(row ?? {}).filter(([, value]) => value !== 0 && value !== null));
}

function withZeros(row: Record<string, unknown> | undefined): Record<string, unknown> {
  return Object.fromEntries(Object.entries(row ?? {}).map(([key, value]) => [key, value ?? 0]));
}
