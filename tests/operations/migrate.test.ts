import { Database } from "bun:sqlite";
import { afterAll, beforeAll, expect, test } from "bun:test";
import { copyFileSync, mkdirSync } from "node:fs";
import { dirname, join } from "node:path";
import { BundleVersionError } from "../../src/base/errors.ts";
import { isSealIntact } from "../../src/bundle/file-digest.ts";
import { currentSchema, type Schema } from "../../src/bundle/lift.ts";
import { openBundle } from "../../src/bundle/open.ts";
import { migrate } from "../../src/operations/migrate.ts";
import { Scratch } from "../support/bundles.ts";
import { folderState } from "../support/folder-state.ts";
import { writeLog } from "../support/log-files.ts";

/** What the next migration could be. */
const nextVersion = currentSchema.version + 1;
const next: Schema = {
  version: nextVersion,
  migrations: [
    ...currentSchema.migrations,
    "CREATE TABLE _later (n INTEGER) STRICT; INSERT INTO _later SELECT count(*) FROM _logs; UPDATE _logs SET logger = 'lifted';",
  ],
  difference: (db, version) => {
    if (version < nextVersion) return currentSchema.difference(db, version);
    const isThere = db.query("SELECT 1 FROM sqlite_schema WHERE name = '_later'").get() !== null;
    return isThere ? null : "its table _later is missing";
  },
};

const scratch = new Scratch();
let original = "";
let count = 0;

beforeAll(async () => {
  writeLog(scratch.path("run/session.log"), 50);
  original = (await scratch.create([scratch.path("run")])).output;
});

afterAll(() => scratch.remove());

function copy(): string {
  const path = scratch.path(`copy-${++count}/a.db`);
  mkdirSync(dirname(path));
  copyFileSync(original, path);
  return path;
}

function versionOf(path: string): unknown {
  const db = new Database(path, { readonly: true });
  try {
    return db.query("PRAGMA user_version").get();
  } finally {
    db.close();
  }
}

test("a bundle of the current schema is left alone", () => {
  const path = copy();
  const before = folderState(dirname(path));
  expect(migrate({ bundle: path, output: null, overwrite: "refuse" })).toMatchObject({
    outcome: "current",
    fromVersion: currentSchema.version,
    toVersion: currentSchema.version,
  });
  expect(folderState(dirname(path))).toEqual(before);
});

test("an older bundle is read lifted, and is not touched", () => {
  const path = copy();
  const before = folderState(dirname(path));
  const bundle = openBundle(path, next);
  expect(bundle.db.query("SELECT n FROM _later").all()).toEqual([{ n: 50 }]);
  expect(bundle.db.query("SELECT DISTINCT logger FROM logs").all()).toEqual([{ logger: "lifted" }]);
  expect(bundle.schemaVersion).toBe(currentSchema.version);
  expect(isSealIntact(bundle.seal.file, bundle.seal.digest)).toBe(true);
  bundle.close();
  expect(folderState(dirname(path))).toEqual(before);
});

test("migrating replaces the bundle by the lifted one, sealed", () => {
  const path = copy();
  const report = migrate({ bundle: path, output: null, overwrite: "refuse", schema: next });
  expect(report).toMatchObject({ path, outcome: "migrated", toVersion: nextVersion });
  expect(folderState(dirname(path))).toHaveLength(1);
  expect(versionOf(path)).toEqual({ user_version: nextVersion });
  const bundle = openBundle(path, next);
  expect(bundle.schemaVersion).toBe(nextVersion);
  expect(isSealIntact(bundle.seal.file, bundle.seal.digest)).toBe(true);
  // What is derived is there too.
  expect(bundle.db.query("SELECT count(*) AS n FROM search WHERE text MATCH 'nothing'").get()).toEqual({ n: 0 });
  expect(bundle.db.query("SELECT session_id FROM sessions").all()).toEqual([{ session_id: "s-1" }]);
  bundle.close();
  expect(() => openBundle(path)).toThrow(BundleVersionError);
});

test("another output leaves the bundle as it is", () => {
  const path = copy();
  const before = folderState(dirname(path));
  const output = join(scratch.folder, "lifted.db");
  expect(migrate({ bundle: path, output, overwrite: "refuse", schema: next }).path).toBe(output);
  expect(folderState(dirname(path))).toEqual(before);
  expect(() => migrate({ bundle: path, output, overwrite: "refuse", schema: next })).toThrow("the file exists");
});

test("a migration that fails leaves the bundle as it is, and nothing beside it", () => {
  const path = copy();
  const before = folderState(dirname(path));
  const broken: Schema = { ...next, migrations: [...currentSchema.migrations, "CREATE TABLE _logs (id)"] };
  expect(() => migrate({ bundle: path, output: null, overwrite: "refuse", schema: broken })).toThrow("already exists");
  expect(folderState(dirname(path))).toEqual(before);
});

test("a bundle whose tables are not those of its version is not lifted", () => {
  const path = copy();
  const db = new Database(path, { readwrite: true });
  db.exec("CREATE TRIGGER t AFTER UPDATE ON _logs BEGIN DELETE FROM _sources; END");
  db.close();
  expect(() => openBundle(path, next)).toThrow("it has a trigger (t)");
});
