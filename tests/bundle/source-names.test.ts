import { Database } from "bun:sqlite";
import { afterAll, beforeAll, expect, test } from "bun:test";
import { mkdirSync, writeFileSync } from "node:fs";
import { resolveSource } from "../../src/bundle/source-names.ts";
import { Scratch } from "../support/bundles.ts";
import { writeLog } from "../support/log-files.ts";

const scratch = new Scratch();
let db: Database;

beforeAll(async () => {
  for (const name of ["a/notes.txt", "b/notes.txt", "b/7", "b/only.txt"]) {
    mkdirSync(scratch.path(`run/${name.split("/")[0]}`), { recursive: true });
    writeFileSync(scratch.path(`run/${name}`), `this is ${name}\n`);
  }
  writeLog(scratch.path("run/session.log"), 1);
  db = new Database((await scratch.create([scratch.path("run")])).output, { readonly: true });
});

afterAll(() => {
  db.close();
  scratch.remove();
});

function pathOf(name: string): unknown {
  const { sourceId } = resolveSource(db, name);
  return db.query<{ path: string }, [number]>("SELECT path FROM sources WHERE source_id = ?").get(sourceId)?.path;
}

test("a path names a source before a number does", () => {
  const [name] = db.query<{ path: string }, []>("SELECT path FROM sources WHERE path LIKE '%7'").all();
  expect(pathOf(name!.path)).toBe(name!.path);
  expect(resolveSource(db, "1").sourceId).toBe(1);
});

test("a name that two sources have is answered with both", () => {
  expect(() => resolveSource(db, "notes.txt")).toThrow(
    /^"notes.txt" names 2 sources: \d \([0-9a-f]{12}, ".*notes.txt.*"\), \d .*Use the number or the key\.$/,
  );
});

test("a key is known by its first six digits in either case, not by fewer", () => {
  const { sourceKey } = resolveSource(db, "only.txt");
  expect(resolveSource(db, sourceKey.slice(0, 6)).sourceKey).toBe(sourceKey);
  expect(resolveSource(db, sourceKey.toUpperCase()).sourceKey).toBe(sourceKey);
  expect(() => resolveSource(db, `${sourceKey.slice(0, 5)}`)).toThrow("No source is called");
});

test("an unknown name is answered with what is like it, else with what there is", () => {
  expect(() => resolveSource(db, "ONLY")).toThrow(/There is "[^"]*only\.txt"; a number or the first 6 digits/);
  expect(() => resolveSource(db, "zzz")).toThrow(/There is "[^"]+", "[^"]+"/);
});

test("characters that mean something in a pattern mean themselves", () => {
  expect(() => resolveSource(db, "%only.txt")).toThrow("No source is called");
  expect(() => resolveSource(db, "*")).toThrow("No source is called");
});
