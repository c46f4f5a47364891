// Law 8: NULL means unknown. Nothing is invented, and nothing of the host enters a fact.

import { Database } from "bun:sqlite";
import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { writeFileSync } from "node:fs";
import { basename } from "node:path";
import { describeViews } from "../../src/schema/describe.ts";
import { Scratch } from "../support/bundles.ts";
import { withBundle } from "../support/created-bundle.ts";
import { circumstances, dump } from "../support/dump.ts";
import { copyEach } from "../support/law-artifacts.ts";
import { dbundle } from "../support/program.ts";

const scratch = new Scratch();
afterAll(() => scratch.remove());

const hosts = [
  { TZ: "UTC", LANG: "C", LC_ALL: "C" },
  { TZ: "Asia/Kolkata", LANG: "de_DE.UTF-8", LC_ALL: "de_DE.UTF-8" },
  { TZ: "America/St_Johns", LANG: "tr_TR.UTF-8", LC_ALL: "tr_TR.UTF-8" },
] as const;
const bundleOf = ({ TZ }: { readonly TZ: string }) => scratch.path(`${TZ.replace("/", "-")}.db`);

beforeAll(async () => {
  copyEach(scratch.path("artifacts"), (path) => basename(path));
  const made = await Promise.all(
    hosts.map((env) =>
      dbundle(["create", "artifacts", "--root", "one", "-o", bundleOf(env)], { cwd: scratch.folder, env }),
    ),
  );
  expect(made.map(({ code }) => code)).toEqual(hosts.map(() => 0));
}, 60_000);

describe("the zone and the language of the host change nothing", () => {
  const [first, ...others] = hosts;
  test.each(others.map((env) => [env.TZ, env] as const))("%s", (_zone, env) => {
    const wanted = dump(bundleOf(first), circumstances);
    expect(Object.values(wanted).flat().length).toBeGreaterThan(500);
    expect(dump(bundleOf(env), circumstances)).toEqual(wanted);
  });
});

test("every time is UTC text with six digits or NULL, but where a column's comment says that it is as written", () => {
  const db = new Database(bundleOf(hosts[0]), { readonly: true });
  const form = "____-__-__T__:__:__.______Z";
  const otherwise = (view: string, column: string) =>
    db
      .query<{ value: unknown }, []>(
        `SELECT DISTINCT "${column}" AS value FROM "${view}" WHERE "${column}" IS NOT NULL AND "${column}" NOT LIKE '${form}'`,
      )
      .all()
      .map(({ value }) => `${view}.${column} = ${value}`);
  try {
    const times = describeViews().flatMap(({ name: view, columns }) =>
      columns
        .filter(({ name, comment }) => /^timestamp$|_at$/.test(name) && !comment.startsWith("as written"))
        .map(({ name }) => [view, name] as const),
    );
    expect(times.length).toBeGreaterThan(30);
    expect(times.flatMap(([view, column]) => otherwise(view, column))).toEqual([]);
  } finally {
    db.close();
  }
});

test("a record that says nothing of time, level, session or run has NULL there", async () => {
  const path = scratch.path("bare.log");
  writeFileSync(path, '{"message":"m","level":null,"logger":null,"event":null,"timestamp":null,"context":{}}\n');
  const { output } = await scratch.create([], { inputs: [{ path, reading: "wink-log" }] });
  const db = new Database(output, { readonly: true });
  try {
    const sql = "SELECT timestamp, level, severity, logger, event, session_id, run_id, trace_id, span_id FROM logs";
    const unknown = { timestamp: null, level: null, severity: null, logger: null, event: null };
    expect(db.query(sql).all()).toEqual([
      { ...unknown, session_id: null, run_id: null, trace_id: null, span_id: null },
    ]);
  } finally {
    db.close();
  }
});

const executed = "weakincentives.runtime.events:PromptExecuted";
const invoked = "weakincentives.runtime.events.types:ToolInvoked";
const at = "2026-03-01T10:00:00+00:00";

/** A snapshot whose prompts have these usages, and a tool call of which only the name is known. */
function snapshot(session: string, usages: readonly unknown[]): string {
  const event = (id: string) => ({ event_id: `${session}-${id}`, created_at: at, session_id: session });
  const prompts = usages.map((usage, n) => ({
    ...event(`p${n}`),
    prompt_name: "p",
    adapter: "a",
    result: null,
    usage,
  }));
  const slices = [
    { slice_type: executed, item_type: executed, items: prompts },
    { slice_type: invoked, item_type: invoked, items: [{ ...event("t"), name: "look", result: { found: 1 } }] },
  ];
  const policies = { [executed]: "log", [invoked]: "log" };
  const tags = { session_id: session };
  return `${JSON.stringify({ version: "1", created_at: at, parent_id: null, children_ids: [], tags, policies, slices })}\n`;
}

test("success, duration and tokens of a call that states none are unknown", async () => {
  const path = scratch.path("one.jsonl");
  writeFileSync(path, snapshot("s-1", []));
  await withBundle([path], (rows) => {
    const sql = "SELECT status, result_success, duration_ms, input_tokens, output_tokens FROM tool_invocations";
    const unknown = { result_success: null, duration_ms: null, input_tokens: null, output_tokens: null };
    expect(rows(sql)).toEqual([{ status: "unknown", ...unknown }]);
  });
});

test("a sum adds the parts that are known, and is NULL when none is", async () => {
  const path = scratch.path("sums.jsonl");
  const known = { input_tokens: 30, output_tokens: 5 };
  writeFileSync(path, snapshot("some", [known, null, { input_tokens: 7 }]) + snapshot("none", [null, {}]));
  await withBundle([path], (rows) => {
    const sql =
      "SELECT session_id, total_input_tokens AS input, total_output_tokens AS output FROM token_summary ORDER BY session_id DESC";
    expect(rows(sql)).toEqual([
      { session_id: "some", input: 37, output: 5 },
      { session_id: "none", input: null, output: null },
    ]);
  });
});
