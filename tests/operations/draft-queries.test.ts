// Both drafts' queries run as they are written there, and give what the artifacts hold.

import { afterAll, beforeAll, describe, expect } from "bun:test";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { query, type SqlValue } from "../../src/operations/query.ts";
import { Scratch } from "../support/bundles.ts";
import { shared, sharedTest } from "../support/shared.ts";

const session = "dd994586-b311-4337-94c7-45e26abaf86e";
const scratch = new Scratch();
const corpus = join(shared ?? "", "corpus/wink/old/code-review");
let bundle = "";

beforeAll(async () => {
  if (shared !== null) bundle = (await scratch.create([corpus])).output;
});

afterAll(() => scratch.remove());

async function rows(sql: string, parameters: readonly SqlValue[]): Promise<Record<string, SqlValue>[]> {
  const limits = { timeMs: 10_000, rows: Number.POSITIVE_INFINITY };
  const answer = await query({ bundle, sql, parameters, ...limits });
  expect(answer.cut).toBeNull();
  return answer.rows.map((row) =>
    Object.fromEntries(answer.columns.map((column, at) => [column, plain(row[at] ?? null)])),
  );
}

function plain(value: SqlValue): SqlValue {
  return typeof value === "bigint" ? Number(value) : value;
}

interface LogRecord {
  readonly timestamp: string;
  readonly level: string;
  readonly event: string | null;
  readonly message: string;
  readonly logger: string;
  readonly context: Readonly<Record<string, unknown>>;
}

/** The log as it lies in the folder, oldest first. */
function logRecords(): LogRecord[] {
  const text = readFileSync(join(corpus, "input/session.log"), "utf8");
  // A record with an empty event has none.
  const records = text
    .trimEnd()
    .split("\n")
    .map((line) => asWritten(JSON.parse(line)));
  return records.toSorted((a, b) => (utc(a) < utc(b) ? -1 : utc(a) > utc(b) ? 1 : 0));
}

function asWritten(record: LogRecord): LogRecord {
  return { ...record, event: record.event === "" ? null : record.event };
}

function utc({ timestamp }: { readonly timestamp: string }): string {
  return timestamp.replace("+00:00", "Z");
}

interface Item {
  readonly __type__: string;
  readonly created_at: string;
  readonly event_id: string;
}

function snapshotItems(type: string): Item[] {
  const text = readFileSync(join(corpus, `input/${session}.jsonl`), "utf8");
  const { slices } = JSON.parse(text) as { slices: { slice_type: string; items: Item[] }[] };
  return slices.filter(({ slice_type }) => slice_type.endsWith(type)).flatMap(({ items }) => items);
}

const tools = [
  ["edit_file", 1, 0],
  ["grep", 1, 1],
  ["lint", 4, 1],
  ["planning_read_plan", 1, 1],
  ["planning_setup_plan", 1, 1],
  ["planning_update_step", 1, 1],
  ["read_file", 1, 0],
  ["write_file", 1, 1],
] as const;

const files = [
  ["README.md", 21, 0],
  ["assets/logo.png", 200, 1],
  ["empty.txt", 0, 0],
  ["notes/plan.md", 25, 0],
  ["src/app.py", 59, 0],
  ["src/db.py", 53, 0],
] as const;

const steps = [
  ["render", "code_review"],
  ["tool", "planning_setup_plan", 1],
  ["tool", "write_file", 1],
  ["tool", "lint", 1],
  ["tool", "lint", 0],
  ["tool", "lint", 0],
  ["tool", "lint", 0],
  ["tool", "read_file", 0],
  ["tool", "planning_update_step", 1],
  ["tool", "edit_file", 0],
  ["tool", "grep", 1],
  ["execute", "code_review"],
  ["render", "summarise"],
  ["tool", "planning_read_plan", 1],
  ["execute", "summarise"],
] as const;

const tokens = { total_input_tokens: 3740, total_output_tokens: 253, total_tokens: 3993, prompt_count: 2 };

const severe = (levels: readonly string[]) => logRecords().filter(({ level }) => levels.includes(level));

interface DraftQuery {
  readonly asks: string;
  readonly sql: string;
  readonly parameters?: readonly SqlValue[];
  check(found: Record<string, SqlValue>[]): void;
}

