// A replay file that says more than the schema takes: what is right comes in, the rest is told.

import { expect, test } from "bun:test";
import { join } from "node:path";
import { withBundle } from "../support/created-bundle.ts";

const fixture = join(import.meta.dir, "../fixtures/dbundle-replay/older-state-and-wrong-lines.replay.ndjson");

test("rows come in with their numbers exact, and an older state stays hidden", async () => {
  await withBundle([fixture], (rows) => {
    expect(rows("SELECT importer, status FROM sources")).toEqual([{ importer: "dbundle-replay", status: "partial" }]);
    expect(rows("SELECT event_type, CAST(sequence AS TEXT) AS sequence FROM events")).toEqual([
      { event_type: "started", sequence: "1780000000000000001" },
    ]);
    expect(rows("SELECT payload FROM slice_items")).toEqual([{ payload: '{"steps": 2}' }]);
    expect(rows("SELECT payload, superseded FROM slice_history ORDER BY snapshot_at")).toEqual([
      { payload: '{"steps": 1}', superseded: 1 },
      { payload: '{"steps": 2}', superseded: 0 },
    ]);
    expect(rows("SELECT tool_name, status, duration_ms FROM tool_invocations")).toEqual([
      { tool_name: "lint", status: "error", duration_ms: 12.5 },
    ]);
  });
});

test("a value that a table refuses, a table of SQLite's own and a value of another type are issues", async () => {
  await withBundle([fixture], (rows) => {
    expect(rows("SELECT code, source_line FROM import_issues ORDER BY source_line")).toEqual(
      [7, 8, 9].map((source_line) => ({ code: "dbundle-replay.bad-row", source_line })),
    );
  });
});
