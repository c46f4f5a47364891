import { Database } from "bun:sqlite";
import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import {
  appendFileSync,
  chmodSync,
  copyFileSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  truncateSync,
  writeFileSync,
} from "node:fs";
import { dirname, join } from "node:path";
import { BundleCorruptError, BundleError, BundleVersionError, UserError } from "../../src/base/errors.ts";
import { openBundle, openDatabase } from "../../src/bundle/open.ts";
import { schemaVersion } from "../../src/schema/schema.ts";
import { Scratch } from "../support/bundles.ts";
import { folderState } from "../support/folder-state.ts";
import { writeLog } from "../support/log-files.ts";

const scratch = new Scratch();
let original = "";
let count = 0;

beforeAll(async () => {
  const log = scratch.path("run/session.log");
  writeLog(log, 2000);
  original = (await scratch.create([log])).output;
});

afterAll(() => scratch.remove());

/** A copy in a folder of its own. */
function copy(): string {
  const folder = scratch.path(`copy-${++count}`);
  mkdirSync(folder);
  const path = join(folder, "a.db");
  copyFileSync(original, path);
  return path;
}

function logCount(path: string): number {
  const bundle = openBundle(path);
  try {
    return Number(bundle.db.query<{ n: number }, []>("SELECT count(*) AS n FROM logs").get()?.n);
  } finally {
    bundle.close();
  }
}

function edit(path: string, sql: string): void {
  const db = new Database(path, { readwrite: true });
  db.exec(sql);
  db.close();
}

function refusal(path: string): Error {
  try {
    openBundle(path).close();
  } catch (error) {
    if (error instanceof Error) return error;
  }
  throw new Error("It was not refused.");
}

describe("opening leaves no trace", () => {
  test("of a whole bundle", () => {
    const path = copy();
    const before = folderState(dirname(path));
    expect(logCount(path)).toBe(2000);
    expect(folderState(dirname(path))).toEqual(before);
  });

  test("while it is open", () => {
    const path = copy();
    const bundle = openBundle(path);
    bundle.db.query("SELECT count(*) FROM logs ORDER BY message").get();
    expect(readdirSync(dirname(path))).toEqual(["a.db"]);
    expect(bundle.openedPath).toBe(path);
    bundle.close();
  });

  test("of a bundle in WAL mode whose -wal is gone", () => {
    const path = copy();
    edit(path, "PRAGMA journal_mode = WAL");
    const before = folderState(dirname(path));
    expect(before).toHaveLength(1);
    expect(logCount(path)).toBe(2000);
    expect(folderState(dirname(path))).toEqual(before);
  });

  test("of a bundle in a folder and a file that may not be written", () => {
    const path = copy();
    chmodSync(path, 0o444);
    chmodSync(dirname(path), 0o555);
    const before = folderState(dirname(path));
    expect(logCount(path)).toBe(2000);
    expect(folderState(dirname(path))).toEqual(before);
    chmodSync(dirname(path), 0o755);
  });

  test("of a bundle whose name means something in a URL", () => {
    const path = join(dirname(copy()), "a b#?%20&mode=rwc.db");
    copyFileSync(original, path);
    const before = folderState(dirname(path));
    expect(logCount(path)).toBe(2000);
    expect(folderState(dirname(path))).toEqual(before);
  });
});

describe("what lies beside a bundle belongs to it", () => {
  test("rows that are only in the -wal are seen, and neither file is touched", () => {
    const writer = copy();
    const db = new Database(writer, { readwrite: true });
    db.exec("PRAGMA journal_mode = WAL; DELETE FROM _logs WHERE source_line > 10");
    const path = copy();
    for (const suffix of ["", "-wal"]) copyFileSync(writer + suffix, path + suffix);
    db.close();
    const before = folderState(dirname(path));
    expect(logCount(path)).toBe(10);
    expect(folderState(dirname(path))).toEqual(before);
  });

  test("a transaction that was not finished is rolled back in a copy", () => {
    const writer = copy();
    const db = new Database(writer, { readwrite: true });
    db.exec("PRAGMA cache_size = 1; PRAGMA synchronous = OFF; BEGIN; UPDATE _logs SET message = 'HALF WRITTEN'");
    const path = copy();
    for (const suffix of ["", "-journal"]) copyFileSync(writer + suffix, path + suffix);
    db.exec("ROLLBACK");
    db.close();
    expect(readFileSync(path).includes("HALF WRITTEN")).toBe(true);
    const before = folderState(dirname(path));
    const bundle = openBundle(path);
    expect(bundle.db.query("SELECT count(*) AS n FROM logs WHERE message = 'HALF WRITTEN'").get()).toEqual({ n: 0 });
    expect(bundle.openedPath).not.toBe(path);
    const copied = dirname(bundle.openedPath);
    expect(readdirSync(copied)).toEqual(["copy.db"]);
    bundle.close();
    expect(() => readdirSync(copied)).toThrow();
    expect(folderState(dirname(path))).toEqual(before);
  });
});

