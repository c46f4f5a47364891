// Law 1: every source's bytes come back, and a value that JavaScript would change stays as it was written.

import { afterAll, describe, expect, test } from "bun:test";
import { readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { differences } from "../hostile/originals-come-back.ts";
import { Scratch } from "../support/bundles.ts";
import { withBundle } from "../support/created-bundle.ts";
import { copyEach } from "../support/law-artifacts.ts";

const scratch = new Scratch();
afterAll(() => scratch.remove());

test("every artifact comes back byte for byte, with the parts of its store", async () => {
  const folder = scratch.path("artifacts");
  let count = 0;
  // A name of its own for each, so that no file stands in for another.
  copyEach(folder, () => `artifact-${++count}`);
  const files = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));
  expect(files.length).toBeGreaterThan(40);
  const { output } = await scratch.create([folder], { all: true });
  expect(await differences(output, files)).toEqual([]);
}, 60_000);

/** Each member means something else, or nothing, once JavaScript has read and written it. */
const fragile =
  '{"beyond":9007199254740993,"most":18446744073709551616,"huge":1e400,"tiny":1E-400,"minus":-0,"real":1.0,"twice":1,"twice":2,"z":0,"10":1,"2":2,"half":"\\ud800","slash":"\\/","none":NaN,"endless":-Infinity,  "blank" : [ 1 , 2 ]}';

const time = "2026-03-01T10:00:00.000000+00:00";
const toolInvoked = "weakincentives.runtime.events.types:ToolInvoked";

describe("what JavaScript would change is as it was written in", () => {
  const places: readonly (readonly [place: string, file: string, text: string, sql: string])[] = [
    [
      "the context of a wink-log record",
      "a.log",
      `{"timestamp":"${time}","level":"INFO","logger":"l","event":"e","message":"m","context":${fragile}}\n`,
      "SELECT context FROM logs",
    ],
    [
      "a slice item of a wink-session",
      "a.jsonl",
      `{"children_ids":[],"created_at":"${time}","parent_id":null,"policies":{"shop:Cart":"state"},"slices":[{"item_type":"shop:Cart","items":[${fragile}],"slice_type":"shop:Cart"}],"tags":{"session_id":"s-1"},"session_id":"s-1","version":"1"}\n`,
      "SELECT payload FROM slice_items",
    ],
    [
      "the parameters of a wink-session's tool",
      "b.jsonl",
      `{"children_ids":[],"created_at":"${time}","parent_id":null,"policies":{"${toolInvoked}":"log"},"slices":[{"item_type":"${toolInvoked}","items":[{"adapter":"a","created_at":"${time}","event_id":"ev-1","name":"t","params":${fragile},"prompt_name":"p","result":null,"session_id":"s-1"}],"slice_type":"${toolInvoked}"}],"tags":{"session_id":"s-1"},"session_id":"s-1","version":"1"}\n`,
      "SELECT params FROM tool_invocations",
    ],
    [
      "the data of an overstory-ndjson-log record",
      "events.ndjson",
      `{"timestamp":"${time}","level":"info","event":"tool.start","agentName":"a","data":${fragile}}\n`,
      "SELECT context FROM logs",
    ],
    [
      "a pinocchio-sem-frames frame",
      "sem.ndjson",
      `{"sem":true,"event":{"type":"custom","id":"x","seq":1,"data":${fragile}}}\n`,
      "SELECT substr(payload, instr(payload, '\"data\":') + 7, length(payload) - instr(payload, '\"data\":') - 8) AS payload FROM events",
    ],
  ];

  test.each(places)("%s", async (_place, file, text, sql) => {
    const path = scratch.path(file);
    writeFileSync(path, text);
    await withBundle([path], (rows) => expect(rows(sql).flatMap((row) => Object.values(row))).toEqual([fragile]));
  });
});