const queries: readonly DraftQuery[] = [
  {
    asks: "errors and warnings",
    sql: `SELECT timestamp, level, event, message
FROM logs
WHERE level IN ('ERROR', 'WARNING')
ORDER BY timestamp;`,
    check(found) {
      const wanted = severe(["ERROR", "WARNING"]);
      expect(wanted).toHaveLength(7);
      expect(found).toEqual(
        wanted.map((log) => ({ timestamp: utc(log), level: log.level, event: log.event, message: log.message })),
      );
    },
  },
  {
    asks: "tool execution timeline",
    sql: `SELECT timestamp, event, json_extract(context, '$.tool_name') as tool
FROM logs
WHERE event LIKE 'tool.%'
ORDER BY timestamp;`,
    check(found) {
      const wanted = logRecords().filter(({ event }) => event?.startsWith("tool."));
      expect(wanted.length).toBeGreaterThan(11);
      expect(found).toEqual(
        wanted.map((log) => ({ timestamp: utc(log), event: log.event, tool: textOrNull(log.context.tool_name) })),
      );
    },
  },
  {
    asks: "log frequency by event",
    sql: `SELECT event, COUNT(*) as count
FROM logs
GROUP BY event
ORDER BY count DESC;`,
    check(found) {
      const counts = Map.groupBy(logRecords(), ({ event }) => event);
      expect(found).toHaveLength(counts.size);
      for (const { event, count } of found)
        expect(counts.get(event === null ? null : String(event))?.length).toBe(Number(count));
      expect(found[0]).toEqual({ event: "session.reducer_applied", count: 24 });
    },
  },
  {
    asks: "all events for a session",
    sql: `SELECT event_type, timestamp, payload
FROM events
WHERE session_id = ?
ORDER BY sequence;`,
    parameters: [session],
    check(found) {
      const ids = found.map(({ payload }) => (JSON.parse(String(payload)) as Item).event_id);
      const wanted = ["ToolInvoked", "PromptExecuted", "PromptRendered"].flatMap(snapshotItems);
      expect(wanted).toHaveLength(15);
      expect(ids.toSorted()).toEqual(wanted.map(({ event_id }) => event_id).toSorted());
    },
  },
  {
    asks: "tool invocation summary",
    sql: `SELECT tool_name,
       COUNT(*) as calls,
       SUM(CASE WHEN result_success THEN 1 ELSE 0 END) as successes,
       AVG(duration_ms) as avg_duration_ms
FROM tool_invocations
WHERE session_id = ?
GROUP BY tool_name;`,
    parameters: [session],
    check(found) {
      // The artifacts do not say how long a tool took.
      expect(found).toEqual(
        tools.map(([tool_name, calls, successes]) => ({ tool_name, calls, successes, avg_duration_ms: null })),
      );
    },
  },
  {
    asks: "slice evolution over time",
    sql: `SELECT snapshot_at, item_count, items
FROM slice_snapshots
WHERE session_id = ? AND slice_type = ?
ORDER BY snapshot_at;`,
    parameters: [session, "weakincentives.runtime.events.types:ToolInvoked"],
    check(found) {
      expect(found).toHaveLength(1);
      expect(found[0]?.item_count).toBe(11);
      expect(JSON.parse(String(found[0]?.items))).toEqual(snapshotItems("ToolInvoked"));
    },
  },
  {
    asks: "all files in a session",
    sql: `SELECT path, size_bytes, content_type
FROM files
WHERE session_id = ?
ORDER BY path;`,
    parameters: [session],
    check(found) {
      expect(found.map(({ path, size_bytes }) => [path, size_bytes])).toEqual(
        files.map(([path, size]) => [path, size]),
      );
      expect(found.find(({ path }) => path === "assets/logo.png")?.content_type).toBe("image/png");
    },
  },
  {
    asks: "large files",
    sql: `SELECT path, size_bytes
FROM files
WHERE size_bytes > 100000
ORDER BY size_bytes DESC;`,
    check: (found) => expect(found).toEqual([]),
  },
  {
    asks: "file contents",
    sql: `SELECT path, content
FROM files
WHERE session_id = ? AND content IS NOT NULL;`,
    parameters: [session],
    check(found) {
      const sizes = found.map(({ path, content }) => [path, Buffer.byteLength(String(content))]);
      const texts = files.filter(([, , isBinary]) => isBinary === 0).map(([path, size]) => [path, size]);
      expect(sizes.toSorted()).toEqual(texts.toSorted());
    },
  },
  {
    asks: "the first draft's execution timeline",
    sql: `SELECT
    timestamp,
    'prompt_render' as event_type,
    prompt_name as name,
    NULL as success,
    char_count as detail
FROM prompt_renders
UNION ALL
SELECT
    timestamp,
    'tool_call' as event_type,
    tool_name as name,
    result_success as success,
    duration_ms as detail
FROM tool_invocations
UNION ALL
SELECT
    timestamp,
    'prompt_execute' as event_type,
    prompt_name as name,
    CASE result_type WHEN 'success' THEN 1 ELSE 0 END as success,
    duration_ms as detail
FROM prompt_executions
ORDER BY timestamp;`,
    check(found) {
      const kinds = { render: "prompt_render", tool: "tool_call", execute: "prompt_execute" };
      expect(found.map(({ event_type, name }) => [event_type, name])).toEqual(
        steps.map(([kind, name]) => [kinds[kind], name]),
      );
      const ofTools = found.filter(({ event_type }) => event_type === "tool_call");
      expect(ofTools.map(({ success }) => success)).toEqual(
        steps.flatMap((step) => (step[0] === "tool" ? [step[2]] : [])),
      );
    },
  },
  {
    asks: "the first draft's token summary",
    sql: `SELECT
    r.run_id,
    r.request_id,
    r.status,
    t.total_input_tokens,
    t.total_output_tokens,
    t.total_tokens,
    t.prompt_count,
    t.tool_count
FROM runs r
LEFT JOIN token_usage t ON r.run_id = t.run_id;`,
    check(found) {
      expect(found).toHaveLength(2);
      for (const [name, total] of Object.entries({ ...tokens, tool_count: 11 })) {
        expect(found.reduce((sum, row) => sum + Number(row[name]), 0)).toBe(total);
      }
    },
  },
  {
    asks: "the first draft's error summary",
    sql: `SELECT
    run_id,
    timestamp,
    level,
    event,
    message,
    json_extract(context, '$.error_type') as error_type
FROM logs
WHERE level IN ('ERROR', 'CRITICAL')
ORDER BY timestamp;`,
    check(found) {
      expect(found.map(({ timestamp, event, level }) => ({ timestamp, event, level }))).toEqual(
        severe(["ERROR", "CRITICAL"]).map((log) => ({ timestamp: utc(log), event: log.event, level: log.level })),
      );
      expect(found).toHaveLength(1);
    },
  },
  {
    asks: "failed tool calls",
    sql: "SELECT * FROM tool_invocations WHERE result_success = 0",
    check: (found) => expect(found).toHaveLength(5),
  },
  {
    asks: "the second draft's execution timeline",
    sql: `SELECT
    timestamp,
    'prompt_rendered' as event_type,
    prompt_name as name,
    session_id,
    char_count as detail,
    NULL as success
FROM prompt_events WHERE event_type = 'rendered'
UNION ALL
SELECT
    timestamp,
    'tool_invoked' as event_type,
    tool_name as name,
    session_id,
    NULL as detail,
    result_success as success
FROM tool_invocations
UNION ALL
SELECT
    timestamp,
    'prompt_executed' as event_type,
    prompt_name as name,
    session_id,
    total_tokens as detail,
    CASE WHEN result IS NOT NULL THEN 1 ELSE 0 END as success
FROM prompt_events WHERE event_type = 'executed'
ORDER BY timestamp;`,
    check(found) {
      expect(found.map(({ name }) => name)).toEqual(steps.map(([, name]) => name));
      const spent = found.filter(({ event_type }) => event_type === "prompt_executed");
      expect(spent.reduce((sum, { detail }) => sum + Number(detail), 0)).toBe(tokens.total_tokens);
    },
  },
  {
    asks: "the second draft's token summary",
    sql: `SELECT
    session_id,
    SUM(input_tokens) as total_input_tokens,
    SUM(output_tokens) as total_output_tokens,
    SUM(total_tokens) as total_tokens,
    COUNT(*) as prompt_count
FROM prompt_events
WHERE event_type = 'executed'
GROUP BY session_id;`,
    check: (found) => expect(found).toEqual([{ session_id: session, ...tokens }]),
  },
  {
    asks: "tool success rates",
    sql: `SELECT
    session_id,
    tool_name,
    COUNT(*) as call_count,
    SUM(result_success) as success_count,
    ROUND(100.0 * SUM(result_success) / COUNT(*), 1) as success_rate
FROM tool_invocations
GROUP BY session_id, tool_name;`,
    check(found) {
      expect(found).toEqual(
        tools.map(([tool_name, call_count, success_count]) => ({
          session_id: session,
          tool_name,
          call_count,
          success_count,
          success_rate: (100 * success_count) / call_count,
        })),
      );
    },
  },
  {
    asks: "errors and warnings from logs",
    sql: `SELECT
    timestamp,
    level,
    logger,
    event,
    message,
    json_extract(context, '$.error') as error_detail,
    session_id
FROM logs
WHERE level IN ('ERROR', 'WARNING', 'CRITICAL')
ORDER BY timestamp;`,
    check(found) {
      const wanted = severe(["ERROR", "WARNING", "CRITICAL"]);
      expect(found.map(({ timestamp, logger }) => [timestamp, logger])).toEqual(
        wanted.map((log) => [utc(log), log.logger]),
      );
      expect(found.map(({ error_detail }) => error_detail)).toEqual(
        wanted.map(({ context }) => (typeof context.error === "string" ? context.error : null)),
      );
    },
  },
  {
    asks: "what tools were called",
    sql: `SELECT
    tool_name,
    call_count,
    success_count,
    success_rate || '%' as success_rate
FROM tool_summary
ORDER BY call_count DESC;`,
    check(found) {
      expect(found[0]).toEqual({ tool_name: "lint", call_count: 4, success_count: 1, success_rate: "25.0%" });
      expect(found.toSorted((a, b) => (String(a.tool_name) < String(b.tool_name) ? -1 : 1))).toEqual(
        tools.map(([tool_name, call_count, success_count]) => ({
          tool_name,
          call_count,
          success_count,
          success_rate: `${((100 * success_count) / call_count).toFixed(1)}%`,
        })),
      );
    },
  },
  {
    asks: "what errors occurred",
    sql: `SELECT timestamp, level, event, message
FROM error_log
ORDER BY timestamp DESC
LIMIT 50;`,
    check(found) {
      expect(found.map(({ timestamp }) => timestamp)).toEqual(severe(["ERROR", "WARNING"]).map(utc).toReversed());
    },
  },
  {
    asks: "execution timeline",
    sql: `SELECT timestamp, event_type, name, success
FROM execution_timeline
ORDER BY timestamp;`,
    check(found) {
      expect(found.map(({ name }) => name)).toEqual(steps.map(([, name]) => name));
    },
  },
  {
    asks: "token usage by session",
    sql: "SELECT * FROM token_summary;",
    check: (found) => expect(found).toMatchObject([{ session_id: session, ...tokens }]),
  },
  {
    asks: "files created by the agent",
    sql: `SELECT path, size_bytes, is_binary
FROM files
ORDER BY path;`,
    check: (found) =>
      expect(found).toEqual(files.map(([path, size_bytes, is_binary]) => ({ path, size_bytes, is_binary }))),
  },
  {
    asks: "all tool invocations",
    sql: "SELECT * FROM tool_invocations",
    check: (found) => expect(found).toHaveLength(11),
  },
  {
    asks: "calls of each tool",
    sql: "SELECT tool_name, COUNT(*) FROM tool_invocations GROUP BY tool_name",
    check: (found) => expect(found).toEqual(tools.map(([tool_name, calls]) => ({ tool_name, "COUNT(*)": calls }))),
  },
  {
    asks: "ten errors",
    sql: "SELECT * FROM error_log LIMIT 10",
    check: (found) => expect(found).toHaveLength(7),
  },
  {
    asks: "all errors",
    sql: "SELECT * FROM error_log",
    check: (found) => expect(found).toHaveLength(7),
  },
];

