// Version 2: a failure that a log tells of again is one row of `errors`.

import { Database } from "bun:sqlite";
import { afterAll, describe, expect, test } from "bun:test";
import { writeFileSync } from "node:fs";
import { artifactParts } from "../../scripts/fixtures/kept-artifacts.ts";
import { migrate } from "../../src/operations/migrate.ts";
import { verify } from "../../src/operations/verify.ts";
import { Scratch } from "../support/bundles.ts";
import { unpackPart } from "../support/older-bundles.ts";

const scratch = new Scratch();
afterAll(() => scratch.remove());

function rows(path: string, sql: string): unknown[] {
  const db = new Database(path, { readonly: true });
  try {
    return db.query(sql).all();
  } finally {
    db.close();
  }
}

const failures = "SELECT origin_table, message FROM errors ORDER BY timestamp, origin_table";
const repeats = `SELECT e.message AS failure, l.event, r.link FROM error_repeats AS r
  JOIN errors AS e ON e.id = r.error_id JOIN logs AS l ON l.id = r.origin_id AND r.origin_table = 'logs' ORDER BY l.timestamp, l.source_id`;

function lifted(part: string): string {
  const path = unpackPart(1, part, scratch.path(`${part}.db`));
  migrate({ bundle: path, output: null, overwrite: "refuse" });
  return path;
}

/** A bundle of one snapshot with these calls, and a log. */
async function bundleOf(calls: readonly object[], log: readonly object[]): Promise<string> {
  const type = "weakincentives.runtime.events.types:ToolInvoked";
  const name = `${++count}`;
  const snapshot = {
    children_ids: [],
    created_at: "2026-05-01T08:00:59.500000+00:00",
    parent_id: null,
    policies: { [type]: "log" },
    slices: [{ item_type: type, items: calls, slice_type: type }],
    tags: { session_id: session },
    version: "1",
  };
  const [session1, log1] = [scratch.path(`${name}.jsonl`), scratch.path(`${name}.log`)];
  writeFileSync(session1, `${JSON.stringify(snapshot)}\n`);
  writeFileSync(log1, log.map((record) => `${JSON.stringify(record)}\n`).join(""));
  return (await scratch.create([session1, log1])).output;
}
let count = 0;
const session = "5e551011-0000-4000-8000-00000000000a";

const call = (second: number, id: string | null, name: string, message: string, success = false) => ({
  adapter: "openai",
  created_at: `2026-05-01T08:00:0${second}.500000+00:00`,
  event_id: `00000000-0000-4000-8000-00000000000${second}`,
  prompt_name: "sell",
  session_id: session,
  call_id: id,
  name,
  params: {},
  rendered_output: message,
  result: { message, success, value: null },
  usage: null,
});
const told = (second: number, context: object) => ({
  timestamp: `2026-05-01T08:00:0${second}.600000+00:00`,
  level: "ERROR",
  logger: "shop",
  event: "tool.failed",
  message: `told at ${second}`,
  context: { session_id: session, ...context },
});

describe("a bundle of version 1 that counted failures twice", () => {
  test("is lifted to one error a failure, and the log records stay", () => {
    const path = lifted("late");
    expect(rows(path, failures)).toEqual([
      { origin_table: "tool_calls", message: "Tool 'print' execution failed: no paper" },
      { origin_table: "tool_calls", message: "Error: jam" },
      { origin_table: "logs", message: "till closed too early" },
    ]);
    expect(rows(path, repeats)).toEqual([
      { failure: "Tool 'print' execution failed: no paper", event: "tool_handler_exception", link: "call_id" },
      { failure: "Error: jam", event: "bridge.handler_error", link: "message" },
    ]);
    expect(rows(path, "SELECT count(*) AS n FROM logs WHERE severity >= 17")).toEqual([{ n: 3 }]);
  });

  test("of an agent's logger keeps the file that has the stack", () => {
    const path = lifted("agents");
    expect(rows(path, failures)).toEqual([
      { origin_table: "errors", message: "disk full" },
      { origin_table: "errors", message: "boom" },
    ]);
    expect(rows(path, repeats)).toEqual([
      { failure: "boom", event: "build.failed", link: "logger" },
      { failure: "boom", event: "build.failed", link: "logger" },
    ]);
  });
});

describe("an agent's logs without errors.log", () => {
  test("tell of the failure once", async () => {
    const { "events.ndjson": events = "", "session.log": text = "" } = artifactParts.agents ?? {};
    writeFileSync(scratch.path("events.ndjson"), events);
    writeFileSync(scratch.path("session.log"), text);
    const { output } = await scratch.create([scratch.path("events.ndjson"), scratch.path("session.log")]);
    expect(rows(output, failures)).toEqual([{ origin_table: "logs", message: "boom" }]);
  });
});

describe("two failures stay two", () => {
  test("where the call id names two calls", async () => {
    const path = await bundleOf(
      [call(1, "c", "print", "jam"), call(3, "c", "print", "jam")],
      [told(2, { call_id: "c" })],
    );
    expect(rows(path, "SELECT count(*) AS n FROM errors")).toEqual([{ n: 3 }]);
  });

  test("where the call that is named succeeded, or is another tool's", async () => {
    const calls = [call(1, "a", "print", "done", true), call(3, "b", "print", "jam")];
    const path = await bundleOf(calls, [told(2, { call_id: "a" }), told(4, { call_id: "b", tool: "count" })]);
    expect(rows(path, "SELECT count(*) AS n FROM errors")).toEqual([{ n: 3 }]);
  });

  test("where the message or the session is another", async () => {
    const path = await bundleOf(
      [call(1, null, "print", "Error: jam")],
      [
        told(2, { tool_name: "print", error: "no paper" }),
        told(3, { tool_name: "print", error: "jam", session_id: "another" }),
      ],
    );
    expect(rows(path, "SELECT count(*) AS n FROM errors")).toEqual([{ n: 3 }]);
  });

  test("where a log tells of more failures than there are calls", async () => {
    const context = { tool_name: "print", error: "jam" };
    const path = await bundleOf([call(1, null, "print", "Error: jam")], [told(2, context), told(3, context)]);
    expect(rows(path, failures)).toEqual([
      { origin_table: "tool_calls", message: "Error: jam" },
      { origin_table: "logs", message: "told at 3" },
    ]);
  });
});

test("an event id is enough, and verify --deep finds the same repeats", async () => {
  const event = "00000000-0000-4000-8000-000000000001";
  const path = await bundleOf([call(1, null, "print", "jam")], [told(2, { event_id: event })]);
  expect(rows(path, "SELECT origin_table FROM errors")).toEqual([{ origin_table: "tool_calls" }]);
  expect(rows(path, "SELECT link FROM error_repeats")).toEqual([{ link: "event_id" }]);
  const { damages } = await verify({ bundle: path, depth: "deep", observer: { step: () => undefined } });
  expect(damages).toEqual([]);
});
