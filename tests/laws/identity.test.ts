// Law 3: identity is content. No name of a file decides who reads it or what is read.

import { Database } from "bun:sqlite";
import { afterAll, describe, expect, test } from "bun:test";
import { writeFileSync } from "node:fs";
import { basename } from "node:path";
import { Scratch } from "../support/bundles.ts";
import { circumstances, dump } from "../support/dump.ts";
import { copyEach } from "../support/law-artifacts.ts";
import { logLine, writeLog } from "../support/log-files.ts";

const scratch = new Scratch();
afterAll(() => scratch.remove());

function ask(path: string, sql: string): unknown[] {
  const db = new Database(path, { readonly: true });
  try {
    return db.query(sql).all();
  } finally {
    db.close();
  }
}

test("the same bytes under names that say nothing are read by the same importers, to the same facts", async () => {
  copyEach(scratch.path("named"), (path) => basename(path));
  copyEach(scratch.path("unnamed"), () => "unknown");
  const options = { all: true, root: "one" };
  const named = (await scratch.create([scratch.path("named")], options)).output;
  const unnamed = (await scratch.create([scratch.path("unnamed")], options)).output;
  expect(dumpWithoutPaths(unnamed)).toEqual(dumpWithoutPaths(named));
}, 60_000);

/** Where a file lay is of its place, not of its content; what nobody claims is kept under its path. */
function dumpWithoutPaths(path: string): Record<string, string[]> {
  const places = /(?:un)?named\/(\d{4})(?:\/[^"!:]*?(?=["!:]|-wal|-journal))?/g;
  const views = dump(path, circumstances);
  return Object.fromEntries(
    Object.entries(views).map(([view, rows]) => [view, rows.map((row) => row.replace(places, "$1")).sort()]),
  );
}

test("the key of a source is the sha256 of its bytes, whatever its name and place", async () => {
  const text = writeLog(scratch.path("a/session.log"), 3);
  writeFileSync(scratch.path("other"), text);
  const key = new Bun.CryptoHasher("sha256").update(text).digest("hex");
  const { output } = await scratch.create([scratch.path("a"), scratch.path("other")]);
  expect(ask(output, "SELECT source_key FROM sources")).toEqual([{ source_key: key }]);
  expect(ask(output, "SELECT count(*) AS n FROM bundle_sources")).toEqual([{ n: 2 }]);
});

describe("a source is read by one importer", () => {
  const path = scratch.path("forced/one.log");
  writeLog(path, 3);
  const forced = () => scratch.create([], { inputs: [{ path, reading: "wink-session" }], root: "one" });
  const claimed = () => scratch.create([path], { root: "one" });
  const reading = "SELECT importer, count(*) OVER () AS sources FROM sources";

  test("the one that the user names, before any that claims it", async () => {
    expect(ask((await claimed()).output, reading)).toEqual([{ importer: "wink-log", sources: 1 }]);
    expect(ask((await forced()).output, reading)).toEqual([{ importer: "wink-session", sources: 1 }]);
  });

  test("and a merge takes that reading, in either order, and lists the other", async () => {
    const [a, b] = [(await claimed()).output, (await forced()).output];
    for (const inputs of [
      [a, b],
      [b, a],
    ]) {
      const { output } = await scratch.merge(inputs);
      expect(ask(output, reading)).toEqual([{ importer: "wink-session", sources: 1 }]);
      expect(ask(output, "SELECT count(*) AS n FROM logs")).toEqual([{ n: 0 }]);
      expect(ask(output, "SELECT DISTINCT importer FROM conflicts ORDER BY importer")).toEqual([
        { importer: "wink-log" },
        { importer: "wink-session" },
      ]);
    }
  });
});

test("after a merge the numbers of sources follow their keys, and every fact is numbered within its source", async () => {
  const bundles = [];
  for (const n of [1, 2, 3, 4, 5, 6]) {
    writeFileSync(scratch.path(`${n}.log`), `${logLine(n)}\n${logLine(n + 10)}\n`);
    bundles.push((await scratch.create([scratch.path(`${n}.log`)])).output);
  }
  const { output } = await scratch.merge(bundles);
  const keys = ask(output, "SELECT source_key FROM sources ORDER BY source_id");
  expect(keys).toHaveLength(6);
  expect(keys).toEqual(ask(output, "SELECT source_key FROM sources ORDER BY source_key"));
  const numbered =
    "SELECT DISTINCT source_line - id % 4294967296 AS before_first, id / 4294967296 = source_id AS is_within FROM logs";
  expect(ask(output, numbered)).toEqual([{ before_first: 1, is_within: 1 }]);
});
