// Law 9: one payload is stored once as a value that can be queried; the compressed original is its only other copy.

import { Database } from "bun:sqlite";
import { afterAll, describe, expect, test } from "bun:test";
import { writeFileSync } from "node:fs";
import { Scratch } from "../support/bundles.ts";

const scratch = new Scratch();
afterAll(() => scratch.remove());

const mark = "mark-5e1f0c".repeat(40);
const at = "2026-03-01T10:00:00.000000+00:00";

/** Tables that hold `mark`, each with how often. Compressed originals and the words of the index are no values. */
function holders(path: string): string[] {
  const db = new Database(path, { readonly: true });
  try {
    const tables = db
      .query<{ name: string }, []>("SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE '_search%'")
      .all()
      .filter(({ name }) => name !== "_source_chunks");
    return tables.flatMap(({ name }) =>
      db
        .query<{ name: string }, [string]>("SELECT name FROM pragma_table_info(?)")
        .all(name)
        .flatMap((column) => {
          const sql = `SELECT count(*) AS n FROM "${name}" WHERE instr(CAST("${column.name}" AS TEXT), ?) > 0`;
          const found = db.query<{ n: number }, [string]>(sql).get(mark)?.n ?? 0;
          return found === 0 ? [] : [`${name}.${column.name} ${found}x`];
        }),
    );
  } finally {
    db.close();
  }
}

const cart = `{"children_ids":[],"created_at":"${at}","parent_id":null,"policies":{"shop:Cart":"state"},"slices":[{"item_type":"shop:Cart","items":[{"note":"${mark}"}],"slice_type":"shop:Cart"}],"tags":{"session_id":"s-1"},"version":"1"}\n`;

const payloads: readonly (readonly [what: string, text: string, holder: string])[] = [
  [
    "the context of a log record",
    `{"timestamp":"${at}","level":"INFO","logger":"l","event":"e","message":"m","context":{"a":"${mark}"}}\n`,
    "_logs.context",
  ],
  [
    "the message of a log record",
    `{"timestamp":"${at}","level":"INFO","logger":"l","event":"e","message":"${mark}","context":{}}\n`,
    "_logs.message",
  ],
  ["an item of a session's slice", cart, "_slice_items.payload"],
  [
    "the data of an orchestrator's record",
    `{"timestamp":"${at}","level":"info","event":"custom","agentName":"a","data":{"note":"${mark}"}}\n`,
    "_logs.context",
  ],
  [
    "a frame of a conversation",
    `{"sem":true,"event":{"type":"custom","id":"x","seq":1,"data":{"note":"${mark}"}}}\n`,
    "_events.payload",
  ],
  ["a file that nobody claims", `nobody knows this text\n${mark}\n`, "_documents.payload"],
];

describe("is stored in one column of one row", () => {
  test.each(payloads)("%s", async (what, text, holder) => {
    const path = scratch.path(`${what}.txt`);
    const beside = scratch.path("beside.log");
    writeFileSync(path, text);
    writeFileSync(beside, `{"timestamp":"${at}","level":"INFO","logger":"l","event":"e","message":"m","context":{}}\n`);
    const { output } = await scratch.create([path, beside], { search: "full" });
    expect(holders(output)).toEqual([`${holder} 1x`]);
  });
});

test("a source that lies at two places is stored once", async () => {
  writeFileSync(scratch.path("a.jsonl"), cart);
  writeFileSync(scratch.path("b.jsonl"), cart);
  const { output } = await scratch.create([scratch.path("a.jsonl"), scratch.path("b.jsonl")]);
  expect(holders(output)).toEqual(["_slice_items.payload 1x"]);
  const db = new Database(output, { readonly: true });
  expect(db.query("SELECT count(*) AS n FROM source_chunks").get()).toEqual({ n: 1 });
  db.close();
});
