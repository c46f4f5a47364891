// Migrating and merging commute: bundles of different versions can be merged in any order, and say what they would say if all were new.

import { Database } from "bun:sqlite";
import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { copyFileSync, statSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { migrate } from "../../src/operations/migrate.ts";
import { schemaVersion } from "../../src/schema/schema.ts";
import { Scratch } from "../support/bundles.ts";
import { circumstances, dump } from "../support/dump.ts";
import { asVersion1, keptParts, unpackPart } from "../support/older-bundles.ts";

const scratch = new Scratch();
const fixtures = join(import.meta.dir, "../fixtures");
let count = 0;
const fresh = (name: string) => scratch.path(`${++count}-${name}.db`);

function migrated(path: string): string {
  const output = fresh("migrated");
  expect(migrate({ bundle: path, output, overwrite: "refuse" })).toMatchObject({
    outcome: "migrated",
    toVersion: schemaVersion,
  });
  return output;
}

afterAll(() => scratch.remove());

const older = Array.from({ length: schemaVersion - 1 }, (_, index) => index + 1);

describe.each(older)("what the program of version %d merged", (version) => {
  const merged = keptParts(version).filter((name) => name.includes("+"));
  const paths = new Map<string, string>();
  beforeAll(() => {
    for (const name of keptParts(version)) paths.set(name, unpackPart(version, name, fresh(name)));
  });
  const pathOf = (name: string) => paths.get(name) ?? "";

  test("is there", () => {
    expect(merged.length).toBeGreaterThan(1);
  });

  test.each(merged)("%s is, migrated, what today's program merges of the migrated parts", async (name) => {
    const whole = dump(migrated(pathOf(name)));
    const parts = name.split("+").map(pathOf);
    expect(dump((await scratch.merge(parts.map(migrated))).output)).toEqual(whole);
    // Unmigrated ones are lifted when they are read, and are not touched.
    const before = parts.map((path) => statSync(path).mtimeMs);
    expect(dump((await scratch.merge(parts)).output)).toEqual(whole);
    expect(parts.map((path) => statSync(path).mtimeMs)).toEqual(before);
  });

  test("can be merged with bundles of today, in any order and any steps", async () => {
    const all = merged.toSorted((a, b) => b.length - a.length)[0] ?? "";
    const whole = dump(migrated(pathOf(all)));
    const parts = all.split("+");
    await fc.assert(
      fc.asyncProperty(fc.shuffledSubarray(parts, { minLength: parts.length }), fc.nat(), async (order, mask) => {
        const inputs = order.map((part, at) => ((mask >> at) & 1 ? migrated(pathOf(part)) : pathOf(part)));
        const [first = "", second = "", ...rest] = inputs;
        const begun = (await scratch.merge([first, second])).output;
        expect(dump((await scratch.merge([...rest, begun])).output)).toEqual(whole);
      }),
      { numRuns: Number(process.env.LAW_RUNS ?? 3) },
    );
  }, 120_000);
});

describe("bundles brought back to version 1", () => {
  const names = [
    "wink-session",
    "wink-log",
    "wink-bundle",
    "overstory-errors-log",
    "overstory-ndjson-log",
    "overstory-events-store",
    "bind-session-log",
    "pinocchio-turns-store",
    "pinocchio-sem-frames",
    "sessionstream-store",
  ];
  const some = () => fc.shuffledSubarray(names, { minLength: 1, maxLength: 3 });
  const made = async (chosen: readonly string[]) =>
    (await scratch.create(chosen.map((name) => join(fixtures, name)))).output;

  test("give the same migrated and merged as merged and migrated", async () => {
    await fc.assert(
      fc.asyncProperty(some(), some(), async (x, y) => {
        const [a, b] = [await made(x), await made(y)];
        const whole = (await scratch.merge([a, b])).output;
        const [olderA, olderB, olderWhole] = [a, b, whole].map((path) => asVersion1(path, fresh("v1")));
        const merged = await scratch.merge([olderA ?? "", olderB ?? ""]);
        expect(dump(merged.output)).toEqual(dump(whole));
        expect(dump(migrated(olderWhole ?? ""))).toEqual(dump(whole));
      }),
      { numRuns: Number(process.env.LAW_RUNS ?? 4) },
    );
  }, 120_000);

  test("take in more artifacts as others do", async () => {
    await fc.assert(
      fc.asyncProperty(some(), some(), async (x, y) => {
        const root = { root: "one" };
        const paths = (chosen: readonly string[]) => chosen.map((name) => join(fixtures, name));
        const grown = asVersion1((await scratch.create(paths(x), root)).output, fresh("v1"));
        await scratch.import(grown, paths(y));
        const whole = (await scratch.create(paths([...new Set([...x, ...y])]), root)).output;
        expect(dump(grown, circumstances)).toEqual(dump(whole, circumstances));
        const db = new Database(grown, { readonly: true });
        expect(db.query("PRAGMA user_version").get()).toEqual({ user_version: schemaVersion });
        db.close();
      }),
      { numRuns: Number(process.env.LAW_RUNS ?? 3) },
    );
  }, 120_000);
});

test("a bundle of version 1 keeps what somebody added to it", () => {
  const path = unpackPart(1, "agents", fresh("own"));
  const own = new Database(path, { readwrite: true });
  own.exec(
    "CREATE TABLE my_notes (note TEXT); INSERT INTO my_notes VALUES ('look here'); CREATE VIEW my_logs AS SELECT * FROM logs",
  );
  own.close();
  const copy = fresh("copy");
  copyFileSync(path, copy);
  migrate({ bundle: copy, output: null, overwrite: "refuse" });
  const db = new Database(copy, { readonly: true });
  expect(db.query("SELECT note FROM my_notes").all()).toEqual([{ note: "look here" }]);
  expect(db.query("SELECT count(*) AS n FROM my_logs").get()).toEqual({ n: 5 });
  db.close();
});