describe("what is no whole bundle is refused with a sentence", () => {
  test("a file that is not there", () => {
    const error = refusal(scratch.path("none.db"));
    expect(error).toBeInstanceOf(UserError);
    expect(error.message).toBe(`There is no file "${scratch.path("none.db")}".`);
  });

  test("a folder", () => {
    expect(refusal(scratch.folder).message).toBe(
      `"${scratch.folder}" is a folder, not a bundle. To make one of it: dbundle create "${scratch.folder}".`,
    );
  });

  test("a file of no bytes", () => {
    const path = scratch.path("empty.db");
    writeFileSync(path, "");
    expect(refusal(path).message).toBe(`Cannot open bundle "${path}": it is empty.`);
    expect(readFileSync(path)).toHaveLength(0);
  });

  test("a text", () => {
    const path = scratch.path("text.db");
    writeFileSync(path, "hello\n".repeat(100));
    const error = refusal(path);
    expect(error).toBeInstanceOf(BundleError);
    expect(error.message).toBe(
      `Cannot open bundle "${path}": it is not a SQLite database; \`dbundle create\` makes a bundle of it.`,
    );
  });

  test("another program's database", () => {
    const path = scratch.path("other.db");
    const db = new Database(path);
    db.exec("CREATE TABLE t (a); INSERT INTO t VALUES (1)");
    db.close();
    expect(refusal(path).message).toBe(
      `"${path}" is a SQLite file but not a bundle: it was not written by this program.`,
    );
    const opened = openDatabase(path);
    expect(opened.kind).toBe("foreign");
    expect(opened.db.query("SELECT a FROM t").all()).toEqual([{ a: 1 }]);
    opened.close();
  });

  test("a bundle of a newer program", () => {
    const path = copy();
    edit(path, "PRAGMA user_version = 999");
    const error = refusal(path);
    expect(error).toBeInstanceOf(BundleVersionError);
    expect(error.message).toBe(
      `Cannot open bundle "${path}": schema 999 is newer than this program knows (${schemaVersion}). Update dbundle.`,
    );
  });

  test("a truncated one", () => {
    const path = copy();
    truncateSync(path, 100_000);
    const error = refusal(path);
    expect(error).toBeInstanceOf(BundleCorruptError);
    expect(error.message).toContain("it has 100000 bytes where its header states");
  });

  test("one with more bytes than pages", () => {
    const path = copy();
    appendFileSync(path, "tail");
    expect(refusal(path)).toBeInstanceOf(BundleCorruptError);
  });

  test("one that was not written to its end", () => {
    const path = copy();
    edit(path, "UPDATE _meta SET complete = 0");
    expect(refusal(path).message).toBe(`Bundle "${path}" is damaged: it was not written to its end.`);
  });

  test("one whose schema cannot be read", () => {
    const path = copy();
    const bytes = readFileSync(path);
    bytes.fill(0xff, 100, 8000);
    writeFileSync(path, bytes);
    expect(refusal(path)).toBeInstanceOf(BundleCorruptError);
  });

  test.each([
    ["a trigger", "CREATE TRIGGER t AFTER INSERT ON _logs BEGIN SELECT 1; END", "it has a trigger (t)"],
    ["another view of our name", "DROP VIEW logs; CREATE VIEW logs AS SELECT 1 AS id", "its view logs was changed"],
    ["a table missing", "DROP TABLE _spans", "its index _spans_trace is missing"],
  ])("one with %s is a foreign file", (_, sql, why) => {
    const path = copy();
    edit(path, sql);
    const error = refusal(path);
    expect(error).toBeInstanceOf(BundleError);
    expect(error.message).toStartWith(`"${path}" is a SQLite file but not a bundle: ${why}`);
    const opened = openDatabase(path);
    expect(opened.kind).toBe("foreign");
    opened.close();
  });
});