describe("each query of the drafts", () => {
  for (const { asks, sql, parameters = [], check } of queries) {
    sharedTest(asks, async () => check(await rows(sql, parameters)));
  }
});

sharedTest("no query of the drafts is missing here", (folder) => {
  const known = new Set(queries.map(({ sql }) => folded(sql)));
  const drafts = ["draft-1", "draft-2"].map((name) =>
    readFileSync(join(folder, `seeds/${name}-debug-bundle.md`), "utf8"),
  );
  const wanted = drafts.flatMap(queriesOf);
  expect(wanted.length).toBeGreaterThan(25);
  expect(wanted.filter((sql) => !known.has(sql))).toEqual([]);
});

/** SELECTs of the fenced SQL, bodies of views among them, and those in quotes of the examples. */
function queriesOf(draft: string): string[] {
  const fenced = [...draft.matchAll(/```sql\n(.*?)```/gs)].flatMap(([, sql = ""]) =>
    sql.replaceAll(/--[^\n]*/g, "").split(";"),
  );
  const quoted = [...draft.matchAll(/"(SELECT[^"]*)"/g)].map(([, sql = ""]) => sql);
  return [...fenced.map((sql) => sql.trim().replace(/^CREATE VIEW \w+ AS\s+/, "")), ...quoted]
    .filter((sql) => sql.startsWith("SELECT"))
    .map(folded);
}

function folded(sql: string): string {
  return sql.replace(/;\s*$/, "").split(/\s+/).join(" ").trim();
}

function textOrNull(value: unknown): string | null {
  return typeof value === "string" ? value : null;
}
