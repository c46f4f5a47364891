import { Database } from "bun:sqlite";
import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { copyFileSync, mkdirSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { gzipSync } from "node:zlib";
import JSZip from "jszip";
import { BundleCorruptError } from "../../src/base/errors.ts";
import { raw } from "../../src/operations/raw.ts";
import { rawAddressText } from "../../src/operations/raw-address.ts";
import { Scratch } from "../support/bundles.ts";
import { logLine } from "../support/log-files.ts";

const scratch = new Scratch();
/** 2.4 MB in three chunks; line 3 is longer than a chunk may be, lines end in CRLF here and there. */
const lines = Array.from({ length: 4000 }, (_, index) => {
  const text = logLine(index + 1, { message: "é".repeat(index === 2 ? 900_000 : 250) });
  return text + (index % 5 === 0 ? "\r\n" : "\n");
});
lines.push(logLine(4001));
const log = Buffer.from(lines.join(""));
let bundle = "";

beforeAll(async () => {
  write("run/session.log", log);
  write("run/packed.log.gz", gzipSync(`${logLine(1)}\n${logLine(2)}\n`));
  write("run/odd:7", "one\ntwo\n");
  const zip = new JSZip().file("side/a.txt", "first\nsecond\n").file("b:1", "odd");
  write("run/files.zip", await zip.generateAsync({ type: "uint8array" }));
  const db = new Database(scratch.path("run/store.db"), { create: true });
  db.exec("CREATE TABLE t (a, b); INSERT INTO t VALUES (9007199254740993, x'00ff'), (NULL, 1.0), ('x', 9e999)");
  db.close();
  bundle = (await scratch.create([scratch.path("run")])).output;
});

afterAll(() => scratch.remove());

function write(name: string, content: string | Uint8Array): void {
  mkdirSync(dirname(scratch.path(name)), { recursive: true });
  writeFileSync(scratch.path(name), content);
}

async function printed(address: string): Promise<Buffer> {
  const pieces: Uint8Array[] = [];
  for await (const piece of raw({ bundle, address })) pieces.push(Buffer.from(piece));
  return Buffer.concat(pieces);
}

describe("a log", () => {
  test("is printed whole", async () => {
    expect((await printed("run/session.log")).equals(log)).toBe(true);
  });

  test.each([1, 2, 3, 4, 5, 6, 999, 1500, 2600, 3999, 4000, 4001])("line %d is its exact bytes", async (line) => {
    expect((await printed(`session.log:${line}`)).toString()).toBe(lines[line - 1]!);
  });

  test("lines across chunks are printed in one piece", async () => {
    expect((await printed("session.log:1-4001")).equals(log)).toBe(true);
    expect((await printed("session.log:2-5")).toString()).toBe(lines.slice(1, 5).join(""));
  });

  test.each([
    ["session.log:4002", "has 4001 lines; there is no line 4002."],
    ["session.log:0", "they count from 1"],
    ["session.log:5-4", "the smaller number first"],
    ["nothing.log:1", 'No source is called "nothing.log"'],
  ])("%s is refused", async (address, message) => {
    await expect(printed(address)).rejects.toThrow(message);
  });
});

test("every row leads to the line that it was read from", async () => {
  const db = new Database(bundle, { readonly: true });
  const sql = "SELECT id, source_line AS line FROM logs WHERE source_line IN (1, 3, 2500, 4001) AND message LIKE 'é%'";
  const rows = db.query<{ id: number; line: number }, []>(sql).all();
  db.close();
  expect(rows.length).toBeGreaterThanOrEqual(3);
  for (const { id, line } of rows) expect((await printed(`logs/${id}`)).toString()).toBe(lines[line - 1]!);
});

describe("what is in a container", () => {
  test("a member that is a source of its own", async () => {
    expect((await printed("packed.log.gz!/packed.log:2")).toString()).toBe(`${logLine(2)}\n`);
  });

  test("a file of an archive, and its lines", async () => {
    expect((await printed("files.zip!/side/a.txt")).toString()).toBe("first\nsecond\n");
    expect((await printed("files.zip!/side/a.txt:2")).toString()).toBe("second\n");
    expect((await printed("files.zip!/b:1")).toString()).toBe("odd");
    await expect(printed("files.zip!/side/a.txt:3")).rejects.toThrow("has 2 lines; there is no line 3.");
    await expect(printed("files.zip!/c")).rejects.toThrow('has no member "c". It has');
  });

  test("a row of files leads to the bytes of its entry", async () => {
    const db = new Database(bundle, { readonly: true });
    const row = db.query<{ id: number }, []>("SELECT id FROM files WHERE path = 'side/a.txt'").get();
    db.close();
    expect((await printed(`files/${row!.id}`)).toString()).toBe("first\nsecond\n");
  });

  test("rows of a store, with nothing rounded", async () => {
    expect((await printed("store.db!/t")).toString()).toBe(
      '{"a":9007199254740993,"b":{"$base64":true,"encoded":"AP8="}}\n{"a":null,"b":1.0}\n{"a":"x","b":9e999}\n',
    );
    expect((await printed("store.db!/t:2")).toString()).toBe('{"a":null,"b":1.0}\n');
    await expect(printed("store.db!/t:4")).rejects.toThrow("has 3 rows; there is no row 4.");
    await expect(printed("store.db!/u")).rejects.toThrow('has no member "u". It has "t".');
  });
});

test("a name with a colon and a number is a name first", async () => {
  expect((await printed("run/odd:7")).toString()).toBe("one\ntwo\n");
  expect((await printed("run/odd:7:2")).toString()).toBe("two\n");
});

test("a row that comes from no single record says so", async () => {
  await expect(printed("sessions/1")).rejects.toThrow("does not come from one record");
  await expect(printed("logs/5")).rejects.toThrow("There is no row 5 in logs.");
});

test("a table whose name is misspelt is named as it is called", async () => {
  await expect(printed("log/5")).rejects.toThrow('nor a table "log". Did you mean logs?');
});

test("bytes that are not those of their digest are not printed", async () => {
  const path = scratch.path("damaged.db");
  copyFileSync(bundle, path);
  const db = new Database(path, { readwrite: true });
  db.exec("UPDATE _source_chunks SET sha256 = 'x'");
  db.close();
  const reading = raw({ bundle: path, address: "session.log:2" });
  await expect(reading.next()).rejects.toThrow(BundleCorruptError);
});

test("an address as text is what is read as one", () => {
  expect(rawAddressText({ source: "a.zip", member: "b", lines: { first: 2, last: 2 } })).toBe("a.zip!/b:2");
  expect(rawAddressText({ source: "a", member: null, lines: { first: 2, last: 3 } })).toBe("a:2-3");
  expect(rawAddressText({ source: "a", member: null, lines: null })).toBe("a");
});
