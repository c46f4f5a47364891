import { Database } from "bun:sqlite";
import { afterAll, expect, test } from "bun:test";
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { writeFailure } from "../../src/base/write-failure.ts";

const folder = mkdtempSync(join(tmpdir(), "dbundle-write-failure-test-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** What SQLite says when a file may hold no more. */
function failedWrite(): unknown {
  const db = new Database(join(folder, "full.db"), { create: true });
  db.run("PRAGMA max_page_count = 2");
  try {
    db.run("CREATE TABLE t AS SELECT zeroblob(100000)");
  } catch (error) {
    return error;
  } finally {
    db.close();
    rmSync(join(folder, "full.db"));
  }
  throw new Error("It was written");
}

test("finding out why SQLite could not write leaves the old file at the target as it is", () => {
  const target = join(folder, "old.db");
  writeFileSync(target, "the old bundle");
  expect(writeFailure(failedWrite(), target)?.message).toBe(
    `Cannot write "${target}": the disk is full. Nothing was changed.`,
  );
  expect(readFileSync(target, "utf8")).toBe("the old bundle");
  expect(readdirSync(folder)).toEqual(["old.db"]);
});

test("an unfinished file that is tried on is left to who discards it", () => {
  const unfinished = join(folder, "unfinished.db");
  writeFileSync(unfinished, "half");
  writeFailure(failedWrite(), join(folder, "target.db"), unfinished);
  expect(readdirSync(folder).sort()).toEqual(["old.db", "unfinished.db"]);
});
